"""A training from the search to the badge in a real browser: in Pashto, by voice, on a small phone;
and joining in French without a script.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ViewportSize, expect
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.trainings.actions import sessions
from portal.trainings.enums import SessionRole
from portal.trainings.models import EvaluationVoice, Registration, TrainingSession
from portal.trainings.queries import published
from tests.e2e.conftest import Desk
from tests.e2e.trainee import CONTINUE, Colleague, Days, Trainee
from tests.factories.house import House
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.people import join_team, make_person
from tests.factories.recordings import recording
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.outbox import Outbox
from tests.support.published import forget_trainings
from tests.support.verifier import Refused, verify

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("join")]

PHONE = ViewportSize(width=360, height=740)
NAME, NUMBER = "زرغونه", "+33639981234"


@pytest.fixture
def trainer(backstage: Session, settings: Settings, house: House) -> Person:
    """A colleague who sees no session but those they train in."""
    person = make_person(backstage, settings, "Idris", "06 39 98 08 08")
    join_team(backstage, house.federation, person, Role.MEMBER)
    return person


@pytest.fixture
def dates(
    database: Database, backstage: Session, house: House, trainer: Person
) -> Iterator[TrainingSession]:
    """The one place of a training without a diploma, free, with an interpreter."""
    forget_trainings(backstage)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with open_session(database, writer) as session:
        publish_training(session, writer, reader, title="Formation inconnue")
        training = publish_training(
            session,
            writer,
            reader,
            title="Devenir pair",
            prerequisites=["none"],
            funding=[{"year": None, "free": "yes", "words": ""}],
            passport={"interpreter": "yes"},
        )
        found = open_dates(session, writer, training, places=1)
        arranges = house.federal_writer.id, SessionRole.ARRANGER
        trains = trainer.id, SessionRole.TRAINER
        sessions.set_staff(session, writer, found.id, [arranges, trains])
        session.commit()
    yield found
    published.many.clear()


@dataclass(frozen=True)
class Room:
    """The session: who runs it from where, and who has its one place."""

    desk: Desk
    home: str
    dates: TrainingSession
    organiser: Person
    trainer: Person
    first: Asker


@pytest.fixture
def room(
    database: Database,
    site: Settings,
    house: House,
    trainer: Person,
    dates: TrainingSession,
    *,
    desk: Desk,
) -> Room:
    reached = {"contact_phone": "", "contact_email": "amina@example.org"}
    first = ask(database, site, dates.id, "Amina", **reached)
    home = f"/federation/{house.federation.slug}"
    return Room(desk, home, dates, house.federal_writer, trainer, first)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


@pytest.fixture
def phones(listening: Browser, site: Settings) -> Iterator[Callable[[], Trainee]]:
    """Phones of people without an account, at 360 px, that hear who speaks."""
    taken: list[Trainee] = []

    def take() -> Trainee:
        context = listening.new_context(
            viewport=PHONE, permissions=["microphone"], service_workers="block", bypass_csp=True
        )
        taken.append(Trainee(context, site.base_url))
        return taken[-1]

    yield take
    for phone in taken:
        phone.context.close()
    assert [phone.complaints for phone in taken] == [[]] * len(taken)


@pytest.fixture
def colleague(browser: Browser, site: Settings) -> Iterator[Colleague]:
    """Somebody of the federation, on a phone; whoever is seated at it."""
    found = Colleague(browser.new_context(viewport=PHONE), site.base_url)
    yield found
    found.context.close()
    assert found.complaints == []


def fetch(url: str) -> tuple[int, bytes]:
    """What anybody on the internet is answered, without a browser."""
    try:
        with urlopen(url) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def tampered(token: str) -> str:
    """The same badge, that would be a diploma."""
    header, payload, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said["credentialSubject"]["achievement"]["name"] = "Un diplôme d’État"
    forged = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    return f"{header}.{forged}.{signature}"


def _ask_by_voice(her: Trainee) -> str:
    """She finds the training and asks to come; the link she is given."""
    her.find("ps", diploma="none", cost="free", **{"pass": "interpreter"})
    her.begin()
    her.answer("name", name=NAME)
    her.answer("contact", phone="06 39 98 12 34")
    her.say()
    her.answer("words")
    her.answer("needs", language="ps")
    her.answer("check")
    return her.receipt()


def _told(outbox: Outbox) -> str:
    """The link of the one text message she got, in her language."""
    [sms] = outbox.to(NUMBER)
    outbox.empty()
    assert sms.language == "ps"
    return sms.link


def _is_good_to_anybody(badge: str) -> str:
    """Whoever knows nothing of the portal accepts it, and refuses it once changed; its address."""
    said = verify(badge, fetch, clock.now())
    assert said["credentialSubject"]["achievement"]["name"] == "Devenir pair"
    with pytest.raises(Refused, match="signature"):
        verify(tampered(badge), fetch, clock.now())
    return str(said["id"])


def test_from_the_search_to_a_badge_anybody_can_check(
    phones: Callable[[], Trainee],
    colleague: Colleague,
    room: Room,
    days: Days,
    work: Callable[[], None],
    *,
    outbox: Outbox,
    backstage: Session,
) -> None:
    her = phones()
    link = _ask_by_voice(her)
    work()
    her.read(link)
    expect(her.page.locator("#now")).to_contain_text("تاسو د انتظار په لېست کې یاست")
    expect(her.page.locator("audio")).to_have_count(1)
    outbox.empty()
    # Somebody gives their place back; it is offered to her, and she takes it.
    phones().leave_place(f"/registrations/{room.first.token}?lang=fr")
    work()
    assert _told(outbox) == link
    her.read(link)
    her.take_place()
    expect(her.page.locator("#now")).to_have_text("ستاسو ځای تایید شو.")
    assert her.download("a[href$='calendar.ics']")[0] == "dates.ics"
    found = backstage.query(Registration).filter_by(name=NAME).one()
    assert (found.state, found.locale) == ("confirmed", "ps")
    work()
    outbox.empty()
    # The first morning, who trains says that she is there.
    days.go_to(datetime.combine(room.dates.starts_on, time(9, 10), clock.PARIS))
    room.desk.seat(colleague, room.trainer)
    colleague.find_session(room.home)
    colleague.note(NAME, "Là")
    assert colleague.status(f"{room.home}/trainings/held/{room.dates.id}/certificates") == 403
    # When it is over, who organises gives the certificates and the badges.
    days.go_to(datetime.combine(room.dates.ends_on + timedelta(days=1), time(10), clock.PARIS))
    room.desk.seat(colleague, room.organiser)
    colleague.find_session(room.home)
    colleague.issue()
    work()
    her.read(_told(outbox))
    her.give_opinion("fast")
    assert backstage.query(EvaluationVoice).filter_by(session_id=room.dates.id).count() == 1
    her.examine()
    name, certificate = her.download("a[href$='/certificate/ps']")
    assert (name, certificate[:5]) == ("attestation-ps.pdf", b"%PDF-")
    _name, badge = her.download("a[href$='/badge.jwt']")
    her.press("a[href*='/badges/']")
    her.examine()
    expect(her.page.locator("main .notice-ok")).to_be_visible()
    assert _is_good_to_anybody(badge.decode()) == her.page.url


def test_joins_in_french_without_javascript(
    browser: Browser, site: Settings, dates: TrainingSession, work: Callable[[], None]
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="fr")
    page = context.new_page()
    page.goto(f"{site.base_url}/trainings?lang=fr&diploma=none")
    page.locator(".card-title a").first.click()
    page.locator("a[href*='/join/']").click()
    page.click(CONTINUE)
    page.fill("#name", "Amina")
    page.click(CONTINUE)
    page.fill("#email", "amina@example.org")
    page.click(CONTINUE)
    sound = {"name": "voix.3gp", "mimeType": "video/3gpp", "buffer": recording("old-phone.3gp")}
    page.set_input_files("#voice", sound)  # type: ignore[arg-type] # its TypedDict is private
    page.click(CONTINUE)
    page.locator("form details summary").first.click()
    page.locator("input[name=place]").first.check(force=True)
    page.click(CONTINUE)
    expect(page.locator("h1")).to_have_text("Relisez avant d’envoyer")
    page.click(CONTINUE)
    expect(page.locator("#now")).to_have_text("Votre place est confirmée.")
    link = page.get_attribute(".follow-link a", "href") or ""
    work()
    page.goto(link)
    expect(page.locator("body")).to_contain_text("Accès sans marche")
    page.locator("details:has(form[action$=erase]) summary").click()
    page.click("form[action$=erase] button")
    expect(page.locator("h1")).to_have_text("Tout est effacé")
    context.close()
