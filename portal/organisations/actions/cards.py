"""What an organisation says of itself, and its places of work."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.organisations import policy
from portal.organisations.card import Card, contact
from portal.organisations.errors import EstablishmentInUse
from portal.organisations.models import Establishment, Organisation
from portal.organisations.nomenclatures import region_of
from portal.organisations.queries import establishments, places
from portal.organisations.scope import Actor

NO_PLACE_NAME = N_("Écrivez le nom de ce lieu.")
BAD_POSTCODE = N_("Un code postal a cinq chiffres.")
BAD_YEAR = N_("Écrivez une année, par exemple 2015.")

_SETTLED = ("siret", "department")


def edit_card(session: Session, actor: Actor, card: Card) -> Organisation:
    """Change the card. What somebody vouched for (SIRET, department) stays.

    Raises NotAllowed, Invalid.
    """
    if not policy.can_edit_card(actor):
        raise NotAllowed
    organisation = places.get_own(session, actor)
    settled = policy.is_identity_settled(organisation)
    checked = card.checked(session, with_siret=not settled)
    for name, value in vars(checked).items():
        if not (settled and name in _SETTLED):
            setattr(organisation, name, value)
    if not settled:
        organisation.region = region_of(checked.department)
    _record(session, actor)
    return organisation


def edit_contact(
    session: Session,
    actor: Actor,
    *,
    description: str,
    website: str,
    contact_email: str,
    contact_phone: str,
) -> Organisation:
    """Change what a federation says of itself; its name and region are the operator's affair.

    Raises NotAllowed, Invalid.
    """
    if not policy.can_edit_card(actor):
        raise NotAllowed
    wrong: dict[str, str] = {}
    known = contact(
        wrong, website=website, contact_email=contact_email, contact_phone=contact_phone
    )
    if wrong:
        raise Invalid(wrong)
    organisation = places.get_own(session, actor)
    organisation.description = description
    for name, value in known.items():
        setattr(organisation, name, value)
    _record(session, actor)
    return organisation


def _record(session: Session, actor: Actor) -> None:
    audit.record(
        session,
        "organisation.card_changed",
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
    )


def save_establishment(
    session: Session, actor: Actor, establishment_id: UUID | None, **values: str | int | None
) -> Establishment:
    """Add a place of work, or change one.

    Values: name, structure_type, street, postcode, city, department, opening_year, access.
    Raises NotFound, NotAllowed, Invalid.
    """
    if establishment_id is None:
        place = Establishment(
            id=new_id(), organisation_id=actor.organisation_id, created_at=clock.now()
        )
    else:
        place = establishments.get_establishment(session, actor, establishment_id)
    if not policy.can_edit_card(actor):
        raise NotAllowed
    _check(values)
    for name, value in values.items():
        setattr(place, name, value)
    place.region = region_of(place.department or "")
    session.add(place)
    session.flush()
    return place


def _check(values: dict[str, str | int | None]) -> None:
    wrong = {}
    postcode, year = str(values.get("postcode") or ""), values.get("opening_year")
    if not str(values.get("name") or "").strip():
        wrong["name"] = str(NO_PLACE_NAME)
    if postcode and not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
        wrong["postcode"] = str(BAD_POSTCODE)
    if isinstance(year, int) and not 1800 <= year <= clock.today().year + 5:
        wrong["opening_year"] = str(BAD_YEAR)
    if wrong:
        raise Invalid(wrong)


def remove_establishment(session: Session, actor: Actor, establishment_id: UUID) -> None:
    """Raises NotFound, NotAllowed, EstablishmentInUse."""
    place = establishments.get_establishment(session, actor, establishment_id)
    if not policy.can_edit_card(actor):
        raise NotAllowed
    try:
        with session.begin_nested():
            session.delete(place)
            session.flush()
    except IntegrityError as error:
        raise EstablishmentInUse from error
