"""The day before an interview: who comes is reminded, and who will be there."""

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.jobs import database, periodic
from portal.kernel.one_by_one import OneByOne
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.trainings import forgetting, policy
from portal.trainings.enums import SessionState
from portal.trainings.forgetting import Due, inside
from portal.trainings.messages import meetings as messages
from portal.trainings.models import (
    Registration,
    SelectionInvitation,
    SelectionSlot,
    TrainingSession,
)
from portal.trainings.nomenclatures import TRAINING_TERM
from portal.trainings.queries import meetings as queries

log = structlog.get_logger()


@periodic("trainings.remind_meetings", cron="22 * * * *")
def remind_meetings(timestamp: int) -> None:
    """Every hour, so that nobody hears it at night: interviews of the same hour, the next day."""
    with database().session() as session:
        found = forgetting.due_meetings(session)
    rows = OneByOne("remind_meetings")
    for one in found:
        with (
            rows.one(session=one.session_id, registration=str(one.registration_id)),
            inside(database(), one.organisation_id) as session,
        ):
            _remind(session, one)
            session.commit()
    log.info("reminded of interviews", count=len(found))
    rows.settle()


def _remind(session: Session, one: Due) -> None:
    """As it stands now: moved or called off meanwhile, nothing is said."""
    row = session.execute(
        select(SelectionInvitation, Registration, SelectionSlot)
        .join(Registration, Registration.id == SelectionInvitation.registration_id)
        .join(SelectionSlot, SelectionSlot.id == SelectionInvitation.slot_id)
        .join(TrainingSession, TrainingSession.id == SelectionInvitation.session_id)
        .where(
            SelectionInvitation.registration_id == one.registration_id,
            SelectionInvitation.reminded_at.is_(None),
            TrainingSession.state != SessionState.CANCELLED,
        )
        .with_for_update(of=SelectionInvitation)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return
    invitation, registration, slot = row
    now = clock.now()
    until = now + forgetting.days(session, TRAINING_TERM, "remind_meeting")
    if not now < slot.starts_at <= until:
        return
    messages.remind(session, registration, invitation, slot)
    _remind_panel(session, slot)
    invitation.reminded_at = now


def _remind_panel(session: Session, slot: SelectionSlot) -> None:
    """Each colleague of this moment, of the first one they are at that day."""
    organisation = session.get_one(Organisation, slot.organisation_id)
    firsts = queries.firsts_of_day(session, slot)
    for member in recipients(session, slot.organisation_id, policy.STAFF):
        first = firsts.get(member.person_id)
        if first is not None:
            messages.remind_panel(session, organisation, slot.session_id, first, member)
