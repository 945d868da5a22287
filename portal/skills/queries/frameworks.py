"""Frameworks as those who write them see them: headings, lines of now and of the next edition."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.kernel import i18n
from portal.kernel.errors import NotFound
from portal.languages.models import ContentTranslation
from portal.organisations.scope import Actor
from portal.skills import policy
from portal.skills.models import (
    Framework,
    FrameworkAction,
    FrameworkHeading,
    FrameworkRecording,
)

LINE, HEADING = "framework_action", "framework_heading"
PLAIN, EXAMPLE = "plain", "example"


@dataclass(frozen=True)
class Sheet:
    """A framework, its headings and their lines. `next_edition` is what publishing makes of it."""

    framework: Framework
    headings: list[tuple[FrameworkHeading, list[FrameworkAction]]]

    @property
    def next_edition(self) -> int:
        return next_edition(self.framework)

    @property
    def is_changed(self) -> bool:
        """Whether publishing would change anything for those who answer."""
        lines = [line for _heading, some in self.headings for line in some]
        if self.framework.published_at is None:
            return bool(lines)
        return any(
            line.since_edition == self.next_edition or line.until_edition == self.framework.edition
            for line in lines
        )

    def is_new(self, line: FrameworkAction) -> bool:
        return line.since_edition == self.next_edition

    def is_draft(self, heading: FrameworkHeading) -> bool:
        """Whether nobody was given this group yet."""
        return heading.since_edition == self.next_edition

    def is_leaving(self, line: FrameworkAction) -> bool:
        return line.until_edition is not None


def next_edition(framework: Framework) -> int:
    return framework.edition + (framework.published_at is not None)


def list_ours(session: Session, actor: Actor) -> Sequence[Framework]:
    """The frameworks of the organisation one stands in, by title."""
    return session.scalars(
        select(Framework)
        .where(Framework.organisation_id == actor.organisation_id)
        .order_by(Framework.title, Framework.id)
    ).all()


def get_ours(
    session: Session, actor: Actor, framework_id: UUID, *, lock: bool = False
) -> Framework:
    query = select(Framework).where(
        Framework.id == framework_id, Framework.organisation_id == actor.organisation_id
    )
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_shipped(session: Session) -> Sequence[Framework]:
    """The portal's own, by title."""
    return session.scalars(
        select(Framework)
        .where(Framework.organisation_id.is_(None), Framework.person_id.is_(None))
        .order_by(Framework.title, Framework.id)
    ).all()


def get_kept(session: Session, actor: Actor, framework_id: UUID) -> Framework:
    """A framework the actor reads aloud: their federation's, or the portal's. Raises NotFound."""
    if not policy.can_keep_guide(actor):
        return get_ours(session, actor, framework_id)
    for framework in list_shipped(session):
        if framework.id == framework_id:
            return framework
    raise NotFound


def get_line(session: Session, framework: Framework, action_id: UUID) -> FrameworkAction:
    """A line of the framework that is still in it. Raises NotFound."""
    found = session.get(FrameworkAction, action_id)
    if found is None or found.framework_id != framework.id or found.until_edition is not None:
        raise NotFound
    return found


def get_heading(session: Session, framework: Framework, heading_id: UUID) -> FrameworkHeading:
    """A group of the framework. Raises NotFound."""
    found = session.get(FrameworkHeading, heading_id)
    if found is None or found.framework_id != framework.id:
        raise NotFound
    return found


def read_sheet(session: Session, framework: Framework) -> Sheet:
    """Without the lines that left it with an earlier edition."""
    lines: dict[UUID, list[FrameworkAction]] = defaultdict(list)
    for line in session.scalars(
        select(FrameworkAction)
        .where(FrameworkAction.framework_id == framework.id)
        .order_by(FrameworkAction.position, FrameworkAction.id)
    ):
        if line.until_edition is None or line.until_edition >= framework.edition:
            lines[line.heading_id].append(line)
    headings = session.scalars(
        select(FrameworkHeading)
        .where(FrameworkHeading.framework_id == framework.id)
        .order_by(FrameworkHeading.position, FrameworkHeading.id)
    )
    return Sheet(framework, [(heading, lines[heading.id]) for heading in headings])


def translations(
    session: Session, framework_ids: Collection[UUID]
) -> dict[UUID, dict[str, dict[str, str]]]:
    """What federations say of their lines and groups in other languages.

    {line or group: {language: {section: text}}}. Every language at once: a version, a share and a
    file are read in another one than written.
    """
    found: dict[UUID, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    rows = session.scalars(
        select(ContentTranslation).where(
            or_(
                *(
                    and_(
                        ContentTranslation.subject_kind == kind,
                        ContentTranslation.subject_id.in_(
                            select(table.id).where(table.framework_id.in_(framework_ids))
                        ),
                    )
                    for kind, table in ((LINE, FrameworkAction), (HEADING, FrameworkHeading))
                )
            ),
        )
    )
    for row in rows:
        if row.text:
            found[row.subject_id][row.language][row.section] = row.text
    return found


def plains(told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Of what is said of a line, its usual words by language."""
    return {language: said[PLAIN] for language, said in sorted(told.items()) if PLAIN in said}


def list_recordings(
    session: Session, action_id: UUID
) -> list[tuple[FrameworkRecording, StoredFile]]:
    """A line read aloud, by language."""
    rows = session.execute(
        select(FrameworkRecording, StoredFile)
        .join(StoredFile, StoredFile.id == FrameworkRecording.file_id)
        .where(FrameworkRecording.action_id == action_id)
        .order_by(FrameworkRecording.language)
    )
    return [(recording, file) for recording, file in rows]


def find_reading(session: Session, action_id: UUID) -> tuple[FrameworkRecording, StoredFile] | None:
    """The line read aloud in the current language, once it can be heard."""
    for recording, file in list_recordings(session, action_id):
        if recording.language == i18n.current().tag and file.state == FileState.READY:
            return recording, file
    return None
