"""A house with a vault, somebody who gives, and jobs that run in the test itself."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile, StoredObject
from portal.kernel import jobs, vault
from portal.kernel.db import Database, Reach
from portal.kernel.vault import Vault
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor, Place
from tests.factories.house import House, build_house


@dataclass
class Giver:
    """An actor and the sessions through which they act."""

    actor: Actor
    reaching: Reach
    database: Database
    organisation_id: UUID

    def session(self) -> Session:
        return self.database.session(self.reaching)


@pytest.fixture
def store(settings: Settings, database: Database) -> Vault:
    """The vault of the portal under test, empty."""
    jobs.surround(database, settings)
    return vault.current()


@pytest.fixture
def house(backstage: Session, store: Vault) -> House:
    """Its stored objects are not in this vault: they go."""
    found = build_house(backstage, "ours")
    backstage.execute(delete(StoredObject))
    backstage.commit()
    return found


@pytest.fixture
def holder(house: House, database: Database) -> Giver:
    """Whoever holds the link of a draft."""
    digest = house.draft_application.holder_digest
    return Giver(Actor(holder=digest), Reach(), database, house.structure.id)


@pytest.fixture
def stranger(house: House, database: Database) -> Giver:
    """Whoever holds another link."""
    return Giver(Actor(holder="f" * 64), Reach(), database, house.structure.id)


@pytest.fixture
def member(house: House, database: Database) -> Giver:
    return member_of(house, database)


def member_of(house: House, database: Database) -> Giver:
    place = Place(
        house.structure.id,
        OrganisationKind.STRUCTURE,
        house.slug,
        house.structure.name,
        Standing.ADMITTED,
        Role.RECRUITER,
    )
    actor = Actor(person_id=house.recruiter.id, name="Nadia", place=place)
    reaching = Reach(house.recruiter.id, house.structure.id, "structure")
    return Giver(actor, reaching, database, house.structure.id)


@pytest.fixture
def kept(backstage: Session) -> Callable[[UUID], StoredFile | None]:
    """A file as the database has it now."""

    def look(file_id: UUID) -> StoredFile | None:
        backstage.rollback()
        backstage.expire_all()
        return backstage.scalars(select(StoredFile).where(StoredFile.id == file_id)).one_or_none()

    return look
