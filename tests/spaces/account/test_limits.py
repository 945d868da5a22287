"""How often codes are sent, and how long a session lasts: nobody is shut out by somebody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from prometheus_client import REGISTRY
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.errors import Throttled
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Membership
from portal.people.actions import codes
from portal.people.actions.codes import Browser
from portal.people.addresses import KEY, read
from portal.people.models import SignIn
from portal.people.queries import ABSOLUTE, IDLE
from tests.factories.people import enter, make_organisation, make_person
from tests.support.client import Visitor
from tests.support.entry import sign_in
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

Visitors = Callable[..., HtmxVisitor]
Jobs = Callable[[], None]
EMAIL, PHONE, ABROAD = "awa@example.org", "+33639980101", "+12025550123"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def key(settings: Settings) -> bytes:
    return settings.key(KEY)


def _ask(database: Database, key: bytes, browser: Browser, address: str = EMAIL) -> None:
    with database.session() as session, session.begin():
        codes.ask_code(session, key, browser, address, locale="fr")


def _exhaust(database: Database, key: bytes, address: str = EMAIL) -> None:
    """Strangers ask for somebody's codes from four networks until nobody else may."""
    for number in range(12):
        _ask(database, key, Browser(f"stranger-{number}", f"192.0.2.{number % 4}"), address)
    with pytest.raises(Throttled):
        _ask(database, key, Browser("somebody", "198.51.100.1"), address)


def _marked(key: bytes, address: str = EMAIL, network: str = "198.51.100.1") -> Browser:
    return Browser("own", network, (codes.mark_of(key, read(address)),))


def test_strangers_everywhere_do_not_shut_the_owner_out(database: Database, key: bytes) -> None:
    _exhaust(database, key)
    _ask(database, key, _marked(key))


def test_a_neighbour_of_the_same_network_does_not_shut_the_owner_out(
    database: Database, key: bytes
) -> None:
    here = "192.0.2.9"
    for number in range(3):
        _ask(database, key, Browser(f"neighbour-{number}", here))
    with pytest.raises(Throttled):
        _ask(database, key, Browser("own", here))
    _ask(database, key, _marked(key, network=here))


@pytest.mark.parametrize("mark", ["", ".", "salt", "salt.00", f"{'a' * 32}.{'0' * 64}"], ids=repr)
def test_a_made_up_mark_is_none(database: Database, key: bytes, mark: str) -> None:
    _exhaust(database, key)
    with pytest.raises(Throttled):
        _ask(database, key, Browser("own", "198.51.100.1", (mark,)))


def test_the_mark_of_one_address_is_none_for_another(database: Database, key: bytes) -> None:
    _exhaust(database, key)
    with pytest.raises(Throttled):
        _ask(database, key, _marked(key, "bob@example.org"))


def test_a_mark_tells_nobody_whose_it_is(key: bytes) -> None:
    one, other = (codes.mark_of(key, read(EMAIL)) for _ in range(2))
    assert not set(one.split(".")) & set(other.split("."))
    assert read(EMAIL).digest(key) not in one


def test_a_mark_has_a_limit_too(database: Database, key: bytes) -> None:
    mine = _marked(key)
    for _ in range(codes.SENDS_PER_MARK[0]):
        _ask(database, key, mine)
    with pytest.raises(Throttled):
        _ask(database, key, mine)


@pytest.mark.parametrize(
    ("ceiling", "number"), [("TEXTS_PER_DAY", PHONE), ("TEXTS_ABROAD_PER_DAY", ABROAD)]
)
def test_a_daily_ceiling_of_text_messages_leaves_a_reserve(
    database: Database,
    key: bytes,
    monkeypatch: pytest.MonkeyPatch,
    ceiling: str,
    number: str,
) -> None:
    monkeypatch.setattr(codes, ceiling, (2, codes.DAY))
    for rank in range(2):
        _ask(database, key, Browser(f"ring-{rank}", f"192.0.2.{rank}"), number)
    labels = {"limit": ceiling.removesuffix("_PER_DAY").lower()}
    before = REGISTRY.get_sample_value("portal_codes_refused_total", labels) or 0
    with pytest.raises(Throttled):
        _ask(database, key, Browser("ring-3", "192.0.2.3"), number)
    assert REGISTRY.get_sample_value("portal_codes_refused_total", labels) == before + 1
    _ask(database, key, _marked(key, number), number)
    _ask(database, key, Browser("mail", "192.0.2.3"), EMAIL)


def test_the_reserve_has_a_ceiling_of_cost(
    database: Database, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "TEXTS_OF_MARKS_PER_DAY", (1, codes.DAY))
    _ask(database, key, _marked(key, PHONE), PHONE)
    with pytest.raises(Throttled):
        _ask(database, key, _marked(key, PHONE), PHONE)


def test_sixty_codes_an_hour_for_a_network(database: Database, key: bytes) -> None:
    for number in range(60):
        _ask(database, key, Browser(f"b{number}", "192.0.2.1"), f"someone{number}@example.org")
    with pytest.raises(Throttled):
        _ask(database, key, Browser("b60", "192.0.2.1"), "someone60@example.org")
    _ask(database, key, Browser("b60", "192.0.2.2"), "someone60@example.org")


def test_a_browser_keeps_the_mark_after_its_session(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, database: Database, key: bytes
) -> None:
    """Ended by time, the phone is known again when a code is asked for; and by a stranger's not."""
    owner = new_visitor()
    sign_in(owner, EMAIL, run_jobs, outbox)
    for number in range(11):
        _ask(database, key, Browser(f"stranger-{number}", f"192.0.2.{number % 4}"))
    stranger = new_visitor()
    stranger.submit(stranger.get("/sign-in").form("/sign-in"), address=EMAIL, expect=429)
    with owner.client.session_transaction(base_url=owner.base_url) as cookie:
        del cookie["_user_id"]
    assert sign_in(owner, EMAIL, run_jobs, outbox).heading == "Mon espace"


def test_signing_out_by_hand_forgets_the_mark(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    sign_in(visitor, EMAIL, run_jobs, outbox)
    assert _cookie(visitor, "__Host-marks")
    visitor.submit(visitor.get("/account").form("/sign-out"))
    assert not _cookie(visitor, "__Host-marks")


def _cookie(visitor: Visitor, name: str) -> str:
    found = visitor.client.get_cookie(name, domain="portail.example.org")
    return found.value if found else ""


def test_cookies_belong_to_this_host_and_to_no_script(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    """SE-15, for the session and for the marks."""
    sign_in(visitor, EMAIL, run_jobs, outbox)
    for name in ("__Host-portal", "__Host-marks"):
        found = visitor.client.get_cookie(name, domain="portail.example.org")
        assert found is not None, name
        assert (found.secure, found.http_only, found.path) == (True, True, "/"), name
        assert (found.same_site, found.origin_only) == ("Lax", True), name


@pytest.mark.parametrize(("away", "still"), [(IDLE - MINUTE, 200), (IDLE + MINUTE, 404)])
def test_a_session_ends_when_nobody_uses_it(
    visitor: Visitor,
    backstage: Session,
    settings: Settings,
    away: timedelta,
    still: int,
) -> None:
    enter(visitor, backstage, make_person(backstage, settings, "Awa", EMAIL))
    with time_machine.travel(clock.now() + away, tick=False):
        visitor.get("/account", expect=still)


def test_a_session_ends_however_much_it_is_used(
    visitor: Visitor, backstage: Session, settings: Settings
) -> None:
    enter(visitor, backstage, make_person(backstage, settings, "Awa", EMAIL))
    start = clock.now()
    at = start
    while at < start + ABSOLUTE - IDLE:
        at += IDLE / 2
        with time_machine.travel(at, tick=False):
            visitor.get("/account")
    with time_machine.travel(start + ABSOLUTE - MINUTE, tick=False):
        visitor.get("/account")
    with time_machine.travel(start + ABSOLUTE + MINUTE, tick=False):
        visitor.get("/account", expect=404)


def test_signing_out_everywhere_ends_every_browser_at_once(
    new_visitor: Visitors, backstage: Session, settings: Settings
) -> None:
    awa = make_person(backstage, settings, "Awa", EMAIL)
    here, there = (enter(new_visitor(), backstage, awa) for _ in range(2))
    there.get("/account")
    here.submit(here.get("/account").form("/account/sessions/end"))
    for browser in (here, there):
        browser.get("/account", expect=404)
    assert None not in backstage.scalars(select(SignIn.ended_at)).all()


def test_a_role_taken_away_is_gone_at_the_next_request(
    visitor: Visitor, backstage: Session, settings: Settings
) -> None:
    awa = make_person(backstage, settings, "Awa", EMAIL)
    house = make_organisation(
        backstage, OrganisationKind.STRUCTURE, "Maison", members=[(awa, Role.RECRUITER)]
    )
    enter(visitor, backstage, awa)
    page = f"/employer/{house.slug}/applications"
    visitor.get(page)
    backstage.execute(update(Membership).values(role=Role.WRITER))
    backstage.commit()
    visitor.get(page, expect=403)
    visitor.get(f"/employer/{house.slug}/offers")
    backstage.execute(delete(Membership))
    backstage.commit()
    visitor.get(f"/employer/{house.slug}/offers", expect=404)


def test_no_statement_and_no_lock_waits_for_ever(database: Database) -> None:
    """SE-23: ten seconds for a statement, five for a lock somebody else holds."""
    with database.session() as session:
        assert session.scalar(text("SHOW statement_timeout")) == "10s"
        assert session.scalar(text("SHOW lock_timeout")) == "5s"
    with database.session() as first, database.session() as second:
        first.execute(text("SELECT pg_advisory_xact_lock(4703)"))
        begun = clock.now()
        with pytest.raises(OperationalError, match="lock timeout"):
            second.execute(text("SELECT pg_advisory_xact_lock(4703)"))
        assert timedelta(seconds=4) < clock.now() - begun < timedelta(seconds=9)
