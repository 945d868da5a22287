"""The grid on a phone: one line a page, stop anywhere, the later answer stands, nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.people.models import Person
from portal.skills.models import Evidence, FrameworkAction, GridAnswer
from tests.support.htmx import HtmxVisitor
from tests.support.sql import statements

TRUST = "Etablir un lien de confiance avec les personnes accompagnées"


def line(backstage: Session, code: str = "link-trust") -> str:
    found = select(FrameworkAction.id).where(FrameworkAction.code == code)
    return f"/my/grid/{backstage.scalars(found).one()}"


def answers(backstage: Session) -> list[GridAnswer]:
    backstage.expire_all()
    return list(backstage.scalars(select(GridAnswer)))


def test_a_stranger_gets_404(visitor: HtmxVisitor, backstage: Session) -> None:
    for path in ("/my/grid", "/my/record", line(backstage)):
        visitor.get(path, expect=404)


def test_one_begins_and_goes_on_line_after_line(
    worker: HtmxVisitor, backstage: Session, karim: Person
) -> None:
    page = worker.click(worker.get("/my/record"), "Commencer")
    assert page.heading == "Faire en sorte que les personnes aient confiance en vous."
    assert TRUST in page.text
    page = worker.submit(page.form(name="mobilised"), mobilised="yes", mastery="4", interest="5")
    assert page.heading == "Rester en contact avec les personnes dans le temps."
    (answer,) = answers(backstage)
    assert (answer.person_id, answer.mobilised, answer.mastery, answer.interest) == (
        karim.id,
        "yes",
        "4",
        "5",
    )
    page = worker.submit(page.form(name="mobilised"), later="1", mobilised="unknown")
    assert page.heading == "Ma grille de compétences"
    assert "Je fais bien, même quand c’est difficile" in page.text
    record = worker.get("/my/record").text
    assert "Vous avez répondu à 2 lignes. Il en reste 21, si vous voulez." in record


def test_one_comes_to_the_end(worker: HtmxVisitor, backstage: Session) -> None:
    for action_id in backstage.scalars(select(FrameworkAction.id)).all():
        page = worker.get(f"/my/grid/{action_id}")
        worker.submit(page.form(name="mobilised"), mobilised="no")
    page = worker.get("/my/record")
    assert "Vous avez répondu à 23 lignes." in page.text
    assert "Il en reste" not in page.text
    assert "Continuer" not in page.links


def test_everything_may_be_left_blank(worker: HtmxVisitor, backstage: Session) -> None:
    worker.submit(worker.get(line(backstage)).form(name="mobilised"), interest="3")
    (answer,) = answers(backstage)
    assert (answer.mobilised, answer.mastery, answer.interest) == (None, None, "3")


def test_what_was_answered_is_there_again(worker: HtmxVisitor, backstage: Session) -> None:
    address = line(backstage)
    worker.submit(
        worker.get(address).form(name="mobilised"), mobilised="not_yet", mastery="unknown"
    )
    data = worker.get(address).form(name="mobilised").data({})
    assert ("mobilised", "not_yet") in data
    assert ("mastery", "unknown") in data


def test_a_mark_that_does_not_exist_is_refused(worker: HtmxVisitor, backstage: Session) -> None:
    page = worker.get(line(backstage))
    data = dict(page.form(name="mobilised").data({}))
    answer = worker.fetch(
        line(backstage), "POST", data={**data, "mobilised": "yes", "mastery": "6"}
    )
    assert answer.status_code == 422
    assert "Choisissez une des réponses proposées" in answer.text
    assert answers(backstage) == []


def test_of_two_answers_the_later_one_stands(worker: HtmxVisitor, backstage: Session) -> None:
    """A phone that was offline sends what it kept: older than what another device said since."""
    address = line(backstage)
    before = str(int((clock.now() - timedelta(hours=3)).timestamp() * 1000))
    worker.submit(worker.get(address).form(name="mobilised"), mobilised="yes", mastery="4")
    worker.submit(
        worker.get(address).form(name="mobilised"), mobilised="no", mastery="0", answered_at=before
    )
    assert [(one.mobilised, one.mastery, one.version) for one in answers(backstage)] == [
        ("yes", "4", 1)
    ]


def test_a_clock_that_runs_ahead_does_not_win_for_ever(
    worker: HtmxVisitor, backstage: Session
) -> None:
    address = line(backstage)
    ahead = str(int((clock.now() + timedelta(days=900)).timestamp() * 1000))
    worker.submit(worker.get(address).form(name="mobilised"), mobilised="yes", answered_at=ahead)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        worker.submit(worker.get(address).form(name="mobilised"), mobilised="no")
    assert [one.mobilised for one in answers(backstage)] == ["no"]


def test_words_show_a_line_and_can_be_taken_back(worker: HtmxVisitor, backstage: Session) -> None:
    address = line(backstage)
    page = worker.get(address)
    page = worker.submit(page.form(name="words"), keep="words", words="J’accueille le matin.")
    assert "J’accueille le matin." in page.text
    (shown,) = backstage.scalars(select(Evidence))
    page = worker.submit(page.form(f"/my/grid/evidence/{shown.id}/remove"))
    assert "J’accueille le matin." not in page.text
    # The empty answer that carried it says nothing, and what is answered offline comes after it.
    assert [one.mobilised for one in answers(backstage)] == [None]


def test_an_empty_example_is_refused(worker: HtmxVisitor, backstage: Session) -> None:
    address = line(backstage)
    form = worker.get(address).form(name="words")
    page = worker.submit(form, expect=422, keep="words", words="  ")
    assert "Écrivez quelques mots" in page.text


@pytest.mark.parametrize("pressed", [{"keep": "words"}, {}, {"later": "1"}])
def test_choices_and_an_example_are_kept_together(
    worker: HtmxVisitor, backstage: Session, pressed: dict[str, Any]
) -> None:
    """Whichever button is pressed."""
    address = line(backstage)
    said: dict[str, Any] = {"mobilised": "yes", "mastery": "3", "words": "J’accueille."}
    worker.submit(worker.get(address).form(name="words"), **said, **pressed)
    assert [(one.mobilised, one.mastery) for one in answers(backstage)] == [("yes", "3")]
    assert [one.words for one in backstage.scalars(select(Evidence))] == ["J’accueille."]
    page = worker.get(address)
    assert page.one("textarea", name="words").text in {None, "", "\n", "\r\n"}


def test_one_adds_a_line_of_ones_own_and_takes_it_back(
    worker: HtmxVisitor, backstage: Session
) -> None:
    page = worker.get("/my/grid/lines/new")
    page = worker.submit(page.form(), label="Traduire <b>vite</b>", heading="Langues")
    assert page.heading == "Traduire <b>vite</b>"
    page = worker.submit(page.form(name="mobilised"), mobilised="yes", later="1")
    assert "Langues" in page.text
    address = page.link("Traduire <b>vite</b>")
    page = worker.get(address)
    removal = f"/my/grid/lines/{address.rpartition('/')[2]}/remove"
    page = worker.submit(page.form(removal))
    assert "Traduire" not in page.text
    assert answers(backstage) == []


def test_a_line_of_somebody_else_is_nowhere(
    worker: HtmxVisitor, backstage: Session, visitor: HtmxVisitor
) -> None:
    worker.get("/my/grid/01a22808-67ba-7e61-8c50-3ba8f981cb03", expect=404)


def test_the_number_of_queries_does_not_grow(
    worker: HtmxVisitor, backstage: Session, database: Database
) -> None:
    with statements(database.engine) as few:
        worker.get("/my/grid")
    for code in ("link-trust", "link-keep", "link-will", "team-ask"):
        worker.submit(worker.get(line(backstage, code)).form(name="mobilised"), mobilised="yes")
    with statements(database.engine) as more:
        worker.get("/my/grid")
    assert len(more) == len(few)


@pytest.mark.parametrize("language", ["ar", "fa-AF", "ps", "fr-x-simple"])
def test_the_pages_hold_in_other_languages(
    worker: HtmxVisitor, backstage: Session, language: str
) -> None:
    for path in ("/my/record", "/my/grid", line(backstage), "/my/grid/lines/new"):
        worker.get(f"{path}?lang={language}")


def test_after_a_quick_answer_the_focus_is_on_what_was_said(worker: HtmxVisitor) -> None:
    """The buttons fold away with the answer: a keyboard does not start again at the top."""
    page = worker.get("/my/grid")
    form = next(one for one in page.find("form") if one.get("hx-post"))
    after = worker.press(page, form, mobilised="not_yet")
    said = after.by_id(form.get("data-focus", ""))
    assert said.get("tabindex") == "-1"
    assert "Pas encore" in "".join(said.itertext())
