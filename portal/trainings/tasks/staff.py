"""Who trains and who welcomes in a session hears that it changed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.messages import send
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.trainings import policy
from portal.trainings.messages import changes, joining
from portal.trainings.models import SessionStaff, TrainingSession


def tell_changed(session: Session, session_id: UUID, what: str, revision: int, by: str) -> None:
    """Write to each of them but whoever changed it (`by`); once for each revision."""
    dates = session.get(TrainingSession, session_id)
    if dates is None:
        return
    is_off = what == joining.CALLED_OFF
    template = changes.STAFF_CALLED_OFF if is_off else changes.STAFF_CHANGED
    slug = session.get_one(Organisation, dates.organisation_id).slug
    concerned = _staff(session, dates)
    for member in recipients(session, dates.organisation_id, policy.STAFF):
        if member.person_id not in concerned or str(member.person_id) == by:
            continue
        send(
            session,
            template=template,
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data={
                "slug": slug,
                "session_id": str(dates.id),
                "day": dates.starts_on.isoformat(),
            },
            organisation_id=dates.organisation_id,
            about_id=dates.id,
            once_key=f"{template}:{dates.id}:r{revision}:{member.person_id}",
        )


def _staff(session: Session, dates: TrainingSession) -> set[UUID]:
    return set(
        session.scalars(
            select(SessionStaff.person_id).where(
                SessionStaff.organisation_id == dates.organisation_id,
                SessionStaff.session_id == dates.id,
            )
        )
    )
