"""People and the organisations they work in, ready to walk in."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, tokens
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Membership, Organisation
from portal.people import addresses
from portal.people.models import ContactPoint, Person, SignIn
from portal.people.queries import ABSOLUTE
from tests.support.client import Visitor


def make_person(
    session: Session, settings: Settings, name: str, *addresses_: str, locale: str = "fr"
) -> Person:
    """Somebody with proved addresses."""
    person = Person(display_name=name, locale=locale, created_at=clock.now())
    session.add(person)
    session.flush()
    for typed in addresses_:
        address = addresses.read(typed)
        session.add(
            ContactPoint(
                person_id=person.id,
                kind=address.kind,
                value=address.value,
                digest=address.digest(settings.key(addresses.KEY)),
                verified_at=clock.now(),
            )
        )
    session.commit()
    return person


def make_organisation(
    session: Session,
    kind: OrganisationKind,
    name: str,
    *,
    standing: Standing = Standing.ADMITTED,
    federation: Organisation | None = None,
    region: str = "11",
    siret: str | None = None,
    members: Iterable[tuple[Person, Role]] = (),
) -> Organisation:
    found = Organisation(
        kind=kind,
        slug=name.lower().replace(" ", "-"),
        name=name,
        standing=standing,
        federation_id=federation.id if federation else None,
        region=region,
        department="75" if region == "11" else "",
        structure_type="chrs" if kind == OrganisationKind.STRUCTURE else "",
        contact_email="accueil@example.org",
        siret=siret,
        created_at=clock.now(),
    )
    session.add(found)
    session.flush()
    for person, role in members:
        join_team(session, found, person, role)
    session.commit()
    return found


def join_team(session: Session, organisation: Organisation, person: Person, role: Role) -> None:
    session.add(
        Membership(
            organisation_id=organisation.id, person_id=person.id, role=role, created_at=clock.now()
        )
    )
    session.commit()


def enter(visitor: Visitor, session: Session, person: Person) -> Visitor:
    """Sign somebody in without the steps, which have their own tests."""
    token, now = tokens.new_token(), clock.now()
    session.add(
        SignIn(
            person_id=person.id,
            token_digest=tokens.digest(token),
            device="Firefox · Android",
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    session.commit()
    with visitor.client.session_transaction(base_url=visitor.base_url) as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return visitor
