"""What makes a session one that may be found, as SQL."""

from sqlalchemy import ColumnElement

from portal.kernel import clock
from portal.trainings.enums import SessionState
from portal.trainings.models import TrainingSession


def announced() -> ColumnElement[bool]:
    """Anybody reads that it takes place, also once nobody may ask to come any more."""
    return TrainingSession.state.in_((SessionState.OPEN, SessionState.CLOSED))


def still_open() -> tuple[ColumnElement[bool], ...]:
    """One may still ask to come: `policy.takes_registrations`."""
    return (
        TrainingSession.state == SessionState.OPEN,
        TrainingSession.register_until >= clock.today(),
    )
