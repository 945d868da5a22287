"""The places of a federation, as who plans its sessions keeps them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.trainings.models import TrainingSession, TrainingVenue
from tests.spaces.federation.conftest import DESK, Office
from tests.support.htmx import HtmxVisitor
from tests.support.page import Form, Page
from tests.support.sql import statements

VENUES = "/federation/fas-test/trainings/venues"
SAID: dict[str, Any] = {
    "name": "Maison des associations",
    "address": "3 rue du Beffroi",
    "postcode": "59000",
    "city": "Lille",
    "line_lift": "yes",
    "line_toilets": "",
}


def one(backstage: Session) -> TrainingVenue:
    backstage.expire_all()
    return backstage.scalars(select(TrainingVenue)).one()


def said(form: Form, name: str) -> object:
    """What the field of a form holds."""
    return dict(form.data({}))[name]


def add(writer: HtmxVisitor, **more: Any) -> Page:
    page = writer.click(writer.get(VENUES), "Ajouter un lieu")
    return writer.submit(page.form(name="postcode"), **SAID | more)


def test_the_desk_leads_to_them_and_one_is_added_once(office: Office, backstage: Session) -> None:
    writer = office.browser
    page = writer.click(writer.get(DESK), "Lieux de formation")
    assert "Pas encore de lieu" in page.text
    form = writer.click(page, "Ajouter un lieu").form(name="postcode")
    for _time in range(2):
        page = writer.submit(form, **SAID)
    assert page.url == VENUES
    assert "Une session peut maintenant le choisir" in page.text
    found = one(backstage)
    assert (found.passport, found.department) == ({"lift": "yes"}, "59")
    assert (found.verified_on, found.verified_by) == (clock.today(), office.writer.name)
    assert "Ascenseur : Oui" in page.text
    assert "On ne sait pas : Accès sans marche, Toilettes adaptées" in page.text
    assert f"par {office.writer.name}" in page.text


def test_what_is_wrong_is_said_and_what_was_typed_kept(office: Office, backstage: Session) -> None:
    writer = office.browser
    page = writer.click(writer.get(VENUES), "Ajouter un lieu")
    typed = SAID | {"postcode": "12"}
    refused = writer.submit(page.form(name="postcode"), expect=422, **typed)
    assert "Écrivez les cinq chiffres du code postal." in refused.text
    assert refused.by_id("name").get("value") == SAID["name"]
    assert said(refused.form(name="postcode"), "line_lift") == "yes"
    assert backstage.scalars(select(TrainingVenue)).all() == []


def test_a_session_chooses_one_and_can_leave_it(office: Office, backstage: Session) -> None:
    writer = office.browser
    add(writer)
    dates = office.open(city="Lens", department="62")
    page = writer.get(office.address(dates, "/edit"))
    page = writer.submit(
        page.form(name="starts_on"), "Enregistrer", venue_id=str(one(backstage).id)
    )
    assert "3 rue du Beffroi, 59000 Lille" in page.text
    assert "Accessibilité du lieu" in page.text
    assert "On ne sait pas Accès sans marche, Toilettes adaptées" in page.text
    page = writer.get(office.address(dates, "/edit"))
    # The address is the place's: there is nothing to keep of it in the fields.
    assert page.by_id("city").get("value") == ""
    form = page.form(name="starts_on")
    assert said(form, "venue_id") == str(one(backstage).id)
    # The button of a half-day forgets nothing.
    page = writer.submit(form, "half_days-add")
    assert said(page.form(name="starts_on"), "venue_id") == str(one(backstage).id)
    page = writer.submit(page.form(name="starts_on"), "Enregistrer", venue_id="", city="Arras")
    backstage.expire_all()
    found = backstage.scalars(select(TrainingSession)).one()
    assert (found.venue_id, found.city, found.there) == (None, "Arras", {})
    assert "Accessibilité du lieu" not in page.text


def test_it_is_changed_archived_and_taken_back(office: Office, backstage: Session) -> None:
    writer = office.browser
    add(writer)
    dates = office.open(venue_id=one(backstage).id)
    page = writer.click(writer.get(VENUES), "Maison des associations")
    assert "1 session à venir est dans ce lieu" in page.text
    # It is used: there is no way to delete it.
    assert [f for f in page.find("form") if str(f.get("action")).endswith("/delete")] == []
    page = writer.submit(page.form(name="postcode"), line_toilets="no", city="Arras")
    assert "Les sessions à venir disent la même chose" in page.text
    backstage.expire_all()
    known = backstage.get_one(TrainingSession, dates.id)
    assert (known.city, known.there["passport"]) == ("Arras", {"lift": "yes", "toilets": "no"})
    page = writer.click(page, "Maison des associations")
    address = f"{VENUES}/{one(backstage).id}"
    page = writer.submit(page.form(f"{address}/archive"))
    assert "Les sessions qui l’ont choisi le gardent" in page.text
    assert "Pas encore de lieu" in writer.get(VENUES).text
    new = writer.get(f"{DESK}/new/{office.training.id}").form(name="starts_on")
    assert new.choices("venue_id") == [""]
    kept = writer.get(office.address(dates, "/edit")).form(name="starts_on")
    assert said(kept, "venue_id") == str(one(backstage).id)
    # A copy bears the address of the place it cannot choose any more.
    copy = writer.get(office.address(dates, "/copy")).form(name="starts_on")
    assert (said(copy, "venue_id"), said(copy, "city")) == ("", "Arras")
    writer.submit(page.form(f"{address}/restore"))
    assert one(backstage).archived_at is None
    copy = writer.get(office.address(dates, "/copy")).form(name="starts_on")
    assert (said(copy, "venue_id"), said(copy, "city")) == (str(one(backstage).id), "")


def test_one_nobody_chose_is_deleted(office: Office, backstage: Session) -> None:
    writer = office.browser
    add(writer)
    page = writer.click(writer.get(VENUES), "Maison des associations")
    address = f"{VENUES}/{one(backstage).id}"
    office.open(venue_id=one(backstage).id)
    refused = writer.submit(page.form(f"{address}/delete"))
    assert "on peut l’archiver, pas le supprimer" in refused.text
    add(writer, name="Salle du port")
    port = writer.click(writer.get(VENUES), "Salle du port")
    writer.submit(port.form(f"{port.url}/delete"))
    assert one(backstage).name == "Maison des associations"


def test_what_a_colleague_changed_meanwhile_is_told_and_what_was_typed_kept(
    office: Office, backstage: Session
) -> None:
    writer = office.browser
    add(writer)
    address = f"{VENUES}/{one(backstage).id}"
    form = writer.get(address).form(name="postcode")
    writer.submit(writer.get(address).form(name="postcode"), city="Lens")
    page = writer.submit(form, expect=409, directions="Bus 4.")
    assert "Quelqu’un d’autre a changé ce lieu" in page.text
    assert "Ce qui est différent : La ville, Comment venir." in page.text
    writer.submit(page.form(name="postcode"))
    assert (one(backstage).city, one(backstage).directions) == ("Lille", "Bus 4.")


def test_who_runs_no_session_keeps_no_place(office: Office) -> None:
    helper = office.visitors(office.helper)
    helper.get(VENUES, expect=403)
    assert "Lieux de formation" not in helper.get(DESK).text


def test_the_list_asks_as_much_whatever_its_length(
    office: Office, backstage: Session, database: Database
) -> None:
    writer = office.browser
    add(writer)
    office.open(venue_id=one(backstage).id)
    with statements(database.engine) as first:
        writer.get(VENUES)
    for number in range(3):
        add(writer, name=f"Lieu {number}")
        office.open(starts_on=clock.today() + timedelta(days=30 + number))
    with statements(database.engine) as second:
        writer.get(VENUES)
    assert len(second) == len(first)
