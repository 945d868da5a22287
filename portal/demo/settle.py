"""Settle the people, the federations and the structures of the demo.

Done by the administrator of the database, as a first installation is: there is nobody yet whom a
wall could let in.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.accounts import ACCOUNTS
from portal.demo.gatherings import PEERS
from portal.demo.world import ARRIVED, FEDERATIONS, MEMBERS, STRUCTURES, DemoStructure
from portal.kernel.db import new_id
from portal.organisations.actions.founding import HOST
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Establishment, Membership, Organisation
from portal.people.addresses import read
from portal.people.models import ContactPoint, Person

SINCE = 700  # days


def is_settled(session: Session) -> bool:
    return session.scalar(select(Organisation.id).where(Organisation.slug == HOST)) is not None


def settle(session: Session, key: bytes, now: datetime) -> None:
    """Write everybody and everything, some two years before `now`. The caller commits."""
    long_ago = now - timedelta(days=SINCE)
    places = {HOST: _organisation(OrganisationKind.OPERATOR, HOST, "Association hôte", long_ago)}
    for slug, name, region, department, city in FEDERATIONS:
        places[slug] = _organisation(OrganisationKind.FEDERATION, slug, name, long_ago)
        places[slug].region, places[slug].department, places[slug].city = region, department, city
        places[slug].contact_email = f"contact.{slug}@example.org"
    session.add_all(places.values())
    session.flush()
    people: dict[str, UUID] = {}
    for name, address, locale in _everybody():
        people[address] = _person(session, key, name, address, locale, long_ago)
    for structure in STRUCTURES:
        arrived = now - timedelta(days=2) if structure.pending else long_ago
        places[structure.slug] = _structure(structure, places[structure.federation].id, arrived)
        session.add(places[structure.slug])
        session.flush()
        session.add(_establishment(structure, places[structure.slug].id, arrived))
    for slug, _name, address, role in MEMBERS:
        session.add(
            Membership(
                organisation_id=places[slug].id,
                person_id=people[address],
                role=Role(role),
                created_at=now - timedelta(days=ARRIVED.get(address, SINCE)),
            )
        )
    session.flush()


def _everybody() -> list[tuple[str, str, str]]:
    """(name, address, language) of each person, once."""
    found = {account.address: (account.name, account.locale) for account in ACCOUNTS}
    for _slug, name, address, _role in MEMBERS:
        found.setdefault(address, (name, "fr"))
    for address, name, locale in PEERS:
        found.setdefault(address, (name, locale))
    return [(name, address, locale) for address, (name, locale) in found.items()]


def _person(session: Session, key: bytes, name: str, typed: str, locale: str, at: datetime) -> UUID:
    person = Person(id=new_id(), display_name=name, locale=locale, created_at=at)
    session.add(person)
    session.flush()
    address = read(typed)
    session.add(
        ContactPoint(
            person_id=person.id,
            kind=address.kind,
            value=address.value,
            digest=address.digest(key),
            verified_at=at,
        )
    )
    return person.id


def _organisation(kind: OrganisationKind, slug: str, name: str, at: datetime) -> Organisation:
    return Organisation(
        id=new_id(),
        kind=kind,
        slug=slug,
        name=name,
        standing=Standing.ADMITTED,
        created_at=at,
        admitted_at=at,
    )


def _structure(structure: DemoStructure, federation_id: UUID, at: datetime) -> Organisation:
    found = _organisation(OrganisationKind.STRUCTURE, structure.slug, structure.name, at)
    found.federation_id = federation_id
    found.structure_type = structure.type
    found.description = structure.description
    found.managing_body = structure.managing_body
    found.region, found.department = structure.region, structure.department
    found.city = structure.city
    found.website = f"https://{structure.slug}.example.org"
    if structure.pending:
        found.standing, found.admitted_at = Standing.PENDING, None
    return found


def _establishment(structure: DemoStructure, organisation_id: UUID, at: datetime) -> Establishment:
    return Establishment(
        organisation_id=organisation_id,
        name=structure.name,
        structure_type=structure.type,
        street=structure.street,
        postcode=structure.postcode,
        city=structure.city,
        department=structure.department,
        region=structure.region,
        opening_year=structure.opening_year,
        created_at=at,
    )
