"""One-time codes, without a browser: races, expiry, addresses, limits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, tokens
from portal.kernel.db import Database, Reach
from portal.people.actions import codes, sign_in
from portal.people.actions.codes import Browser, Wrong
from portal.people.actions.sign_in import Opened
from portal.people.errors import CodeExpired
from portal.people.models import ContactPoint, Person, SignIn, SignInCode
from tests.support.entry import last_code
from tests.support.outbox import Outbox

Jobs = Callable[[], None]
HERE = Browser("browser-one", "192.0.2.1")
EMAIL = "awa@example.org"


@pytest.fixture
def key(settings: Settings) -> bytes:
    return settings.key("people")


@pytest.fixture
def code(database: Database, key: bytes, run_jobs: Jobs, outbox: Outbox) -> str:
    with database.session() as session:
        codes.ask_code(session, key, HERE, EMAIL, locale="fr")
        session.commit()
    run_jobs()
    return last_code(outbox, EMAIL)


def _verify(database: Database, key: bytes, typed: str, browser: Browser = HERE) -> object:
    with database.session() as session:
        try:
            result = sign_in.verify_code(
                session, key, browser, typed, device="Firefox", locale="fr"
            )
        except CodeExpired:
            return CodeExpired
        session.commit()
        return result


def test_two_posts_at_once_open_one_session(
    database: Database, key: bytes, code: str, backstage: Session
) -> None:
    """Two connections, released together: the row lock lets one of them win."""
    start = Barrier(2)

    def post(_number: int) -> object:
        start.wait()
        return _verify(database, key, code)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(post, range(2)))
    assert sorted(isinstance(result, Opened) for result in results) == [False, True]
    assert CodeExpired in results
    assert backstage.scalar(select(func.count()).select_from(SignIn)) == 1
    assert backstage.scalar(select(func.count()).select_from(Person)) == 1


def test_wrong_tries_at_once_are_all_counted(
    database: Database, key: bytes, code: str, backstage: Session
) -> None:
    wrong = "000000" if code != "000000" else "111111"
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: _verify(database, key, wrong), range(4)))
    left = sorted(result.tries_left for result in results if isinstance(result, Wrong))
    assert left == [1, 2, 3, 4]
    assert backstage.scalars(select(SignInCode.attempts)).one() == 4


def test_two_browsers_proving_one_new_address_make_one_account(
    database: Database, key: bytes, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    browsers = [Browser(f"browser-{n}", "192.0.2.1") for n in range(2)]
    found = []
    for browser in browsers:
        with database.session() as session:
            codes.ask_code(session, key, browser, EMAIL, locale="fr")
            session.commit()
        run_jobs()
        found.append(last_code(outbox, EMAIL))
    start = Barrier(2)

    def post(number: int) -> object:
        start.wait()
        return _verify(database, key, found[number], browsers[number])

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(post, range(2)))
    assert all(isinstance(result, Opened) for result in results)
    assert backstage.scalar(select(func.count()).select_from(Person)) == 1
    assert backstage.scalar(select(func.count()).select_from(ContactPoint)) == 1


@pytest.mark.parametrize(("minutes", "still"), [(9, True), (10, False), (11, False)])
def test_a_code_lives_ten_minutes(
    database: Database, key: bytes, code: str, minutes: int, still: bool
) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        assert isinstance(_verify(database, key, code), Opened) is still


def test_asking_again_ends_the_code_before(
    database: Database, key: bytes, code: str, run_jobs: Jobs, outbox: Outbox
) -> None:
    with database.session() as session:
        codes.ask_code(session, key, HERE, EMAIL, locale="fr")
        session.commit()
    run_jobs()
    second = last_code(outbox, EMAIL)
    if second != code:
        assert isinstance(_verify(database, key, code), Wrong)
    assert isinstance(_verify(database, key, second), Opened)


def test_the_database_keeps_no_code(
    database: Database, key: bytes, code: str, backstage: Session
) -> None:
    row = backstage.scalars(select(SignInCode)).one()
    assert code not in row.code_digest
    assert row.code_digest != tokens.digest(code)
    assert row.code_digest == tokens.keyed(key, "code", str(row.id), code)


def test_another_browser_reaches_no_row(database: Database, code: str) -> None:
    with database.session(Reach(doors={"browser": tokens.digest("browser-two")})) as session:
        assert session.scalars(select(SignInCode)).all() == []


def test_an_address_typed_differently_is_the_same_account(
    database: Database, key: bytes, code: str, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    _verify(database, key, code)
    with database.session() as session:
        codes.ask_code(session, key, HERE, " AWA@EXAMPLE.ORG ", locale="fr")
        session.commit()
    run_jobs()
    again = last_code(outbox, outbox.messages[-1].to)
    opened = _verify(database, key, again)
    assert isinstance(opened, Opened)
    assert not opened.is_new


def test_a_code_that_works_no_more_is_not_sent(
    database: Database, key: bytes, run_jobs: Jobs, outbox: Outbox
) -> None:
    """A mail server that slept for the night would deliver it in the morning."""
    asked = clock.now() - codes.LIFE - timedelta(seconds=1)
    with time_machine.travel(asked), database.session() as session:
        codes.ask_code(session, key, HERE, EMAIL, locale="fr")
        session.commit()
    run_jobs()
    assert outbox.messages == []
