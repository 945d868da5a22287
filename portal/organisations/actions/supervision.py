"""Vouching for organisations: a federation for its structures, the operator for federations."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import audit, clock, nomenclatures
from portal.kernel.db import new_id, reach
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.organisations import messages, policy
from portal.organisations.actions.invitations import invite_into
from portal.organisations.actions.requests import add_with_slug
from portal.organisations.card import NO_NAME
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.errors import SiretTaken
from portal.organisations.models import Organisation
from portal.organisations.nomenclatures import REGION
from portal.organisations.queries import supervision
from portal.organisations.scope import Actor, Place
from portal.people import addresses

NO_REASON = N_("Écrivez la raison en une phrase. La personne qui a demandé la lira.")
NO_REGION = N_("Choisissez la région dans la liste.")


def admit(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """Vouch for an organisation; whoever asked is told. Raises NotFound, NotAllowed, SiretTaken."""
    organisation = _supervised(session, actor, organisation_id)
    if organisation.standing == Standing.ADMITTED:
        return organisation
    try:
        with session.begin_nested():
            organisation.standing = Standing.ADMITTED
            organisation.standing_reason = ""
            organisation.admitted_at = clock.now()
            session.flush()
    except IntegrityError as error:
        raise SiretTaken from error
    _record(session, actor, organisation, "organisation.admitted")
    messages.tell_standing(session, organisation)
    return organisation


def suspend(session: Session, actor: Actor, organisation_id: UUID, reason: str) -> Organisation:
    """Refuse or stop vouching, with the reason; whoever manages it is told.

    Raises NotFound, NotAllowed, Invalid.
    """
    organisation = _supervised(session, actor, organisation_id)
    if not reason.strip():
        raise Invalid({"reason": str(NO_REASON)})
    organisation.standing = Standing.SUSPENDED
    organisation.standing_reason = reason.strip()
    session.flush()
    _record(session, actor, organisation, "organisation.suspended")
    messages.tell_standing(session, organisation)
    return organisation


def open_federation(
    session: Session, actor: Actor, *, name: str, region: str, address: str, locale: str
) -> Organisation:
    """Admit a federation and invite its first administrator.

    Raises NotAllowed, Invalid, BadAddress, Throttled.
    """
    if not policy.can_run_portal(actor):
        raise NotAllowed
    wrong = {}
    if len(name.strip()) < 2:
        wrong["name"] = str(NO_NAME)
    if region not in {entry.code for entry in nomenclatures.entries(session, REGION)}:
        wrong["region"] = str(NO_REGION)
    if wrong:
        raise Invalid(wrong)
    addresses.read(address)
    federation = Organisation(
        id=new_id(),
        kind=OrganisationKind.FEDERATION,
        name=" ".join(name.split()),
        region=region,
        standing=Standing.ADMITTED,
        created_at=clock.now(),
        admitted_at=clock.now(),
    )
    add_with_slug(session, federation)
    _record(session, actor, federation, "organisation.admitted")
    invite_administrator(session, actor, federation, address, locale=locale)
    return federation


def invite_administrator(
    session: Session, actor: Actor, organisation: Organisation, address: str, *, locale: str
) -> None:
    """Invite somebody to administer an organisation one supervises.

    Raises NotAllowed, BadAddress, Throttled.
    """
    with enter_supervised(session, actor, organisation):
        invite_into(session, actor, organisation, address, Role.ADMINISTRATOR, locale=locale)


@contextmanager
def enter_supervised(session: Session, actor: Actor, organisation: Organisation) -> Iterator[Actor]:
    """Act inside an organisation one vouches for, then step back out. Raises NotAllowed."""
    if not policy.can_supervise(actor, organisation) or actor.place is None:
        raise NotAllowed
    session.flush()
    reach(session, organisation_id=organisation.id, organisation_kind=organisation.kind)
    place = Place(
        id=organisation.id,
        kind=OrganisationKind(organisation.kind),
        slug=organisation.slug,
        name=organisation.name,
        standing=Standing(organisation.standing),
        role=Role.ADMINISTRATOR,
    )
    yield Actor(person_id=actor.person_id, name=actor.place.name, place=place)
    session.flush()
    reach(session, organisation_id=actor.place.id, organisation_kind=actor.place.kind)


def _supervised(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    organisation = supervision.get_supervised(session, actor, organisation_id)
    if not policy.can_supervise(actor, organisation):
        raise NotAllowed
    return organisation


def _record(session: Session, actor: Actor, organisation: Organisation, action: str) -> None:
    audit.record(
        session,
        action,
        organisation_id=organisation.id,
        person_id=actor.person_id,
        subject=str(organisation.id),
        by=str(actor.organisation_id),
    )
