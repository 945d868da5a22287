"""The grid as one fills it in: frameworks side by side, each line with one's answer."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel import i18n
from portal.kernel.errors import NotFound
from portal.organisations.models import Organisation
from portal.skills.enums import EvidenceKind, Scope
from portal.skills.models import (
    Evidence,
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
    GridAnswer,
)
from portal.skills.queries import frameworks as frameworks_queries
from portal.skills.queries.record import get_own


@dataclass(frozen=True)
class GridLine:
    """A line, what the person answered to it, and how many things show it.

    `label` is the source's, in French. `is_retired`: a newer edition left it out; the answer stays.
    """

    action_id: UUID
    code: str
    label: str
    french_plain: str
    french_example: str
    french_flaw: str
    is_retired: bool
    answer: GridAnswer | None
    evidence: int
    # What its federation says in other languages: « plain » and « example », by language.
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # The whole of a label its source has cut, and where that comes from.
    completed: str = ""
    completed_source: str = ""
    # Codes of the lines it words otherwise, the nearest first; and what was answered to the nearest
    # one that was, while this one has no answer: offered, never taken as said.
    follows: Sequence[str] = ()
    earlier: GridAnswer | None = None
    # How many of the things that show it are recordings.
    voices: int = 0

    @property
    def plain(self) -> str:
        """The line in usual words, in the current language; the source's where it has none."""
        said = i18n.gettext_(self.french_plain) if self.french_plain else self.label
        return self._translated.get(frameworks_queries.PLAIN) or said

    @property
    def example(self) -> str:
        said = i18n.gettext_(self.french_example) if self.french_example else ""
        return self._translated.get(frameworks_queries.EXAMPLE) or said

    @property
    def _translated(self) -> Mapping[str, str]:
        return self.told.get(i18n.current().tag, {})

    @property
    def flaw(self) -> str:
        return i18n.gettext_(self.french_flaw) if self.french_flaw else ""

    @property
    def is_answered(self) -> bool:
        """In a word, or aloud: a recording is an answer."""
        return _is_said(self.answer) or self.voices > 0

    @property
    def is_spoken(self) -> bool:
        """Answered aloud only."""
        return self.is_answered and not _is_said(self.answer)


@dataclass(frozen=True)
class GridGroup:
    """A heading and its lines."""

    heading_id: UUID
    code: str
    label: str
    french_plain: str
    french_flaw: str
    scope: Scope
    lines: list[GridLine] = field(default_factory=list)
    # What its federation calls it in the current language.
    translated: str = ""

    @property
    def plain(self) -> str:
        said = i18n.gettext_(self.french_plain) if self.french_plain else self.label
        return self.translated or said

    @property
    def flaw(self) -> str:
        return i18n.gettext_(self.french_flaw) if self.french_flaw else ""


@dataclass(frozen=True)
class GridFramework:
    """A framework and its groups."""

    id: UUID
    code: str
    french_title: str
    source: str
    edition: int
    is_own: bool
    source_date: date | None = None
    groups: list[GridGroup] = field(default_factory=list)

    @property
    def title(self) -> str:
        return i18n.gettext_(self.french_title)

    @property
    def written(self) -> str:
        """Of when the words are. The first of January stands for a year: of some sources nobody
        knows the day.
        """
        day = self.source_date
        if day is None:
            return ""
        return str(day.year) if (day.month, day.day) == (1, 1) else i18n.show_date(day)


@dataclass(frozen=True)
class Grid:
    """Everything one may answer to: the guide, what one chose beside it, one's own additions."""

    frameworks: list[GridFramework]

    @property
    def lines(self) -> list[GridLine]:
        return [
            line
            for framework in self.frameworks
            for group in framework.groups
            for line in group.lines
        ]

    @property
    def left(self) -> list[GridLine]:
        """Lines without an answer, in order: what one may do next."""
        return [line for line in self.lines if not line.is_answered and not line.is_retired]

    @property
    def shown(self) -> list[tuple[GridGroup, GridLine]]:
        """The lines something shows, each with its heading."""
        return [
            (group, line)
            for framework in self.frameworks
            for group in framework.groups
            for line in group.lines
            if line.evidence
        ]

    def find(self, action_id: UUID) -> GridLine:
        """Raises NotFound."""
        for line in self.lines:
            if line.action_id == action_id:
                return line
        raise NotFound


def read_grid(session: Session, person_id: UUID) -> Grid:
    """The whole grid of a person, in five queries; lines of an edition to come are not in it."""
    frameworks = _frameworks(session, person_id)
    told = frameworks_queries.translations(session, list(frameworks))
    headings = _headings(session, frameworks, told)
    shown = _count_evidence(session, person_id)
    rows = session.execute(
        select(FrameworkAction, GridAnswer)
        .join(FrameworkHeading, FrameworkHeading.id == FrameworkAction.heading_id)
        .outerjoin(
            GridAnswer,
            and_(GridAnswer.action_id == FrameworkAction.id, GridAnswer.person_id == person_id),
        )
        .where(
            FrameworkAction.framework_id.in_(list(frameworks)),
        )
        .order_by(FrameworkAction.position, FrameworkAction.id)
    ).all()
    known = {action.id: (action, answer) for action, answer in rows}
    for action, answer in rows:
        edition = frameworks[action.framework_id].edition
        is_retired = action.until_edition is not None and action.until_edition < edition
        if action.since_edition > edition or (is_retired and answer is None):
            continue
        followed = _followed(known, action)
        headings[action.heading_id].lines.append(
            GridLine(
                action_id=action.id,
                code=action.code,
                label=action.label,
                french_plain=action.plain,
                french_example=action.example,
                french_flaw=action.flaw,
                is_retired=is_retired,
                answer=answer,
                evidence=sum(shown[action.id].values()),
                voices=shown[action.id][EvidenceKind.VOICE],
                told=told.get(action.id, {}),
                completed=action.completed,
                completed_source=action.completed_source,
                follows=[before.code for before, _answer in followed],
                earlier=None if _is_said(answer) else _earlier(followed),
            )
        )
    for heading in headings.values():
        if heading.lines or heading.french_flaw or heading.scope == Scope.OWN:
            frameworks[heading.framework_id].groups.append(heading.group)
    return Grid([one for one in frameworks.values() if one.groups])


def list_evidence(session: Session, person_id: UUID, action_id: UUID) -> Sequence[Evidence]:
    """What somebody keeps to show one line, the oldest first."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.person_id == person_id, Evidence.action_id == action_id)
        .order_by(Evidence.created_at, Evidence.id)
    ).all()


def list_evidence_of(
    session: Session, person_id: UUID, action_ids: Collection[UUID]
) -> Sequence[Evidence]:
    """What shows these lines, the oldest first."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.person_id == person_id, Evidence.action_id.in_(list(action_ids)))
        .order_by(Evidence.created_at, Evidence.id)
    ).all()


def get_evidence(session: Session, person_id: UUID, evidence_id: UUID) -> Evidence:
    return get_own(session, Evidence, person_id, evidence_id)


def is_seen(session: Session, person_id: UUID, action_id: UUID) -> bool:
    """Whether a line is one somebody may answer: published for all, or an addition of their own."""
    published = and_(Framework.person_id.is_(None), Framework.published_at.is_not(None))
    found = session.scalar(
        select(FrameworkAction.id)
        .join(Framework, Framework.id == FrameworkAction.framework_id)
        .where(FrameworkAction.id == action_id, or_(published, Framework.person_id == person_id))
    )
    return found is not None


def get_own_line(session: Session, person_id: UUID, action_id: UUID) -> FrameworkAction:
    """A line somebody added for themselves. Raises NotFound."""
    found = session.scalars(
        select(FrameworkAction)
        .join(Framework, Framework.id == FrameworkAction.framework_id)
        .where(FrameworkAction.id == action_id, Framework.person_id == person_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_own_framework(session: Session, person_id: UUID) -> Framework | None:
    """Where somebody's own additions are, once they made one."""
    return session.scalars(select(Framework).where(Framework.person_id == person_id)).one_or_none()


@dataclass(frozen=True)
class Offered:
    """A framework one may have beside the guide, and who publishes it."""

    framework: Framework
    federation: str
    is_chosen: bool


def list_choices(session: Session, person_id: UUID) -> list[Offered]:
    """The frameworks federations publish, and whether this person chose them, by title."""
    rows = session.execute(
        select(
            Framework,
            # One the portal vouches for no more has no name here.
            func.coalesce(Organisation.name, ""),
            FrameworkChoice.person_id.is_not(None),
        )
        .outerjoin(Organisation, Organisation.id == Framework.organisation_id)
        .outerjoin(
            FrameworkChoice,
            and_(
                FrameworkChoice.framework_id == Framework.id,
                FrameworkChoice.person_id == person_id,
            ),
        )
        .where(Framework.organisation_id.is_not(None), Framework.published_at.is_not(None))
        .order_by(Framework.title, Framework.id)
    )
    return [Offered(*row) for row in rows]


_Answered = tuple[FrameworkAction, GridAnswer | None]


def _followed(known: Mapping[UUID, _Answered], action: FrameworkAction) -> list[_Answered]:
    """The lines this one words otherwise, the nearest first."""
    found: list[_Answered] = []
    while action.follows_id and (before := known.get(action.follows_id)):
        found.append(before)
        action = before[0]
    return found


def _earlier(followed: list[_Answered]) -> GridAnswer | None:
    return next((answer for _action, answer in followed if _is_said(answer)), None)


def _is_said(answer: GridAnswer | None) -> bool:
    return answer is not None and answer.mobilised is not None


@dataclass(frozen=True)
class _Heading:
    framework_id: UUID
    group: GridGroup

    @property
    def lines(self) -> list[GridLine]:
        return self.group.lines

    @property
    def french_flaw(self) -> str:
        return self.group.french_flaw

    @property
    def scope(self) -> Scope:
        return self.group.scope


def _frameworks(session: Session, person_id: UUID) -> dict[UUID, GridFramework]:
    chosen = select(FrameworkChoice.framework_id).where(FrameworkChoice.person_id == person_id)
    shipped: ColumnElement[bool] = and_(
        Framework.organisation_id.is_(None),
        Framework.person_id.is_(None),
        Framework.published_at.is_not(None),
    )
    rows = session.scalars(
        select(Framework)
        .where(or_(shipped, Framework.person_id == person_id, Framework.id.in_(chosen)))
        .order_by(
            Framework.person_id.is_not(None),
            Framework.organisation_id.is_not(None),
            Framework.title,
            Framework.id,
        )
    )
    return {
        one.id: GridFramework(
            id=one.id,
            code=one.code,
            french_title=one.title,
            source=one.source,
            edition=one.edition,
            is_own=one.person_id is not None,
            source_date=one.source_date,
        )
        for one in rows
    }


def _headings(
    session: Session,
    frameworks: Mapping[UUID, GridFramework],
    told: Mapping[UUID, Mapping[str, Mapping[str, str]]],
) -> dict[UUID, _Heading]:
    """Without the groups of an edition to come."""
    language = i18n.current().tag
    rows = session.scalars(
        select(FrameworkHeading)
        .where(FrameworkHeading.framework_id.in_(list(frameworks)))
        .order_by(FrameworkHeading.position, FrameworkHeading.id)
    )
    return {
        one.id: _Heading(
            one.framework_id,
            GridGroup(
                heading_id=one.id,
                code=one.code,
                label=one.label,
                french_plain=one.plain,
                french_flaw=one.flaw,
                scope=one.scope,
                translated=frameworks_queries.plains(told.get(one.id, {})).get(language, ""),
            ),
        )
        for one in rows
        if one.since_edition <= frameworks[one.framework_id].edition
    }


def _count_evidence(session: Session, person_id: UUID) -> defaultdict[UUID, Counter[EvidenceKind]]:
    found: defaultdict[UUID, Counter[EvidenceKind]] = defaultdict(Counter)
    rows = session.execute(
        select(Evidence.action_id, Evidence.kind, func.count().label("how_many"))
        .where(Evidence.person_id == person_id)
        .group_by(Evidence.action_id, Evidence.kind)
    )
    for row in rows:
        found[row.action_id][row.kind] = row.how_many
    return found
