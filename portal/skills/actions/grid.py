"""Answering the grid, line by line, online or later; adding lines of one's own; what shows them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files import queries as stored
from portal.files.enums import FileKind, FilePurpose, FileState
from portal.kernel import clock
from portal.kernel.db import new_id, take_turns
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.organisations.scope import Actor
from portal.skills.actions.record import EMPTY, owner
from portal.skills.enums import EvidenceKind, Level, Mobilised, Scope
from portal.skills.errors import TooMany
from portal.skills.models import (
    Evidence,
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
    GridAnswer,
    InterviewPreparation,
)
from portal.skills.queries import grid as queries

OWN = "own"
MOST_OWN_LINES = 60
MOST_EVIDENCE = 10
# An answer that says nothing yet: whatever was answered offline comes after it.
_BEFORE_ANY_ANSWER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What somebody says of one line; nothing for what they leave blank."""

    mobilised: Mobilised | None = None
    mastery: Level | None = None
    interest: Level | None = None


def answer_line(
    session: Session,
    actor: Actor,
    action_id: UUID,
    answer: Answer,
    answered_at: datetime | None = None,
) -> GridAnswer:
    """Keep an answer. Of two answers to one line the later one stands, whichever comes first.

    `answered_at` is the moment on the person's own device, never taken as later than now. Returns
    what stands. Raises NotFound for a line the person does not see.
    """
    person_id = owner(actor)
    now = clock.now()
    moment = min(answered_at or now, now)
    if not queries.is_seen(session, person_id, action_id):
        raise NotFound
    values = {
        "mobilised": answer.mobilised,
        "mastery": answer.mastery,
        "interest": answer.interest,
        "answered_at": moment,
    }
    statement = insert(GridAnswer).values(
        person_id=person_id, action_id=action_id, version=1, **values
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[GridAnswer.person_id, GridAnswer.action_id],
            set_={**values, "version": GridAnswer.version + 1},
            where=GridAnswer.answered_at <= moment,
        )
    )
    return session.scalars(
        select(GridAnswer)
        .where(GridAnswer.person_id == person_id, GridAnswer.action_id == action_id)
        .execution_options(populate_existing=True)
    ).one()


def answer_mobilised(
    session: Session, actor: Actor, action_id: UUID, said: Mobilised
) -> GridAnswer:
    """Say only whether one does it; mastery and interest stay as they were. Raises NotFound."""
    known = session.get(GridAnswer, (owner(actor), action_id))
    answer = Answer(
        mobilised=said,
        mastery=known.mastery if known else None,
        interest=known.interest if known else None,
    )
    return answer_line(session, actor, action_id, answer)


def add_own_line(session: Session, actor: Actor, label: str, heading: str = "") -> FrameworkAction:
    """A line of one's own, beside the guide, under a heading of one's own. Raises TooMany."""
    person_id = owner(actor)
    label, heading = label.strip(), heading.strip()
    if not label:
        raise Invalid({"label": str(EMPTY)})
    framework = queries.find_own_framework(session, person_id)
    if framework is None:
        framework = Framework(
            person_id=person_id, code=OWN, title="", edition=1, published_at=clock.now()
        )
        session.add(framework)
        session.flush()
    count = session.scalar(
        select(func.count()).where(
            FrameworkAction.framework_id == framework.id, FrameworkAction.until_edition.is_(None)
        )
    )
    if (count or 0) >= MOST_OWN_LINES:
        raise TooMany
    under = _own_heading(session, framework, heading)
    action = FrameworkAction(
        framework_id=framework.id,
        heading_id=under.id,
        code=new_id().hex,
        label=label,
        position=count or 0,
    )
    session.add(action)
    session.flush()
    return action


def remove_own_line(session: Session, actor: Actor, action_id: UUID) -> None:
    """Take back a line of one's own, with its answer and what showed it. Raises NotFound."""
    person_id = owner(actor)
    action = queries.get_own_line(session, person_id, action_id)
    for evidence in queries.list_evidence(session, person_id, action_id):
        remove_evidence(session, actor, evidence.id)
    session.execute(
        delete(GridAnswer).where(
            GridAnswer.person_id == person_id, GridAnswer.action_id == action_id
        )
    )
    session.delete(action)
    session.flush()


def choose_framework(session: Session, actor: Actor, framework_id: UUID, *, chosen: bool) -> None:
    """Have a federation's framework beside the guide, or no longer. Answers stay. NotFound."""
    person_id = owner(actor)
    published = select(Framework.id).where(
        Framework.id == framework_id,
        Framework.organisation_id.is_not(None),
        Framework.published_at.is_not(None),
    )
    if session.scalar(published) is None:
        raise NotFound
    if chosen:
        session.execute(
            insert(FrameworkChoice)
            .values(person_id=person_id, framework_id=framework_id, chosen_at=clock.now())
            .on_conflict_do_nothing()
        )
    else:
        session.execute(
            delete(FrameworkChoice).where(
                FrameworkChoice.person_id == person_id,
                FrameworkChoice.framework_id == framework_id,
            )
        )


def add_words(
    session: Session, actor: Actor, action_id: UUID, words: str, mark: UUID | None = None
) -> Evidence:
    """Show a line with words. Raises Invalid, NotFound, TooMany.

    With the `mark` a device gave them, sent twice, they are kept once.
    """
    words = words.strip()
    if not words:
        raise Invalid({"words": str(EMPTY)})
    evidence_id = _named(actor, action_id, mark)
    take_turns(session, 23, f"{owner(actor)}:{action_id}")
    already = session.get(Evidence, evidence_id)
    return already or _add(
        session, actor, action_id, EvidenceKind.TEXT, words=words, evidence_id=evidence_id
    )


def add_file(
    session: Session, actor: Actor, action_id: UUID, file_id: UUID, mark: UUID | None = None
) -> Evidence:
    """Show a line with a recording, a photo or a document of one's own.

    Sent twice, it is kept once: the same file, or another one with the `mark` a device gave them,
    which is erased. Raises NotFound, TooMany, Conflict while it is not all here.
    """
    person_id = owner(actor)
    take_turns(session, 23, f"{person_id}:{action_id}")
    file = stored.get_given(session, actor, file_id)
    if file.person_id != person_id or file.purpose != FilePurpose.EVIDENCE:
        raise NotFound
    if file.state == FileState.RECEIVING:
        raise Conflict
    already = _shown_by(session, person_id, file_id)
    if already is not None:
        return already
    # What was said to prepare an interview is of that interview, and erased with it.
    if session.scalar(select(exists().where(InterviewPreparation.file_id == file_id))):
        raise NotFound
    evidence_id = _named(actor, action_id, mark)
    arrived = session.get(Evidence, evidence_id)
    if arrived is not None:
        files.erase(session, actor, file_id)
        return arrived
    kind = EvidenceKind.VOICE if file.kind == FileKind.AUDIO else EvidenceKind.PHOTO
    return _add(session, actor, action_id, kind, file_id=file_id, evidence_id=evidence_id)


def take_back(session: Session, actor: Actor, file_id: UUID) -> None:
    """Erase a file that arrived and serves nowhere yet. Raises NotFound, Conflict once it does."""
    owner(actor)
    stored.get_given(session, actor, file_id)
    shows = select(Evidence.id).where(Evidence.file_id == file_id)
    says = select(InterviewPreparation.topic).where(InterviewPreparation.file_id == file_id)
    if session.scalar(select(or_(shows.exists(), says.exists()))):
        raise Conflict
    files.erase(session, actor, file_id)


def remove_evidence(session: Session, actor: Actor, evidence_id: UUID) -> None:
    """Take back what showed a line; its file is erased. Raises NotFound."""
    file_id = queries.get_evidence(session, owner(actor), evidence_id).file_id
    session.execute(delete(Evidence).where(Evidence.id == evidence_id))
    if file_id is not None:
        files.erase(session, actor, file_id)


def _named(actor: Actor, action_id: UUID, mark: UUID | None) -> UUID:
    """The id of what a device gave this mark. Made of the person too: a mark tells nothing of
    anybody else's; and of the line: the same mark elsewhere is another thing, and kept.
    """
    return new_id() if mark is None else uuid5(owner(actor), f"{action_id}:{mark}")


def _shown_by(session: Session, person_id: UUID, file_id: UUID) -> Evidence | None:
    return session.scalars(
        select(Evidence).where(Evidence.person_id == person_id, Evidence.file_id == file_id)
    ).one_or_none()


def _add(
    session: Session,
    actor: Actor,
    action_id: UUID,
    kind: EvidenceKind,
    *,
    evidence_id: UUID,
    words: str = "",
    file_id: UUID | None = None,
) -> Evidence:
    person_id = owner(actor)
    if not queries.is_seen(session, person_id, action_id):
        raise NotFound
    if len(queries.list_evidence(session, person_id, action_id)) >= MOST_EVIDENCE:
        raise TooMany
    # What shows a line hangs on its answer: an empty one, if there is none yet.
    session.execute(
        insert(GridAnswer)
        .values(person_id=person_id, action_id=action_id, version=1, answered_at=_BEFORE_ANY_ANSWER)
        .on_conflict_do_nothing()
    )
    added = session.scalars(
        insert(Evidence)
        .values(
            id=evidence_id,
            person_id=person_id,
            action_id=action_id,
            kind=kind,
            words=words,
            file_id=file_id,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=[Evidence.person_id, Evidence.file_id])
        .returning(Evidence)
    ).one_or_none()
    # Another line took the same file at the same moment.
    found = added or (file_id and _shown_by(session, person_id, file_id))
    if not found:
        raise Conflict
    return found


def _own_heading(session: Session, framework: Framework, label: str) -> FrameworkHeading:
    known = session.scalars(
        select(FrameworkHeading).where(
            FrameworkHeading.framework_id == framework.id, FrameworkHeading.label == label
        )
    ).first()
    if known is not None:
        return known
    count = session.scalar(
        select(func.count()).where(FrameworkHeading.framework_id == framework.id)
    )
    heading = FrameworkHeading(
        framework_id=framework.id,
        code=new_id().hex,
        label=label,
        scope=Scope.OWN,
        position=count or 0,
    )
    session.add(heading)
    session.flush()
    return heading
