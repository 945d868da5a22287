"""Before a session, in a real browser: an interview one chooses oneself, in Pashto on a small phone
and without an account; and a session a structure proposes to its team, without a script.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize, expect
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.trainings.models import Training, TrainingSession
from portal.trainings.queries import published
from tests.e2e.conftest import Desk
from tests.e2e.somebody import Somebody
from tests.e2e.trainee import CONTINUE, Trainee
from tests.factories.house import House
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.people import join_team, make_person
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.outbox import Outbox
from tests.support.published import forget_trainings

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("join")]

PHONE = ViewportSize(width=360, height=740)
NAME, NUMBER = "زرغونه", "+33639981234"


@pytest.fixture
def training(database: Database, backstage: Session, house: House) -> Iterator[Training]:
    forget_trainings(backstage)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with open_session(database, writer) as session:
        found = publish_training(session, writer, reader, title="Devenir pair")
        session.commit()
    yield found
    published.many.clear()


def opened(
    database: Database, house: House, training: Training, *, chooses: bool, places: int
) -> TrainingSession:
    """A session one may ask to come to, in three weeks."""
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    with open_session(database, writer) as session:
        found = open_dates(session, writer, training, chooses=chooses, places=places)
        session.commit()
    return found


@pytest.fixture
def peer(backstage: Session, settings: Settings, house: House) -> Person:
    """A colleague who does peer work, and enters nothing but their sessions."""
    person = make_person(backstage, settings, "Idris", "06 39 98 08 08")
    join_team(backstage, house.federation, person, Role.MEMBER)
    return person


@pytest.fixture
def phones(browser: Browser, site: Settings) -> Iterator[Callable[..., Trainee]]:
    """Phones at 360 px, each somebody's own; with a script or without."""
    taken: list[Trainee] = []

    def take(*, script: bool = True) -> Trainee:
        context = browser.new_context(
            viewport=PHONE,
            java_script_enabled=script,
            service_workers="block",
            bypass_csp=True,
        )
        taken.append(Trainee(context, site.base_url))
        return taken[-1]

    yield take
    for phone in taken:
        phone.context.close()
    assert [phone.complaints for phone in taken] == [[]] * len(taken)


def link_to(outbox: Outbox, address: str) -> str:
    """Of the last message there, read and put away."""
    found = outbox.to(address)[-1].link
    outbox.empty()
    return found


def _open_moments(officer: Somebody, home: str, dates: TrainingSession, peer: Person) -> None:
    """Three half-hours in a week, with a colleague; nobody knows which of them is a peer."""
    officer.visit(f"{home}/trainings/sessions/{dates.id}/interviews?lang=fr")
    officer.press("a[href$='/interviews/new']")
    said: dict[str, str | list[str]] = {
        "day": (clock.today() + timedelta(days=7)).isoformat(),
        "time": "10:00",
        "how_many": "3",
        "way": "place",
        "place": "8 rue des Tanneurs, Lille",
        "colleagues": [str(peer.id)],
        "names": "Malika Benali",
        "peer_there": "y",
    }
    for name, value in said.items():
        officer.fill(name, value)
    officer.press(CONTINUE)
    expect(officer.page.locator("#moments ~ div .tag")).to_have_text(["Libre"] * 3)


def test_a_moment_is_chosen_changed_and_seen_then_the_person_is_answered(
    phones: Callable[..., Trainee],
    desk: Desk,
    house: House,
    training: Training,
    peer: Person,
    *,
    database: Database,
    site: Settings,
    work: Callable[[], None],
    outbox: Outbox,
) -> None:
    dates = opened(database, house, training, chooses=True, places=2)
    home = f"/federation/{house.federation.slug}"
    asker = ask(database, site, dates.id, NAME, contact_phone=NUMBER)
    officer, panel, her = phones(), phones(), phones()
    desk.seat(officer, house.federal_writer)
    desk.seat(panel, peer)
    _open_moments(officer, home, dates, peer)
    officer.examine()
    officer.fill("people", [str(asker.registration_id)])
    officer.press("form[action$='/interviews/invite'] button")
    expect(officer.page.locator(".flash").first).to_have_text("Une personne est invitée.")

    # She chooses the first, then the second: behind the link of her message, in her language.
    work()
    her.read(link_to(outbox, NUMBER))
    expect(her.page.locator("html")).to_have_attribute("lang", "ps")
    for number in (0, 1):
        her.press("a[href$='/interview']")
        her.examine()
        assert "Idris" in her.reads()
        moments = her.page.locator("[name=slot]:not([value=call])")
        expect(moments).to_have_count(3)
        her.fill("slot", moments.nth(number).get_attribute("value") or "")
        her.press(CONTINUE)
        her.examine()
    chosen = her.page.locator("#meeting ~ .facts")
    expect(chosen).to_contain_text("10:30")
    expect(chosen).to_contain_text("Idris")

    # Who will be there sees her name at that time, and neither her number nor the desk.
    panel.visit(f"{home}/trainings/sessions?lang=fr")
    panel.press("a[href$='/panel']")
    panel.examine()
    line = panel.page.locator(".line", has_text=NAME)
    expect(line).to_contain_text("10:30")
    assert "06 39 98 12 34" not in panel.reads().replace("\u00a0", " ")
    assert panel.status(f"{home}/trainings/sessions/{dates.id}/interviews") in {403, 404}

    # The answer is given as to anybody: no note, no rank.
    officer.visit(f"{home}/trainings/sessions/registrations/{asker.registration_id}")
    officer.press("a[href$='/offer']")
    officer.press(CONTINUE)
    work()
    her.read(link_to(outbox, NUMBER))
    her.take_place()
    expect(her.page.locator("#meeting ~ .facts")).to_contain_text("10:30")
    assert her.page.locator("a[href$='/interview']").count() == 0


def _propose(director: Somebody, employer: str, dates: TrainingSession) -> None:
    """To two people of the team, each in their language."""
    director.visit(f"{employer}/trainings?lang=fr")
    director.press(f"a[href$='{dates.id}']")
    people = (("Noor", "06 39 98 70 01", "ps"), ("Samir", "samir@example.org", "fr"))
    for number, (name, contact, language) in enumerate(people):
        director.fill(f"people-{number}-name", name)
        director.fill(f"people-{number}-contact", contact)
        director.fill(f"people-{number}-locale", language)
    director.fill("agreed", "y")
    director.press("form:has([name=agreed]) .button")
    expect(director.page.locator(".flash").first).to_have_text("2 personnes sont prévenues.")


def _say_yes(worker: Somebody) -> None:
    """The name and the way to write to them are filled in; the rest is theirs to say."""
    worker.press("button[name=agrees][value=yes]")
    while not re.search("/sent$", worker.page.url):
        worker.press(CONTINUE)


def _states(director: Somebody) -> list[str]:
    director.page.reload()
    return director.page.locator("#asked ~ .line .tag").all_inner_texts()


def test_a_structure_proposes_and_who_waits_longest_comes_first(
    phones: Callable[..., Trainee],
    desk: Desk,
    house: House,
    training: Training,
    *,
    database: Database,
    site: Settings,
    work: Callable[[], None],
    outbox: Outbox,
) -> None:
    """No place is held for a structure: its people wait behind those who came before them."""
    dates = opened(database, house, training, chooses=False, places=1)
    home, employer = f"/federation/{house.federation.slug}", f"/employer/{house.slug}"
    amina, bashir = (_with_mail(database, site, dates, name) for name in ("Amina", "Bashir"))
    director, officer, noor, samir, first = (phones(script=False) for _one in range(5))
    desk.seat(director, house.administrator)
    desk.seat(officer, house.federal_writer)
    work()
    outbox.empty()
    _propose(director, employer, dates)
    assert _states(director) == ["Demandée", "Demandée"]
    work()
    proposed = outbox.to("+33639987001")[-1].link
    noor.visit(proposed)
    expect(noor.page.locator("html")).to_have_attribute("lang", "ps")
    samir.visit(outbox.to("samir@example.org")[-1].link)
    outbox.empty()
    for worker in (noor, samir):
        _say_yes(worker)
    noor.visit(proposed)
    assert noor.page.url.startswith(f"{site.base_url}/registrations/")
    assert "/proposed/" not in noor.page.url
    assert _states(director) == ["Demandée", "Demandée"]

    # A place gets free: it goes to Bashir, who waited before them.
    first.visit(f"/registrations/{amina.token}?lang=fr")
    work()
    outbox.empty()
    first.leave_place(f"/registrations/{amina.token}")
    work()
    told = {one.to for one in outbox.messages}
    assert "bashir@example.org" in told
    assert told.isdisjoint({"+33639987001", "samir@example.org"})
    first.visit(f"/registrations/{bashir.token}?lang=fr")
    first.press("form[action$=take] button")

    # Two places more: each of the two is asked, and answers for themselves.
    officer.visit(f"{home}/trainings/sessions/{dates.id}/edit?lang=fr")
    officer.fill("places", "3")
    officer.press(CONTINUE)
    outbox.empty()
    work()
    noor.visit(outbox.to("+33639987001")[-1].link)
    noor.press("form[action$=take] button")
    assert _states(director) == ["Place confirmée", "Demandée"]
    samir.visit(outbox.to("samir@example.org")[-1].link)
    samir.unfold(samir.page.locator("form[action$=withdraw] button"))
    samir.press("form[action$=withdraw] button")
    assert _states(director) == ["Place confirmée", "Annulée"]
    # The structure reads four words: neither their answers nor their page.
    assert director.status(f"{home}/trainings/sessions/{dates.id}") == 404


def _with_mail(database: Database, site: Settings, dates: TrainingSession, name: str) -> Asker:
    reached = {"contact_phone": "", "contact_email": f"{name.lower()}@example.org"}
    return ask(database, site, dates.id, name, **reached)
