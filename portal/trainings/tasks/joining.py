"""Places that got free, answers that did not come, changes to tell, reminders, forgetting."""

from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.jobs import database, periodic, task
from portal.kernel.messages import send
from portal.kernel.models import OutgoingMessage
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import Role
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.trainings import forgetting, policy, transitions
from portal.trainings.actions import selection
from portal.trainings.enums import SessionRole
from portal.trainings.forgetting import Due, inside
from portal.trainings.messages import changes, needs
from portal.trainings.messages import joining as messages
from portal.trainings.models import Registration, SessionStaff, TrainingSession
from portal.trainings.tasks import proposers, staff

log = structlog.get_logger()

_ROLES = (Role.ADMINISTRATOR, Role.WRITER)
_HOURLY = ("lapse", "remind", "offer")


@task(messages.OFFER_NEXT)
def offer_next(organisation_id: str, session_id: str) -> None:
    """Offer the free places of a session to who waits longest. Run twice, it does it once."""
    with inside(database(), UUID(organisation_id)) as session:
        selection.offer_next(session, UUID(organisation_id), UUID(session_id))
        session.commit()


@task(messages.TELL_SESSION)
def tell_session(
    organisation_id: str,
    session_id: str,
    what: str,
    revision: int,
    by: str = "",
    other_days: bool = False,
) -> None:
    """Tell everybody who may come, each on their own; called off, it ends their registrations.
    Then who trains or welcomes there, but `by`. With `other_days`, the employers who were asked and
    the structures that proposed it.
    """
    with inside(database(), UUID(organisation_id)) as session:
        ids = session.scalars(
            select(Registration.id).where(
                Registration.organisation_id == UUID(organisation_id),
                Registration.session_id == UUID(session_id),
                Registration.state.in_(transitions.TOLD),
            )
        ).all()
    rows = OneByOne(messages.TELL_SESSION)
    for registration_id in ids:
        with (
            rows.one(registration=registration_id),
            inside(database(), UUID(organisation_id)) as session,
        ):
            _tell(session, registration_id, what, revision, other_days=other_days)
            session.commit()
    with inside(database(), UUID(organisation_id)) as session:
        staff.tell_changed(session, UUID(session_id), what, revision, by)
        session.commit()
    if other_days:
        proposers.tell_changed(database(), UUID(session_id), what, revision)
    rows.settle()


def _tell(
    session: Session, registration_id: UUID, what: str, revision: int, *, other_days: bool
) -> None:
    found = _locked(session, registration_id)
    if found is None:
        return
    registration, dates = found
    if other_days and registration.state in transitions.ALIVE:
        changes.tell_employer(session, registration, dates)
    if what == messages.CALLED_OFF:
        selection.call_off(session, registration, dates)
        return
    day = {"day": dates.starts_on.isoformat()}
    messages.tell(session, registration, messages.CHANGED, once=f"r{revision}", data=day)
    registration.reminded_at = None


def _locked(session: Session, registration_id: UUID) -> tuple[Registration, TrainingSession] | None:
    row = session.execute(
        select(Registration, TrainingSession)
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .where(Registration.id == registration_id)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return (row[0], row[1]) if row else None


@task(messages.TELL_OFFICERS)
def tell_officers(organisation_id: str, registration_id: str, what: str, version: int) -> None:
    """Write to those who organise. Run twice, they hear it once."""
    with inside(database(), UUID(organisation_id)) as session:
        found = session.get(Registration, UUID(registration_id))
        if found is None:
            return
        slug = session.get_one(Organisation, found.organisation_id).slug
        for member in recipients(session, found.organisation_id, _ROLES):
            send(
                session,
                template=what,
                channel=member.channel,
                address=member.address,
                locale=member.locale,
                data={
                    "slug": slug,
                    "session_id": str(found.session_id),
                    "agreement": found.agreement.value,
                },
                organisation_id=found.organisation_id,
                about_id=found.id,
                once_key=f"{what}:{registration_id}:v{version}:{member.person_id}",
            )
        session.commit()


@task(needs.TELL_ARRANGERS)
def tell_arrangers(organisation_id: str, registration_id: str, version: int) -> None:
    """Write to those who arrange what people need in that session. Run twice, they hear it once."""
    with inside(database(), UUID(organisation_id)) as session:
        found = session.get(Registration, UUID(registration_id))
        if found is None:
            return
        slug = session.get_one(Organisation, found.organisation_id).slug
        arrange = set(
            session.scalars(
                select(SessionStaff.person_id).where(
                    SessionStaff.organisation_id == found.organisation_id,
                    SessionStaff.session_id == found.session_id,
                    SessionStaff.role == SessionRole.ARRANGER,
                )
            )
        )
        for member in recipients(session, found.organisation_id, Role):
            if member.person_id not in arrange:
                continue
            send(
                session,
                template=needs.NEED_SAID,
                channel=member.channel,
                address=member.address,
                locale=member.locale,
                data={"slug": slug, "session_id": str(found.session_id)},
                organisation_id=found.organisation_id,
                about_id=found.id,
                once_key=f"{needs.NEED_SAID}:{registration_id}:v{version}:{member.person_id}",
            )
        session.commit()


@task(messages.FORGET_TRACES)
def forget_traces(organisation_id: str, registration_id: str) -> None:
    """What was written about an erased registration, to the person and to the employer."""
    with inside(database(), UUID(organisation_id)) as session:
        session.execute(
            delete(OutgoingMessage).where(
                OutgoingMessage.organisation_id == UUID(organisation_id),
                OutgoingMessage.about_id == UUID(registration_id),
                OutgoingMessage.template.not_in((*messages.TO_OFFICERS, needs.NEED_SAID)),
            )
        )
        session.commit()


@periodic("trainings.tend_registrations", cron="18 * * * *")
def tend_registrations(timestamp: int) -> None:
    """Every hour: places nobody took in time, reminders, places that stayed free by accident."""
    with database().session() as session:
        found = forgetting.due(session, *_HOURLY)
    rows = OneByOne("tend_registrations")
    for one in found:
        with (
            rows.one(what=one.what, session=one.session_id),
            inside(database(), one.organisation_id) as session,
        ):
            _tend(session, one)
            session.commit()
    log.info("registrations tended", count=len(found))
    rows.settle()


def _tend(session: Session, one: Due) -> None:
    if one.registration_id is None:
        selection.offer_next(session, one.organisation_id, one.session_id)
        return
    found = _locked(session, one.registration_id)
    if found is None:
        return
    registration, dates = found
    if one.what == "lapse":
        selection.lapse(session, registration)
    elif registration.reminded_at is None and policy.is_expected(
        registration, dates, clock.today()
    ):
        day = {"day": dates.starts_on.isoformat()}
        once = f"remind:{dates.starts_on.isoformat()}"
        messages.tell(session, registration, messages.REMINDER, once=once, data=day)
        registration.reminded_at = clock.now()


@periodic("trainings.forget", cron="10 3 * * *")
def forget(timestamp: int) -> None:
    """At night: erase what is over."""
    for line in forgetting.forget(database()):
        log.info("forgotten", what=line.what, how_many=line.how_many)
