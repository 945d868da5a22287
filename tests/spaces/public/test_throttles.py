"""Too often is answered 429, in the person's language, with the moment to try again (SE-13)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from portal.config import Settings
from portal.jobs.models import PublishedOffer
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import clock
from portal.kernel.db import Database
from portal.spaces.public.apply import routes as apply
from portal.spaces.public.follow import routes as follow
from portal.spaces.public.offers import routes as offers
from portal.web import pieces
from portal.web.pace import Pace
from tests.factories.applications import Candidate, begin, send
from tests.factories.documents import photo
from tests.support.htmx import HtmxVisitor

SHELTER, ELSEWHERE = "192.0.2.7", "2001:db8:1::9"
NEXT_DOOR = "2001:db8:1::77"  # the same household as ELSEWHERE


@pytest.fixture
def sent(database: Database, settings: Settings, offer: OfferToAnswer) -> Candidate:
    with database.session() as session:
        someone = send(session, settings, offer, locale="ps")
        session.commit()
    return someone


def _is_told_to_wait(answer: TestResponse, language: str) -> None:
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("SEARCHES", "/offers?q=accueil"),
        ("FEEDS", "/feeds/offers.atom"),
        ("FEEDS", "/feeds/offers.json"),
        ("POSTERS", "/offers/{slug}/poster.pdf"),
    ],
)
def test_what_is_dear_to_make_is_paced_by_network(
    new_visitor: Callable[..., HtmxVisitor],
    publish_one: Callable[..., PublishedOffer],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    address: str,
) -> None:
    monkeypatch.setattr(offers, name, Pace(2))
    url = address.format(slug=publish_one().slug)
    visitor = new_visitor("ps")

    def ask(network: str) -> TestResponse:
        return visitor.fetch(url, environ_overrides={"REMOTE_ADDR": network})

    with clock.pretending(clock.now().replace(second=20)):
        assert [ask(SHELTER).status_code for _time in range(2)] == [200, 200]
        refused = ask(SHELTER)
        _is_told_to_wait(refused, "ps")
        assert refused.headers["Retry-After"] == "40"
        assert [ask(one).status_code for one in (ELSEWHERE, NEXT_DOOR)] == [200, 200]
        _is_told_to_wait(ask(NEXT_DOOR), "ps")
        # A proxy that does not say for whom it asks shuts nobody out.
        assert {ask("127.0.0.1").status_code for _time in range(5)} == {200}
    with clock.pretending(clock.now().replace(second=20) + timedelta(minutes=1)):
        assert ask(SHELTER).status_code == 200


def test_a_browser_begins_only_so_many_answers_in_an_hour(
    new_visitor: Callable[..., HtmxVisitor],
    offer: OfferToAnswer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apply, "STARTS_AN_HOUR", 2)
    root = f"/offers/{offer.slug}/apply"

    def start(visitor: HtmxVisitor, expect: int = 200) -> None:
        page = visitor.submit(visitor.get(root).form(), expect=expect)
        if expect == 429:
            assert int(page.headers["Retry-After"]) > 0
            assert page.one("html").get("lang") == "fa"
            return
        visitor.submit(visitor.get(root).form(f"{root}/another"))

    shared = new_visitor("fa")
    start(shared)
    start(shared)
    start(shared, 429)
    # Next to it, on the same network, somebody else begins.
    start(new_visitor("fa"))


def test_a_network_begins_only_so_many_answers_in_an_hour(
    new_visitor: Callable[..., HtmxVisitor],
    offer: OfferToAnswer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert apply.STARTS_OF_A_NETWORK >= 1000, "a mobile operator gives one to a whole district"
    monkeypatch.setattr(apply, "STARTS_OF_A_NETWORK", 2)
    root = f"/offers/{offer.slug}/apply"
    for expect in (200, 200, 429):
        visitor = new_visitor()
        visitor.submit(visitor.get(root).form(), expect=expect)


def test_a_link_brings_only_so_many_files_in_an_hour(
    visitor: HtmxVisitor,
    database: Database,
    settings: Settings,
    offer: OfferToAnswer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pieces, "FILES_AN_HOUR", 2)
    with database.session() as session:
        someone = begin(session, settings, offer, ways=("cv",))
        session.commit()
    csrf = visitor.get("/follow").one("input", name="csrf_token").get("value") or ""
    headers = {
        "X-CSRFToken": csrf,
        "Referer": visitor.base_url + "/follow",
        "Upload-Length": "10",
        "Upload-Purpose": "cv",
    }
    url = f"/uploads/{someone.token}"
    answers = [visitor.fetch(url, "POST", headers=headers) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    # With a form, it is the same count.
    visitor.fetch(f"/follow/{someone.token}")
    page = visitor.get(f"/offers/{offer.slug}/apply/cv")
    visitor.submit(page.form(), expect=429, cv=[(photo("jpeg"), "1.jpg")])


@pytest.mark.parametrize("action", ["reply", "reach", "add"])
def test_a_link_sends_only_so_many_words_in_an_hour(
    visitor: HtmxVisitor, sent: Candidate, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setattr(follow, "WORDS_AN_HOUR", 1)
    url = f"/follow/{sent.token}/{action}"
    form = visitor.get(url).form()
    visitor.submit(form, expect=422 if action == "add" else 200, **_words(action))
    page = visitor.submit(form, expect=429, **_words(action))
    assert int(page.headers["Retry-After"]) > 0
    assert page.one("html").get("lang") == "ps", "the person's own language"


def _words(action: str) -> dict[str, str]:
    return {"reply": {"body": "سلام"}, "reach": {"phone": "06 39 98 00 00"}}.get(action, {})


def test_only_wrong_codes_are_counted(
    visitor: HtmxVisitor, sent: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "WRONG_CODES_AN_HOUR", 2)

    def enter(code: str, expect: int) -> None:
        visitor.submit(visitor.get("/follow").form(), expect=expect, code=code)

    for _time in range(3):
        enter(sent.token, 200)
    enter("wrong", 422)
    enter("wrong again", 422)
    enter("wrong once more", 429)


def test_wrong_codes_are_counted_by_network(
    new_visitor: Callable[..., HtmxVisitor], sent: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another phone of the same network is no way around; elsewhere nobody waits for them."""
    monkeypatch.setattr(follow, "WRONG_CODES_AN_HOUR", 2)

    def enter(code: str, network: str) -> TestResponse:
        visitor = new_visitor("ps")
        page = visitor.get("/follow")
        return visitor.fetch(
            "/follow",
            "POST",
            data={
                "code": code,
                "csrf_token": page.one("input", name="csrf_token").get("value") or "",
            },
            headers={"Referer": f"{visitor.base_url}/follow"},
            environ_overrides={"REMOTE_ADDR": network},
        )

    assert [enter("wrong", ELSEWHERE).status_code for _time in range(2)] == [422, 422]
    _is_told_to_wait(enter("wrong", NEXT_DOOR), "ps")
    _is_told_to_wait(enter(sent.token, NEXT_DOOR), "ps")
    assert enter("wrong", SHELTER).status_code == 422
    assert enter(sent.token, SHELTER).status_code == 302
