"""The groups a federation runs: it sees how many, not who."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.events.models import GroupMeeting, MeetingRoom, PracticeGroup
from portal.kernel import clock
from portal.people.models import Person
from tests.factories.groups import make_group, make_meeting, take_part
from tests.factories.people import make_person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor

Browsers = Callable[[Person], HtmxVisitor]
GROUPS = "/federation/fas-test/groups"


def test_a_group_is_opened_with_its_dates(
    signed_in: Browsers, region: Region, backstage: Session
) -> None:
    officer = signed_in(region.assistant)
    page = officer.click(officer.get(GROUPS), "Ouvrir un groupe")
    refused = officer.submit(page.form(f"{GROUPS}/new"), title="", expect=422)
    page = officer.submit(
        refused.form(f"{GROUPS}/new"), title="Analyse de pratique", audience="peers", city="Paris"
    )
    day = clock.today() + timedelta(days=12)
    refused = officer.submit(
        page.form(name="rhythm"),
        day=day.isoformat(),
        begins="16:00",
        ends="14:00",
        rhythm="monthly",
        expect=422,
    )
    assert "après l’heure de début" in refused.text
    page = officer.submit(
        refused.form(name="rhythm"), begins="14:00", ends="16:00", how_many="4", place="Salle 3"
    )
    assert len(backstage.scalars(select(GroupMeeting)).all()) == 4
    assert {room.place for room in backstage.scalars(select(MeetingRoom))} == {"Salle 3"}
    group = backstage.scalars(select(PracticeGroup)).one()
    page = officer.get(f"{GROUPS}/{group.id}/edit")
    page = officer.submit(page.form(f"{GROUPS}/{group.id}/edit"), title="Entre pairs")
    assert page.heading == "Entre pairs"
    officer.submit(page.form(f"{GROUPS}/{group.id}/link"))
    page = officer.submit(page.form(f"{GROUPS}/{group.id}/close"))
    assert "Fermé" in page.text
    assert "Fermé" in officer.get(GROUPS).text


def test_numbers_begin_at_five_and_names_at_a_yes(
    signed_in: Browsers, region: Region, backstage: Session, settings: Settings
) -> None:
    group = make_group(backstage, federation_id=region.federation.id)
    people = [
        make_person(backstage, settings, name, f"06 39 98 13 0{number}")
        for number, name in enumerate(("Noor", "Idris", "Lina", "Sami", "Awa"))
    ]
    for person in people[:4]:
        take_part(
            backstage, group, person.id, person.display_name, named=person.display_name == "Noor"
        )
    make_meeting(backstage, group, clock.now() + timedelta(days=5), *(p.id for p in people[:4]))
    backstage.commit()
    officer = signed_in(region.officer)
    page = officer.get(f"{GROUPS}/{group.id}")
    assert page.text.count("moins de cinq personnes") == 2
    assert "4 personnes" not in page.text
    assert "Noor" in page.text
    for name in ("Idris", "Lina", "Sami"):
        assert name not in page.text
    take_part(backstage, group, people[4].id, "Awa")
    backstage.commit()
    page = officer.get(f"{GROUPS}/{group.id}")
    assert "5 personnes" in page.text
    assert "Awa" not in page.text


def test_a_date_moves_and_is_called_off(
    signed_in: Browsers, region: Region, backstage: Session
) -> None:
    group = make_group(backstage, federation_id=region.federation.id)
    meeting = make_meeting(backstage, group, clock.now() + timedelta(days=5))
    backstage.commit()
    officer = signed_in(region.officer)
    address = f"{GROUPS}/dates/{meeting.id}"
    page = officer.get(address)
    refused = officer.submit(page.form(address), day="2020-01-01", expect=422)
    assert "une date à venir" in refused.text
    page = officer.get(address)
    officer.submit(page.form(address), begins="09:00", ends="10:00", place="Ailleurs")
    backstage.expire_all()
    assert backstage.get_one(MeetingRoom, meeting.id).place == "Ailleurs"
    page = officer.submit(officer.get(address).form(f"{address}/cancel"))
    assert "Annulée" in page.text


def test_another_federation_s_group_is_nothing_here(
    signed_in: Browsers, region: Region, backstage: Session
) -> None:
    hosted = make_group(backstage, "Entre nous")
    backstage.commit()
    officer = signed_in(region.officer)
    officer.get(f"{GROUPS}/{hosted.id}", expect=404)
    assert "Entre nous" not in officer.get(GROUPS).text
