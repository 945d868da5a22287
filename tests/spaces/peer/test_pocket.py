"""The grid in one page, that a phone may keep: answers that waited, nobody else's, all erased."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.people.models import Person
from portal.skills.models import Evidence, FrameworkAction, GridAnswer
from tests.support.htmx import HtmxVisitor

Browsers = Callable[[Person], HtmxVisitor]


def line(backstage: Session, code: str = "link-trust") -> str:
    found = select(FrameworkAction.id).where(FrameworkAction.code == code)
    return str(backstage.scalars(found).one())


def answers(backstage: Session) -> list[GridAnswer]:
    backstage.expire_all()
    return list(backstage.scalars(select(GridAnswer)))


def send(browser: HtmxVisitor, action: str, **said: str) -> int:
    """What static/js/pocket.js sends once the network is back."""
    form = browser.get("/my/grid/pocket").form(f"/my/grid/{action}")
    data = dict(form.data({})) | {
        name if name in {"owner", "kept"} else f"{action}-{name}": value
        for name, value in said.items()
    }
    return browser.fetch(f"/my/grid/{action}", "POST", data=data).status_code


def test_every_line_is_answered_from_one_page(worker: HtmxVisitor, backstage: Session) -> None:
    action = line(backstage)
    form = worker.get("/my/grid/pocket").form(f"/my/grid/{action}")
    answered: dict[str, Any] = {f"{action}-mobilised": "yes", f"{action}-mastery": "4"}
    page = worker.submit(form, **answered)
    assert page.heading == "Remplir sans réseau"
    assert [(one.mobilised, one.mastery) for one in answers(backstage)] == [("yes", "4")]
    again = page.form(f"/my/grid/{action}").data({})
    assert (f"{action}-mastery", "4") in again


def test_what_waited_keeps_its_moment(worker: HtmxVisitor, backstage: Session) -> None:
    action = line(backstage)
    before = clock.now() - timedelta(hours=5)
    moment = str(int(before.timestamp() * 1000))
    assert send(worker, action, mobilised="yes", kept="1", answered_at=moment) == 204
    (answer,) = answers(backstage)
    assert abs(answer.answered_at - before) < timedelta(seconds=1)


def leave_words(browser: HtmxVisitor, action: str, **said: str) -> int:
    """What static/js/pocket.js sends of an example written without a network."""
    form = browser.get("/my/grid/pocket").form(f"/my/grid/{action}")
    there = dict(form.data({}))
    data = {name: there[name] for name in ("csrf_token", "owner")} | {"words": "J’écoute d’abord."}
    data |= said
    return browser.fetch(f"/my/grid/{action}/words", "POST", data=data).status_code


def test_words_that_waited_are_kept_once(
    worker: HtmxVisitor, backstage: Session, nadia: Person, signed_in: Browsers
) -> None:
    action, mark = line(backstage), "5d1c7a52-4b1e-4a52-9a8f-0d6f0a2b7c11"
    for _again in range(2):
        assert leave_words(worker, action, kept="1", evidence=mark) == 204
    assert [one.words for one in backstage.scalars(select(Evidence))] == ["J’écoute d’abord."]
    # The mark is the device's: another person's words may bear the same.
    theirs = signed_in(nadia)
    assert leave_words(theirs, action, kept="1", evidence=mark) == 204
    assert leave_words(theirs, action, kept="1", evidence="x") == 204
    assert len(backstage.scalars(select(Evidence)).all()) == 3
    assert leave_words(worker, action, kept="1", owner=str(nadia.id)) == 409


def test_an_answer_and_an_example_are_left_together_without_javascript(
    worker: HtmxVisitor, backstage: Session
) -> None:
    action = line(backstage)
    form = worker.get("/my/grid/pocket").form(f"/my/grid/{action}")
    said: dict[str, Any] = {f"{action}-mobilised": "yes", "words": "J’écoute d’abord."}
    page = worker.submit(form, **said)
    assert page.heading == "Remplir sans réseau"
    assert [one.mobilised for one in answers(backstage)] == ["yes"]
    assert [one.words for one in backstage.scalars(select(Evidence))] == ["J’écoute d’abord."]


def test_what_somebody_else_left_on_the_device_is_refused(
    worker: HtmxVisitor, backstage: Session, nadia: Person
) -> None:
    action = line(backstage)
    assert send(worker, action, mobilised="yes", kept="1", owner=str(nadia.id)) == 409
    # Pressed on a page left open, it says who is there now.
    form = worker.get(f"/my/grid/{action}").form(name="mastery")
    data = dict(form.data({"mastery": "3"})) | {"owner": str(nadia.id)}
    refused = worker.fetch(form.action, "POST", data=data)
    assert refused.status_code == 409
    assert "<h1>Ce n’est plus le même compte</h1>" in refused.text
    assert answers(backstage) == []


def test_signing_out_erases_what_the_browser_kept(worker: HtmxVisitor) -> None:
    form = worker.get("/account").form("/account/sessions/end")
    page = worker.fetch(form.action, "POST", data=dict(form.data({})))
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in worker.fetch("/").headers


def test_a_word_is_answered_in_the_table(worker: HtmxVisitor, backstage: Session) -> None:
    """With htmx the line changes in place; mastery, said before, stays."""
    worker.submit(
        worker.get(f"/my/grid/{line(backstage, 'link-keep')}").form(name="mastery"), mastery="3"
    )
    page = worker.get("/my/grid")
    address = f"/my/grid/{line(backstage, 'link-keep')}/mobilised"
    swapped = worker.press(page, page.form(address).element, mobilised="not_yet")
    worker.compare(swapped)
    assert [(one.mobilised, one.mastery) for one in answers(backstage)] == [("not_yet", "3")]


def test_a_word_is_answered_without_javascript(worker: HtmxVisitor, backstage: Session) -> None:
    form = worker.get("/my/grid").form(f"/my/grid/{line(backstage)}/mobilised")
    page = worker.submit(form, mobilised="unknown")
    assert page.heading == "Ma grille de compétences"
    assert [one.mobilised for one in answers(backstage)] == ["unknown"]


def test_a_word_that_is_none_is_refused(worker: HtmxVisitor, backstage: Session) -> None:
    address = f"/my/grid/{line(backstage)}/mobilised"
    data = dict(worker.get("/my/grid").form(address).data({}))
    assert worker.fetch(address, "POST", data={**data, "mobilised": "often"}).status_code == 422
    assert answers(backstage) == []
