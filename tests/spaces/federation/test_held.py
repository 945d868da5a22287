"""The trainer's phone: marks, colleagues, paper, practice, and the code participants scan."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, pdf
from portal.kernel.db import Database
from portal.kernel.i18n import Locale
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.trainings import half_days
from portal.trainings.models import Attendance, Registration, TrainingSession
from tests.conftest import BASE_URL
from tests.factories.attending import came, held_dates
from tests.factories.house import House, build_training_house
from tests.factories.joining import Asker
from tests.factories.people import enter
from tests.factories.trainings import officer_of
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words
from tests.support.published import put_online
from tests.support.sql import statements


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_training_house(backstage, "presences")
    assert built.trainings
    put_online(backstage, built.trainings.online)
    return built


@pytest.fixture
def dates(house: House, database: Database) -> TrainingSession:
    assert house.trainings
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    return held_dates(database, writer, house.trainings.online)


Come = Callable[[str], Asker]


@pytest.fixture
def come(database: Database, settings: Settings, dates: TrainingSession) -> Come:
    """Somebody more has a place."""
    return partial(came, database, settings, dates)


@pytest.fixture
def asker(come: Come) -> Asker:
    return come("Zahra")


@pytest.fixture
def trainer(
    new_visitor: Callable[..., HtmxVisitor], backstage: Session, house: House
) -> HtmxVisitor:
    visitor = new_visitor()
    enter(visitor, backstage, house.federal_writer)
    return visitor


@pytest.fixture
def desk(house: House, dates: TrainingSession) -> str:
    return f"/federation/{house.federation.slug}/trainings/held/{dates.id}"


def test_one_goes_back_to_where_one_came_from(
    trainer: HtmxVisitor, desk: str, dates: TrainingSession, half: str, house: House
) -> None:
    home = f"/federation/{house.federation.slug}/trainings"
    ours, listed = f"{home}/sessions/{dates.id}", f"{home}/held"

    def back(page: Page) -> tuple[str | None, str]:
        [link] = page.find("a", class_="back-link")
        return link.get("href"), words(link)

    assert trainer.get(f"{home}/sessions").links["Présences"] == listed
    began = next(one for one in trainer.get(listed).find("a") if one.get("href") == desk)
    assert began.get("href") == desk
    base = trainer.base_url
    for before, expected in (
        (f"{base}{listed}", (listed, "Présences")),
        (f"{base}{ours}", (ours, "La session")),
        ("https://example.org" + listed, (ours, "La session")),
    ):
        answer = trainer.fetch(desk, headers={"Referer": before})
        assert back(Page(answer.text)) == expected
    for below in (half, f"{desk}/certificates", f"{desk}/evaluations"):
        assert back(trainer.get(below)) == (desk, "Présences")


@pytest.fixture
def half(desk: str, dates: TrainingSession) -> str:
    return f"{desk}/half-days/{half_days.of_session(dates)[0].slug}"


def mark(backstage: Session, asker: Asker) -> Attendance | None:
    backstage.expire_all()
    mine = Attendance.registration_id == asker.registration_id
    return backstage.scalars(select(Attendance).where(mine)).one_or_none()


def press(visitor: HtmxVisitor, page: Page, half: str, who: UUID, state: str) -> Page:
    return visitor.submit(page.form(f"{half}/{who}"), state=state)


def test_from_the_menu_to_a_mark(
    trainer: HtmxVisitor, house: House, asker: Asker, half: str, desk: str, backstage: Session
) -> None:
    listed = trainer.click(trainer.get(f"/federation/{house.federation.slug}"), "Sessions")
    address = desk.replace("/held/", "/sessions/")
    assert listed.find("a", href=address)
    sheet = trainer.get(address)
    assert "Rien n’est noté" in trainer.click(sheet, "Présences").text
    page = trainer.get(half)
    assert "Zahra" in page.text
    shown = press(trainer, page, half, asker.registration_id, "present")
    found = mark(backstage, asker)
    assert found is not None
    assert (found.state.value, found.marked_how.value) == ("present", "trainer")
    assert "1 personne là" in shown.text
    assert "1 demi-journée sur 2" in trainer.get(desk).text


def test_a_page_read_before_a_colleague_says_so(
    trainer: HtmxVisitor, asker: Asker, half: str, backstage: Session
) -> None:
    page = trainer.get(half)
    press(trainer, trainer.get(half), half, asker.registration_id, "absent")
    told = press(trainer, page, half, asker.registration_id, "present")
    assert "a noté « Pas là » entre-temps" in told.text
    found = mark(backstage, asker)
    assert found
    assert found.state.value == "absent"


def send(visitor: HtmxVisitor, page: Page, address: str, **values: str) -> int:
    """As static/js/pocket-sending.js does once the network is back."""
    data = dict(page.form(address).data({})) | {"kept": "1"} | values
    referer = {"Referer": BASE_URL + address}
    return visitor.fetch(address, method="POST", data=data, headers=referer).status_code


def test_what_waited_in_a_phone_is_taken_once_and_from_its_owner_only(
    trainer: HtmxVisitor, house: House, asker: Asker, half: str, backstage: Session
) -> None:
    page, address = trainer.get(half), f"{half}/{asker.registration_id}"
    at = str(int((clock.now() - timedelta(minutes=9)).timestamp() * 1000))
    assert send(trainer, page, address, state="present", noted_at=at) == 204
    first = mark(backstage, asker)
    assert first
    assert int(first.marked_at.timestamp() * 1000) == int(at)
    assert send(trainer, page, address, state="present", noted_at=at) == 204
    assert (
        send(trainer, page, address, state="excused", noted_at=at) == 422
    )  # it saw nothing marked
    somebody = str(house.federal_officer.id)
    assert send(trainer, page, address, state="absent", owner=somebody) == 409
    found = mark(backstage, asker)
    assert found
    assert found.state.value == "present"


def test_a_word_about_an_absence_is_read_by_the_person(
    trainer: HtmxVisitor, visitor: HtmxVisitor, asker: Asker, half: str, backstage: Session
) -> None:
    form = trainer.get(half).form(f"{half}/{asker.registration_id}")
    trainer.submit(form, state="excused", words="Le train était en retard")
    found = mark(backstage, asker)
    assert found
    assert (found.state.value, found.words) == ("excused", "Le train était en retard")
    mine = visitor.get(f"/registrations/{asker.token}/after?lang=fr")
    assert "Le train était en retard" in mine.text


def test_the_list_on_paper_is_printed_and_typed_in(
    trainer: HtmxVisitor,
    come: Come,
    asker: Asker,
    desk: str,
    half: str,
    *,
    dates: TrainingSession,
    backstage: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One sheet, with the half-days and the order of the page where it is typed in."""
    other = come("Awa")
    drawn: list[dict[str, Any]] = []

    def draw(_template: str, _locale: Locale, data: dict[str, Any]) -> bytes:
        drawn.append(data)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "make_private_pdf", draw)
    sheet = trainer.get(desk).links["Feuille de présence à signer (PDF)"]
    assert trainer.fetch(sheet).mimetype == "application/pdf"
    (said,) = drawn
    assert said["names"][:2] == ["Awa", "Zahra"]
    assert sum(len(page) for page in said["pages"]) == len(half_days.of_session(dates))
    page = trainer.get(f"{half}/paper")
    assert page.text.index("Awa") < page.text.index("Zahra")
    names: dict[str, Any] = {f"state-{asker.registration_id}": "present"}
    trainer.submit(page.form(), **names)
    found = mark(backstage, asker)
    assert found
    assert (found.state.value, found.marked_how.value) == ("present", "paper")
    assert mark(backstage, other) is None


def test_practice_is_stated_and_a_wrong_number_is_told(
    trainer: HtmxVisitor, asker: Asker, desk: str
) -> None:
    address = f"{desk}/practice/{asker.registration_id}"
    wrong = trainer.submit(trainer.get(address).form(), weeks="999", hours="", expect=422)
    assert "Ce nombre n’est pas possible ici." in wrong.text
    done = trainer.submit(trainer.get(address).form(), weeks="2", hours="70")
    assert "stage : 2 semaines, 70 heures" in done.text


def code_of(trainer: HtmxVisitor, half: str) -> str:
    """The path of the code on the screen."""
    page = trainer.get(f"{half}/code")
    return "/attend/" + page.text.split("/attend/")[1].split()[0]


def test_the_browser_that_knows_the_link_is_marked_by_the_code(
    trainer: HtmxVisitor, visitor: HtmxVisitor, asker: Asker, half: str, backstage: Session
) -> None:
    code = code_of(trainer, half)
    assert "Ce téléphone ne sait pas qui vous êtes" in visitor.get(code).text
    after = visitor.get(f"/registrations/{asker.token}/after?lang=fr")
    assert "Rien n’est encore noté" in after.text
    ready = visitor.get(code)
    assert mark(backstage, asker) is None
    done = visitor.submit(ready.form())
    assert "C’est noté : vous êtes là" in done.text
    found = mark(backstage, asker)
    assert found
    assert found.marked_how.value == "code"
    assert "Par le code à l’écran" in trainer.get(half).text
    mine = visitor.get(f"/registrations/{asker.token}/after")
    assert "1 demi-journée sur 2" in mine.text


def test_a_code_does_not_undo_what_the_trainer_saw(
    trainer: HtmxVisitor, visitor: HtmxVisitor, asker: Asker, half: str, backstage: Session
) -> None:
    """Somebody was sent a picture of the screen, and is not in the room."""
    visitor.get(f"/registrations/{asker.token}/after?lang=fr")
    ready = visitor.get(code_of(trainer, half))
    press(trainer, trainer.get(half), half, asker.registration_id, "absent")
    told = visitor.submit(ready.form(), expect=409)
    assert "Dites-lui que vous êtes là" in told.text
    found = mark(backstage, asker)
    assert found
    assert (found.state.value, found.marked_how.value) == ("absent", "trainer")


def test_an_account_is_known_too_and_an_old_code_is_not(
    trainer: HtmxVisitor,
    new_visitor: Callable[..., HtmxVisitor],
    house: House,
    asker: Asker,
    half: str,
    backstage: Session,
) -> None:
    from_account(backstage, asker, house.candidate)
    person = new_visitor()
    enter(person, backstage, house.candidate)
    code = code_of(trainer, half)
    ready = person.get(code)
    with time_machine.travel(clock.now() + timedelta(minutes=9)):
        late = person.submit(ready.form(), expect=410)
        assert "Ce code n’est plus valable" in late.text
    assert mark(backstage, asker) is None
    person.submit(ready.form())
    assert mark(backstage, asker) is not None


def from_account(backstage: Session, asker: Asker, person: Person) -> None:
    backstage.get_one(Registration, asker.registration_id).person_id = person.id
    backstage.commit()


def test_a_code_made_up_opens_nothing(visitor: HtmxVisitor) -> None:
    visitor.get("/attend/" + "a" * 58, expect=404)


def test_from_the_account_to_the_same_page(
    new_visitor: Callable[..., HtmxVisitor], house: House, asker: Asker, backstage: Session
) -> None:
    from_account(backstage, asker, house.candidate)
    person = new_visitor()
    enter(person, backstage, house.candidate)
    page = person.get(f"/my/trainings/{asker.registration_id}/after")
    assert "Rien n’est encore noté" in page.text


def test_the_page_asks_no_more_of_the_database_for_more_people(
    trainer: HtmxVisitor, database: Database, come: Come, asker: Asker, half: str, desk: str
) -> None:
    def asked(address: str) -> int:
        with statements(database.engine) as found:
            trainer.get(address)
        return len(found)

    before = [asked(address) for address in (half, desk)]
    for name in ("Awa", "Noor", "Sami"):
        come(name)
    assert [asked(address) for address in (half, desk)] == before
