"""Sessions at the desk of a federation: planned, changed, opened, called off, entrusted."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.enums import SessionRole, SessionState
from portal.trainings.models import SessionStaff, TrainingRoom, TrainingSession
from tests.factories.people import join_team, make_person
from tests.spaces.federation.conftest import DESK, Office
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page
from tests.support.sql import statements

# A Monday.
FIRST = date(2027, 3, 1)
ARRANGER, TRAINER = SessionRole.ARRANGER, SessionRole.TRAINER


def one(backstage: Session) -> TrainingSession:
    backstage.expire_all()
    return backstage.scalars(select(TrainingSession)).one()


def new(office: Office, visitor: HtmxVisitor) -> Page:
    page = visitor.get(f"/federation/fas-test/trainings/{office.training.id}")
    return visitor.click(page, "Préparer une session")


def half_days(found: TrainingSession) -> list[tuple[str, str]]:
    return [(slot["on"], slot["half"]) for slot in found.half_days]


def leads_to(page: Page, end: str) -> bool:
    return any(str(form.get("action")).endswith(end) for form in page.find("form"))


def test_a_session_is_planned_then_opened(
    office: Office, visitor: HtmxVisitor, backstage: Session
) -> None:
    writer = office.browser
    form = new(office, writer).form(name="starts_on")
    page = writer.submit(
        form,
        starts_on=FIRST.isoformat(),
        ends_on=(FIRST + timedelta(days=5)).isoformat(),
        places="12",
        venue="Maison des associations",
        city="Lille",
        department="59",
        questions="Que faites-vous ?\nDepuis quand ?",
        line_lift="no",
        chooses="y",
        video_link="https://visio.example.org/salle",
    )
    found = one(backstage)
    assert page.url == office.address(found)
    # Both halves of the five working days; Saturday is left out.
    assert half_days(found)[:2] == [("2027-03-01", "am"), ("2027-03-01", "pm")]
    assert len(found.half_days) == 10
    assert (found.register_until, found.answer_hours) == (date(2027, 2, 28), 72)
    assert [asked["text"] for asked in found.questions] == ["Que faites-vous ?", "Depuis quand ?"]
    assert (found.passport, found.chooses, found.asks_employer) == ({"lift": "no"}, True, False)
    assert backstage.scalars(select(TrainingRoom.video_link)).one().endswith("/salle")
    assert "Vous seuls voyez cette session" in page.text
    page = writer.submit(page.form(f"{page.url}/open"))
    assert one(backstage).state == SessionState.OPEN
    assert "Inscriptions ouvertes" in page.text
    page = writer.submit(page.form(f"{page.url}/close"))
    assert one(backstage).state == SessionState.CLOSED
    writer.submit(page.form(f"{page.url}/open"))
    assert one(backstage).state == SessionState.OPEN
    assert "Lille" in writer.get(DESK).text
    assert "Lille" in writer.get(f"/federation/fas-test/trainings/{office.training.id}").text


def test_a_session_says_its_own_languages_where_they_differ(
    office: Office, backstage: Session
) -> None:
    writer = office.browser
    said: dict[str, Any] = {"trainer_languages": ["fr", "fa-AF"], "french_oral": "a1"}
    form = new(office, writer).form(name="starts_on")
    day = FIRST.isoformat()
    page = writer.submit(form, starts_on=day, ends_on=day, places="3", **said)
    assert one(backstage).spoken == said
    assert "Langues parlées par qui forme" in page.text
    # Opened and saved as it is, it says the same; emptied, the sheet holds again.
    edit = office.address(one(backstage), "/edit")
    writer.submit(writer.get(edit).form(name="starts_on"), "Enregistrer")
    assert one(backstage).spoken == said
    nothing: dict[str, Any] = {"trainer_languages": [], "french_oral": ""}
    page = writer.submit(writer.get(edit).form(name="starts_on"), "Enregistrer", **nothing)
    assert one(backstage).spoken == {}
    assert "Langues parlées par qui forme" not in page.text


def test_pressed_twice_it_is_planned_once(office: Office, backstage: Session) -> None:
    writer = office.browser
    form = new(office, writer).form(name="starts_on")
    for _time in range(2):
        writer.submit(
            form,
            starts_on=FIRST.isoformat(),
            ends_on=FIRST.isoformat(),
            places="3",
        )
    assert half_days(one(backstage)) == [("2027-03-01", "am"), ("2027-03-01", "pm")]


def test_half_days_are_made_changed_and_taken_away_without_being_kept(
    office: Office, backstage: Session
) -> None:
    writer = office.browser
    page = new(office, writer)
    empty = writer.submit(page.form(name="starts_on"), "half_days-make", city="Lens")
    assert "Donnez d’abord le premier et le dernier jour" in empty.text
    assert empty.by_id("city").get("value") == "Lens"
    days: dict[str, Any] = {
        "starts_on": FIRST.isoformat(),
        "ends_on": (FIRST + timedelta(days=1)).isoformat(),
    }
    page = writer.submit(empty.form(name="starts_on"), "half_days-make", **days)
    assert page.by_id("half_days-3-starts").get("value") == "13:30"
    page = writer.submit(page.form(name="starts_on"), "half_days-1-remove")
    page = writer.submit(page.form(name="starts_on"), "half_days-add")
    assert backstage.scalars(select(TrainingSession)).all() == []
    changed: dict[str, Any] = {"half_days-0-starts": "10:00", "half_days-3-on": FIRST.isoformat()}
    changed |= {"half_days-3-half": "pm", "half_days-3-starts": "14:00"}
    page = writer.submit(page.form(name="starts_on"), places="4", **changed)
    first, second, *rest = one(backstage).half_days
    assert (first["starts"], first["ends"]) == ("10:00", "12:30")
    assert (second["half"], second["starts"], second["ends"]) == ("pm", "14:00", "17:00")
    assert len(rest) == 2


def test_what_is_wrong_is_said_and_nothing_of_it_kept(office: Office, backstage: Session) -> None:
    dates = office.open()
    writer = office.browser
    page = writer.get(office.address(dates, "/edit"))
    form = page.form(name="starts_on")
    refused = writer.submit(form, "Enregistrer", expect=422, places="0")
    assert "entre 1 et 500" in refused.text
    before = (dates.starts_on - timedelta(days=9)).isoformat()
    refused = writer.submit(form, "Enregistrer", expect=422, ends_on=before, city="Arras")
    assert "Le dernier jour vient après le premier" in refused.text
    assert refused.by_id("city").get("value") == "Arras"
    for year in (2066, dates.ends_on.year + 7):
        far = dates.ends_on.replace(year=year).isoformat()
        refused = writer.submit(form, "Enregistrer", expect=422, ends_on=far, city="Arras")
        assert "Vérifiez l’année du dernier jour" in refused.text
    hours: dict[str, Any] = {"half_days-0-starts": "18:00"}
    refused = writer.submit(form, "Enregistrer", expect=422, city="Arras", **hours)
    assert "finit avant de commencer" in refused.text
    twice: dict[str, Any] = {"half_days-1-half": "am"}
    refused = writer.submit(form, "Enregistrer", expect=422, city="Arras", **twice)
    assert "deux fois" in refused.text
    link = "http://visio.example.org"
    refused = writer.submit(form, "Enregistrer", expect=422, city="Arras", video_link=link)
    assert "https://" in refused.text
    found = one(backstage)
    assert (found.city, found.version, found.ends_on) == ("Lille", dates.version, dates.ends_on)


def test_what_a_colleague_changed_meanwhile_is_told_and_what_was_typed_kept(
    office: Office, backstage: Session
) -> None:
    dates = office.open()
    address = office.address(dates, "/edit")
    writer, officer = office.browser, office.visitors(office.region.officer)
    mine = writer.get(address).form(name="starts_on")
    officer.submit(officer.get(address).form(name="starts_on"), "Enregistrer", city="Roubaix")
    refused = writer.submit(mine, "Enregistrer", expect=409, city="Tourcoing", contact="Accueil")
    assert "Quelqu’un d’autre a changé cette session" in refused.text
    assert "Ville" in refused.text
    assert refused.by_id("city").get("value") == "Tourcoing"
    assert one(backstage).city == "Roubaix"
    # A button of the half-days does not make the page forget what it was opened with.
    again = writer.submit(mine, "half_days-0-remove", city="Tourcoing")
    writer.submit(again.form(name="starts_on"), "Enregistrer", expect=409)
    writer.submit(refused.form(name="starts_on"), "Enregistrer")
    assert (one(backstage).city, one(backstage).contact) == ("Tourcoing", "Accueil")


def test_who_will_be_told_is_said_before(office: Office) -> None:
    dates = office.open()
    office.ask(dates, "Zahra", contact_email="zahra@example.org")
    office.ask(dates, "Idris", contact_phone="+33199001234")
    writer = office.browser
    page = writer.get(office.address(dates, "/edit"))
    assert "1 personne est prévenue. 1 par SMS. 1 par e-mail." in page.text
    assert "Appelez-la : Idris 01 99 00 12 34" in page.text
    quiet = writer.submit(page.form(name="starts_on"), "Enregistrer", practical="Bus 4")
    assert "C’est enregistré." in quiet.text
    assert "C’est enregistré. Une" not in quiet.text
    page = writer.get(office.address(dates, "/edit"))
    told = writer.submit(page.form(name="starts_on"), "Enregistrer", city="Roubaix")
    assert "C’est enregistré. Une personne est prévenue." in told.text


def test_a_session_is_copied_without_its_days(office: Office, backstage: Session) -> None:
    dates = office.open(city="Lens", questions=[{"id": "a", "text": "Pourquoi ?"}])
    writer = office.browser
    page = writer.click(writer.get(office.address(dates)), "Copier pour d’autres jours")
    assert page.by_id("city").get("value") == "Lens"
    assert page.by_id("starts_on").get("value") in ("", None)
    day = (clock.today() + timedelta(days=90)).isoformat()
    writer.submit(page.form(name="starts_on"), starts_on=day, ends_on=day)
    states = {found.state for found in backstage.scalars(select(TrainingSession))}
    assert states == {SessionState.OPEN, SessionState.PLANNED}


def test_it_is_called_off_with_words(office: Office, backstage: Session) -> None:
    dates = office.open()
    office.ask(dates)
    office.ask(dates, "Idris", contact_phone="+33199001234")
    writer = office.browser
    page = writer.get(office.address(dates))
    assert "1 personne est prévenue. 1 par SMS." in page.text
    form = page.form(office.address(dates, "/cancel"))
    refused = writer.submit(form, expect=422, because="  ")
    assert "Écrivez pourquoi" in refused.text
    assert one(backstage).state == SessionState.OPEN
    again = refused.form(office.address(dates, "/cancel"))
    page = writer.submit(again, because="La salle est fermée.")
    assert "Une personne est prévenue." in page.text
    assert "À appeler : Idris." in page.text
    assert "La salle est fermée." in page.text
    assert one(backstage).state == SessionState.CANCELLED
    assert not leads_to(page, "/open")


def test_what_is_over_is_among_the_past(office: Office, backstage: Session) -> None:
    dates = office.open()
    found = one(backstage)
    found.starts_on = found.ends_on = found.register_until = clock.today() - timedelta(days=3)
    found.half_days = []
    backstage.commit()
    writer = office.browser
    assert "Aucune session à venir" in writer.get(DESK).text
    assert "Prendre la parole" in writer.get(f"{DESK}?show=past").text
    page = writer.get(office.address(dates))
    assert not leads_to(page, "/cancel")
    assert not leads_to(page, "/close")
    assert "Personne n’est à l’accueil" not in page.text


def test_nobody_at_the_welcome_is_said_until_somebody_is(
    office: Office, backstage: Session
) -> None:
    dates = office.open()
    writer = office.browser
    page = writer.get(office.address(dates))
    assert "Personne n’est à l’accueil" in page.text
    page = writer.click(page, "Choisir qui fait quoi")
    mine, helper = str(office.region.assistant.id), str(office.helper.id)
    page = writer.submit(page.form(), trainers=[helper], arrangers=[mine, helper])
    assert "Personne n’est à l’accueil" not in page.text
    found = {(one.person_id, one.role) for one in backstage.scalars(select(SessionStaff))}
    assert found == {
        (office.helper.id, TRAINER),
        (office.helper.id, ARRANGER),
        (office.region.assistant.id, ARRANGER),
    }
    page = writer.get(office.address(dates, "/staff"))
    ticked = [box for box in page.find("input", name="arrangers") if box.get("checked") is not None]
    assert {box.get("value") for box in ticked} == {mine, helper}


def test_a_stranger_is_given_no_part(office: Office, backstage: Session) -> None:
    dates = office.open()
    office.entrust(dates, office.region.director, TRAINER, ARRANGER)
    assert backstage.scalars(select(SessionStaff)).all() == []


def test_who_only_translates_is_given_no_part(
    office: Office, backstage: Session, settings: Settings
) -> None:
    """They enter nothing but the translations: a part would lead to a closed door."""
    laila = make_person(backstage, settings, "Laila", "laila@example.org")
    join_team(backstage, office.region.federation, laila, Role.TRANSLATOR)
    dates = office.open()
    page = office.browser.get(office.address(dates, "/staff"))
    assert "Mina" in page.text
    assert "Laila" not in page.text
    office.entrust(dates, laila, TRAINER)
    backstage.rollback()
    assert backstage.scalars(select(SessionStaff)).all() == []


def test_who_trains_is_invited_and_enters_nothing_but_sessions(office: Office) -> None:
    officer = office.visitors(office.region.officer)
    page = officer.get("/federation/fas-test/team")
    assert "Forme ou accueille dans les sessions" in page.text
    assert page.one("input", name="role", value="member") is not None
    trainer = office.visitors(office.helper)
    page = trainer.get(DESK)
    ways = {str(one.get("href")).partition("?")[0] for one in page.find("a")}
    assert {way for way in ways if way.startswith("/federation")} == {
        DESK,
        "/federation/fas-test/trainings/held",
        "/federation/fas-test/team",
    }
    for path in ("/structures", "/offers", "/groups", "/trainings", "/translations", "/frameworks"):
        trainer.get(f"/federation/fas-test{path}", expect=403)


def test_a_trainer_sees_the_names_of_their_session_only(office: Office) -> None:
    ours, other = office.open(places=1), office.open(city="Douai")
    office.ask(ours, "Zahra", contact_email="zahra@example.org")
    office.ask(ours, "Idris")
    office.entrust(ours, office.helper, TRAINER)
    helper = office.visitors(office.helper)
    page = helper.get(DESK)
    assert "Lille" in page.text
    assert "Douai" not in page.text
    page = helper.get(office.address(ours))
    assert "Zahra" in page.text
    # Who waits is the organiser's business, and so is how to reach anybody.
    for hidden in ("Idris", "zahra@example.org", "06 39 98 12 01", "tel:"):
        assert hidden not in page.text
    assert not leads_to(page, "/cancel")
    for end in ("/edit", "/staff", "/copy"):
        helper.get(office.address(ours, end), expect=403)
    for end in ("", "/edit", "/staff", "/copy"):
        helper.get(office.address(other, end), expect=404)


def test_a_member_without_a_part_sees_nothing(office: Office) -> None:
    dates = office.open()
    helper = office.visitors(office.helper)
    page = helper.click(helper.get(f"{DESK}?show=past"), "Sessions")
    assert "Vous n’avez pas de session" in page.text
    helper.get(office.address(dates), expect=404)


def test_the_list_asks_the_same_however_long(office: Office, database: Database) -> None:
    writer = office.browser
    office.open()
    writer.get(DESK)
    with statements(database.engine) as few:
        writer.get(DESK)
    for _more in range(3):
        office.ask(office.open())
    with statements(database.engine) as many:
        writer.get(DESK)
    assert len(many) == len(few)


def test_more_than_ten_questions_are_refused_beside_their_field(office: Office) -> None:
    writer = office.browser
    form = new(office, writer).form(name="starts_on")
    page = writer.submit(
        form,
        expect=422,
        starts_on=FIRST.isoformat(),
        ends_on=FIRST.isoformat(),
        questions="\n".join(f"Question {number}" for number in range(11)),
    )
    assert "Dix questions au plus" in page.text
    assert "Question 10" in page.text


def test_a_question_too_long_to_be_read_is_refused_and_kept(office: Office) -> None:
    writer = office.browser
    form = new(office, writer).form(name="starts_on")
    days: dict[str, Any] = {"starts_on": FIRST.isoformat(), "ends_on": FIRST.isoformat()}
    page = writer.submit(form, expect=422, questions="Venez-vous ?\n" + "q" * 301, **days)
    assert "Une question est trop longue" in page.text
    assert "q" * 301 in page.text
    writer.submit(form, questions="q" * 300, **days)


def test_what_took_place_is_not_changed_any_more(office: Office, backstage: Session) -> None:
    """Neither is it offered, nor done by a page that was left open."""
    dates = office.open()
    writer = office.browser
    form = writer.get(office.address(dates, "/edit")).form(name="starts_on")
    backstage.execute(
        text("UPDATE training_session SET starts_on = :day, ends_on = :day"),
        {"day": clock.today() - timedelta(days=1)},
    )
    backstage.commit()
    assert "Changer la session" not in writer.get(office.address(dates)).text
    writer.get(office.address(dates, "/edit"), 409)
    page = writer.submit(form, expect=409, city="Arras")
    assert "Ce n’est plus possible" in page.text
    assert one(backstage).city == "Lille"
