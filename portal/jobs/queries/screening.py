"""Applications as the structure finds them: its own, once they were sent."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.jobs.enums import ApplicationState
from portal.jobs.models import Application, ApplicationMessage, ApplicationPart, Offer
from portal.jobs.policy import screening as policy
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.models import Membership
from portal.organisations.scope import Actor
from portal.people.models import Person


def require_screener(actor: Actor) -> UUID:
    """The organisation of the address, for those of its members who see applications."""
    if not policy.can_screen(actor, actor.organisation_id):
        raise NotAllowed
    return actor.organisation_id


def get_application(
    session: Session, actor: Actor, application_id: UUID, *, lock: bool = False
) -> Application:
    """An application this structure received. With `lock`, nobody else changes it meanwhile."""
    organisation_id = require_screener(actor)
    statement = select(Application).where(
        Application.organisation_id == organisation_id,
        Application.id == application_id,
        Application.submitted_at.is_not(None),
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_offer(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    organisation_id = require_screener(actor)
    found = session.scalars(
        select(Offer).where(Offer.organisation_id == organisation_id, Offer.id == offer_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def criteria(offer: Offer) -> list[str]:
    """What a note may be tied to: what the offer asks for, then what it gives to do (ST-14)."""
    asked = [str(row.get("text", "")) for row in offer.criteria]
    missions = [str(row.get("title", "")) for row in offer.missions]
    return [text for text in dict.fromkeys([*asked, *missions]) if text]


def colleague(session: Session, actor: Actor, person_id: UUID) -> Person:
    """A member who may be asked to look at an application."""
    organisation_id = require_screener(actor)
    found = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            Membership.role.in_(policy.SCREENERS),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Answered:
    """An application and the offer it answers."""

    application: Application
    offer: Offer


def get_answered(session: Session, actor: Actor, application_id: UUID) -> Answered:
    application = get_application(session, actor, application_id)
    return Answered(application, get_offer(session, actor, application.offer_id))


@dataclass(frozen=True)
class Left:
    """Somebody who still waits for an answer about an offer that is over."""

    id: UUID
    version: int
    reference: str
    name: str
    language: str
    contact_phone: str
    contact_email: str
    state: ApplicationState


def list_left(session: Session, actor: Actor, offer_id: UUID) -> list[Left]:
    """The people to answer once an offer is filled, by date. Two hundred at a time."""
    organisation_id = require_screener(actor)
    rows = session.execute(
        select(
            Application.id,
            Application.version,
            Application.reference,
            Application.candidate_name,
            Application.locale,
            Application.contact_phone,
            Application.contact_email,
            Application.state,
        )
        .where(
            Application.organisation_id == organisation_id,
            Application.offer_id == offer_id,
            Application.submitted_at.is_not(None),
            Application.state.in_([state for state in ApplicationState if state.is_open]),
        )
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(200)
    )
    return [Left(*row) for row in rows]


def require_file(session: Session, actor: Actor, application_id: UUID, file_id: UUID) -> None:
    """Raises NotFound unless the file came or went with this application of the structure."""
    organisation_id = require_screener(actor)
    of_application = {"organisation_id": organisation_id, "application_id": application_id}
    given = select(ApplicationPart.id).filter_by(file_id=file_id, **of_application)
    said = select(ApplicationMessage.id).filter_by(file_id=file_id, **of_application)
    if not session.scalar(select(or_(exists(given), exists(said)))):
        raise NotFound
