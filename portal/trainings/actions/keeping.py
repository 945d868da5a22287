"""What the calendar asks of a federation: to verify again what it verified long ago."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.organisations.models import Organisation
from portal.trainings import reading
from portal.trainings.enums import TrainingEventKind
from portal.trainings.messages import reviews as messages
from portal.trainings.models import TrainingEvent
from portal.trainings.nomenclatures import TRAINING_TERM
from portal.trainings.queries import verifying


def remind_old(session: Session, federation_id: UUID) -> int:
    """One letter about what the public reads and nobody verified for long; how many trainings it
    is about. The log keeps that it left: each is named once, then again after the dated term.

    For a job: the session reaches the federation.
    """
    online = verifying.lock_online(session, federation_id)
    old = [one for one in online if reading.is_old(session, one.verified_on)]
    told = verifying.last_reminders(session, federation_id)
    again = nomenclatures.find(session, TRAINING_TERM, "remind_again")
    if again is None:
        return 0
    now = clock.now()
    since = now - timedelta(days=again.data["days"])
    due = [one for one in old if one.id not in told or told[one.id] <= since]
    if due:
        messages.tell_old(session, session.get_one(Organisation, federation_id), due)
    for training in due:
        session.add(
            TrainingEvent(
                organisation_id=federation_id,
                training_id=training.id,
                at=now,
                kind=TrainingEventKind.REMINDED,
                from_state=training.state,
                to_state=training.state,
            )
        )
    return len(due)
