"""Asking for a structure: it may prepare everything; it publishes once it is admitted."""

import re
import unicodedata
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import audit, clock, throttle
from portal.kernel.db import new_id, reach
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.organisations import messages
from portal.organisations.card import Card
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Membership, Organisation
from portal.organisations.nomenclatures import region_of
from portal.organisations.queries import supervision

A_DAY = 24 * 3600
REQUESTS_PER_DAY = 5

NO_FEDERATION = N_(
    "Aucune fédération n’est encore là pour ce département. Choisissez celle qui vous connaît."
)


def request_structure(
    session: Session, person_id: UUID, card: Card, *, federation_id: UUID | None = None
) -> Organisation:
    """A new structure, waiting for its federation; whoever asks administers it.

    The federation is the one of the region unless another is named. Raises Invalid, Throttled.
    """
    checked = card.checked(session, with_siret=True)
    federation = _federation(session, region_of(checked.department), federation_id)
    throttle.hit(session, key=f"structure:{person_id}", limit=REQUESTS_PER_DAY, seconds=A_DAY)
    structure = Organisation(
        id=new_id(),
        kind=OrganisationKind.STRUCTURE,
        standing=Standing.PENDING,
        federation_id=federation.id,
        requested_by=person_id,
        region=region_of(checked.department),
        created_at=clock.now(),
        **vars(checked),
    )
    add_with_slug(session, structure)
    reach(session, organisation_id=structure.id, organisation_kind=OrganisationKind.STRUCTURE)
    session.add(
        Membership(
            organisation_id=structure.id,
            person_id=person_id,
            role=Role.ADMINISTRATOR,
            created_at=clock.now(),
        )
    )
    session.flush()
    audit.record(session, "structure.requested", organisation_id=structure.id, person_id=person_id)
    messages.tell_request(session, structure, federation)
    return structure


def _federation(session: Session, region: str, federation_id: UUID | None) -> Organisation:
    known = supervision.list_admitted_federations(session)
    for federation in known:
        if federation.id == federation_id or (not federation_id and federation.region == region):
            return federation
    raise Invalid({"federation": str(NO_FEDERATION)})


def add_with_slug(session: Session, organisation: Organisation) -> None:
    """Insert under the first free address made from the name."""
    base = _slug_of(organisation.name)
    for suffix in ("", *(f"-{number}" for number in range(2, 10)), f"-{str(new_id())[-6:]}"):
        organisation.slug = f"{base}{suffix}"
        try:
            with session.begin_nested():
                session.add(organisation)
                session.flush()
        except IntegrityError:
            continue
        return
    raise LookupError("no free address for this name")


def _slug_of(name: str) -> str:
    """« La Halte des Quais » → « la-halte-des-quais »."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("’", "-"))
    kept = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:60].strip("-") or "structure"
