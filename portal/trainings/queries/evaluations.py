"""What participants think of a session: for its organiser, from five on, through a door."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.files import queries as files
from portal.files.queries import Content
from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.trainings.models import EvaluationGiven, Registration

# As `door_evaluations` has it: fewer could be told apart.
LEAST = 5


@dataclass
class Results:
    """How many said what, in numbers; their words and voices, in no order."""

    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    voices: list[UUID] = field(default_factory=list)


def is_given(session: Session, registration: Registration) -> bool:
    """Whether this person gave theirs; to them only."""
    mine = select(EvaluationGiven.registration_id).where(
        EvaluationGiven.registration_id == registration.id,
        EvaluationGiven.organisation_id == registration.organisation_id,
    )
    return session.scalar(mine) is not None


def results(session: Session, session_id: UUID) -> Results:
    """What the door gives the federation one stands in: nothing before there are five."""
    found = Results()
    for row in session.execute(
        text("SELECT kind, question, said, many, file_id FROM door_evaluations(:id)"),
        {"id": session_id},
    ):
        if row.kind == "all":
            found.total = row.many
        elif row.kind == "answer":
            found.counts.setdefault(row.question, {})[row.said] = row.many
        elif row.kind == "words":
            found.words.append(row.said)
        else:
            found.voices.append(row.file_id)
    return found


def open_voice(session: Session, actor: Actor, session_id: UUID, file_id: UUID) -> Content:
    """A recording the door tells of. Raises NotFound of any other."""
    if file_id not in results(session, session_id).voices:
        raise NotFound
    reach(session, file=str(file_id))
    return files.open_content(session, actor, file_id)
