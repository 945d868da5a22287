"""What makes a session one that may be found, as SQL."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, text

from portal.kernel import clock
from portal.trainings.enums import SessionState
from portal.trainings.models import PublishedTraining, TrainingSession


def announced() -> ColumnElement[bool]:
    """Anybody reads that it takes place, also once nobody may ask to come any more."""
    return TrainingSession.state.in_((SessionState.OPEN, SessionState.CLOSED))


def still_open() -> tuple[ColumnElement[bool], ...]:
    """One may still ask to come: `policy.takes_registrations`."""
    return (
        TrainingSession.state == SessionState.OPEN,
        TrainingSession.register_until >= clock.today(),
    )


def answers_so(wanted: Mapping[str, str]) -> ColumnElement[bool]:
    """Of a session and its published training: each line has this answer, by what the session
    says, else its place, else the training (`venues.answers`).
    """
    there = func.coalesce(TrainingSession.there["passport"], text("'{}'::jsonb"))
    training = PublishedTraining.passport
    holds: ColumnElement[bool] = (
        training.concat(there).concat(TrainingSession.passport).contains(dict(wanted))
    )
    return holds
