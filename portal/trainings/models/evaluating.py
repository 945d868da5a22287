"""What participants think of a session: no row says whose it is, nor when it was given."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base
from portal.kernel.walls import Policy, forgotten, kept, walled
from portal.trainings.models.attending import ONE_S_OWN, registration_key

# Somebody who had a place, and has not given an evaluation yet.
_MAY_GIVE = (
    "EXISTS (SELECT 1 FROM registration r WHERE r.session_id = {table}.session_id"
    " AND r.organisation_id = {table}.organisation_id AND r.state = 'confirmed'"
    " AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())"
    " AND NOT EXISTS (SELECT 1 FROM evaluation_given g WHERE g.registration_id = r.id))"
)


def _session_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "session_id"],
        ["training_session.organisation_id", "training_session.id"],
        ondelete="CASCADE",
    )


class Evaluation(Base):
    """Answers of somebody: {question: choice}, and words. Its id is random and it bears no moment.

    Nobody reads the table: `door_evaluations` gives the organiser what is there, five at a time. A
    trigger says in which five it came: one more, between two looks, would say what one thinks.
    """

    __tablename__ = "evaluation"
    __wall__ = (
        walled(
            "evaluation",
            Policy("participant", "INSERT", None, _MAY_GIVE.format(table="evaluation")),
        )
        + kept("id, organisation_id, session_id, answers, words, batch")
        + forgotten()
    )
    __table_args__ = (_session_key(), Index("ix_evaluation_session_id", "session_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    answers: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(Text, default="")
    batch: Mapped[int] = mapped_column(default=0)


class EvaluationVoice(Base):
    """Something said aloud about a session, apart from the answers: a voice may be known again."""

    __tablename__ = "evaluation_voice"
    __wall__ = (
        walled(
            "evaluation_voice",
            Policy("participant", "INSERT", None, _MAY_GIVE.format(table="evaluation_voice")),
        )
        + kept("id, organisation_id, session_id, file_id, batch")
        + forgotten()
    )
    __table_args__ = (
        _session_key(),
        ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            ondelete="CASCADE",
        ),
        Index("ix_evaluation_voice_session_id", "session_id"),
        Index("ix_evaluation_voice_file_id", "file_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
    file_id: Mapped[UUID]
    batch: Mapped[int] = mapped_column(default=0)


class EvaluationGiven(Base):
    """That somebody gave one, so that they give one. Read by nobody else."""

    __tablename__ = "evaluation_given"
    __wall__ = walled("evaluation_given", Policy("person", "ALL", ONE_S_OWN, ONE_S_OWN))
    __table_args__ = (registration_key(),)

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    session_id: Mapped[UUID]
