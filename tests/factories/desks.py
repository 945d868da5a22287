"""A federation with two officers who write, and nothing public but what a test publishes."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.organisations.enums import Role
from portal.organisations.scope import Actor
from tests.factories.house import House, build_training_house
from tests.factories.trainings import officer_of


@dataclass(frozen=True)
class Desk:
    house: House
    writer: Actor
    reader: Actor


def make_desk(backstage: Session) -> Desk:
    house = build_training_house(backstage, "formations")
    backstage.execute(text("DELETE FROM published_training"))
    backstage.commit()
    federation = house.federation
    return Desk(
        house,
        officer_of(federation, house.federal_writer, Role.WRITER),
        officer_of(federation, house.federal_officer),
    )
