"""A federation that relays a training reads what everybody reads of it, and nothing else."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach
from portal.trainings.models import TrainingRelay
from tests.factories.house import House
from tests.walls.tries import BASE, Town, enter_as

# What hangs on a training or on its sessions: none of it is for who relays it.
PRIVATE = (
    "training",
    "training_edition",
    "training_event",
    "training_reference",
    "training_import",
    "training_room",
    "session_staff",
    "registration",
    "registration_event",
    "registration_need",
    "attendance",
    "internship",
    "certificate",
    "badge",
    "badge_secret",
    "evaluation",
)
PAGES = (
    "trainings/{training}",
    "trainings/{training}/log",
    "trainings/{training}/editions/1",
    "trainings/{training}/steps/identity",
    "translations/{training}",
    "trainings/sessions/{dates}",
    "trainings/sessions/{dates}/registrations",
    "trainings/sessions/{dates}/needs",
    "trainings/sessions/{dates}/message",
    "trainings/sessions/{dates}/staff",
    "trainings/sessions/{dates}/figures",
    "trainings/sessions/{dates}/registrations/{registration}",
)


def _paths(house: House) -> list[str]:
    assert house.trainings is not None
    assert house.joined is not None
    return [
        page.format(
            training=house.trainings.online.id,
            dates=house.joined.dates.id,
            registration=house.joined.registration.id,
        )
        for page in PAGES
    ]


def test_the_pages_of_the_owner_stay_the_owners(walled_app: Flask, small_town: Town) -> None:
    """Pages of the training itself, which our federation relays."""
    ours, theirs = small_town.houses
    officer = enter_as(walled_app, ours, ours.federal_officer)
    owner = enter_as(walled_app, theirs, theirs.federal_officer)
    found, known = {}, {}
    for path in _paths(theirs):
        found[path] = officer.get(f"/federation/{ours.federation.slug}/{path}", base_url=BASE)
        known[path] = owner.get(f"/federation/{theirs.federation.slug}/{path}", base_url=BASE)
    assert {path: page.status_code for path, page in found.items()} == dict.fromkeys(found, 404)
    opened = [path for path, page in known.items() if page.status_code == 200]
    assert len(opened) >= 8, "addresses that open nothing prove nothing"


def test_a_relay_opens_no_row(small_town: Town, database: Database) -> None:
    ours, theirs = small_town.houses
    assert theirs.trainings is not None
    reach = Reach(ours.federal_officer.id, ours.federation.id, "federation")
    with database.session(reach) as session:
        relayed = select(TrainingRelay.training_id).where(
            TrainingRelay.federation_id == ours.federation.id
        )
        assert session.scalars(relayed).all() == [theirs.trainings.online.id]
        assert {table for table in PRIVATE if _rows_of(session, table, theirs)} == set()


def _rows_of(session: Session, table: str, house: House) -> bool:
    own = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE organisation_id = :id)"
    return bool(session.scalar(text(own), {"id": house.federation.id}))


def test_the_rows_that_are_looked_for_are_there(small_town: Town, backstage: Session) -> None:
    _ours, theirs = small_town.houses
    assert {table for table in PRIVATE if not _rows_of(backstage, table, theirs)} == set()


@pytest.mark.parametrize("what", ["draft", "read"])
def test_what_is_not_online_is_nothing_to_relay(
    walled_app: Flask, small_town: Town, backstage: Session, what: str
) -> None:
    ours, theirs = small_town.houses
    training: UUID = getattr(theirs.trainings, what).id
    officer = enter_as(walled_app, ours, ours.federal_officer)
    address = f"/federation/{ours.federation.slug}/trainings/elsewhere/{training}"
    answers = [
        officer.get(address, base_url=BASE),
        officer.post(address, base_url=BASE, data={"note": "pris"}),
        officer.post(f"{address}/stop", base_url=BASE),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert backstage.scalar(select(TrainingRelay.id).where(TrainingRelay.note == "pris")) is None


def test_the_relay_of_another_is_not_ones_own(
    walled_app: Flask, small_town: Town, backstage: Session
) -> None:
    """Both name a training of the other: neither page changes what the other wrote."""
    ours, theirs = small_town.houses
    assert ours.trainings is not None
    officer = enter_as(walled_app, ours, ours.federal_officer)
    address = f"/federation/{ours.federation.slug}/trainings/elsewhere/{ours.trainings.online.id}"
    assert officer.post(f"{address}/stop", base_url=BASE).status_code == 404
    relay = select(TrainingRelay).where(TrainingRelay.federation_id == theirs.federation.id)
    assert backstage.scalars(relay).one().ended_at is None
