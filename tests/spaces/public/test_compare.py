"""Comparing trainings, from the browser's side: chosen in the list, side by side, on a phone."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.kernel.i18n import show_date
from portal.trainings.models import Training, TrainingSession
from tests.factories.trainings import tell_in
from tests.spaces.public.test_trainings import FULL
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

Publish = Callable[..., Training]


@pytest.fixture
def three(publish_training: Publish) -> list[Training]:
    return [
        publish_training(title="Première", days=2),
        publish_training(**FULL),
        publish_training(title="Troisième", days=2, passport={"lift": "yes"}),
    ]


def compared(page: Page) -> list[str]:
    return [words(item) for item in page.find("ol")[-1].findall("{*}li/{*}a[1]")]


def url_of(*trainings: Training) -> str:
    return "/trainings/compare?" + "&".join(f"one={training.slug}" for training in trainings)


def test_boxes_of_the_list_lead_to_the_comparison(
    visitor: HtmxVisitor, three: list[Training]
) -> None:
    form = visitor.get("/trainings").form("/trainings/compare")
    chosen = [three[0].slug, three[2].slug]
    page = visitor.submit(form, one=chosen)
    assert set(parse_qs(urlsplit(page.url).query)["one"]) == set(chosen)
    assert set(compared(page)) == {"Première", "Troisième"}


def test_a_day_one_may_come_on_is_no_unknown_date(
    visitor: HtmxVisitor, three: list[Training], add_dates: Callable[..., TrainingSession]
) -> None:
    """It says more than when it usually is; without one, the organiser's words stay."""
    day = show_date(add_dates(three[0]).starts_on)
    page = visitor.get(url_of(*three))
    (row,) = [one for one in page.find("tr") if words(one).startswith("Dates")]
    said = [words(cell) for cell in row.findall("{*}td")]
    assert said == [f"À partir du {day}", FULL["period"], "On ne sait pas"]


def test_a_page_of_a_training_leads_there_too(visitor: HtmxVisitor, three: list[Training]) -> None:
    page = visitor.get(f"/trainings/{three[1].slug}")
    page = visitor.click(page, "Comparer avec d’autres")
    assert compared(page) == [FULL["title"]]
    found = visitor.submit(page.form(name="q"), q="troisième")
    page = visitor.click(found, "Ajouter Troisième")
    assert compared(page) == [FULL["title"], "Troisième"]


def test_each_fact_stands_beside_the_others(visitor: HtmxVisitor, three: list[Training]) -> None:
    page = visitor.get(url_of(*three))
    rows = {words(row[0]): row for row in page.find("tr", role="row") if len(row)}
    (name,) = [name for name in rows if name.startswith("Durée")]
    assert name == "Durée Différent"
    cells = rows[name].findall("{*}td")
    assert [cell.get("data-label") for cell in cells] == ["Première", FULL["title"], "Troisième"]
    assert [words(cell).split()[0] for cell in cells] == ["2", "19", "2"]
    assert "Les sources ne disent pas la même chose." in words(cells[1])
    assert "On ne sait rien, pour aucune, de ceci :" in page.text


def test_one_is_taken_away(visitor: HtmxVisitor, three: list[Training]) -> None:
    page = visitor.get(url_of(*three))
    page = visitor.click(page, "Retirer Première")
    assert compared(page) == [FULL["title"], "Troisième"]


def test_three_at_most_and_the_others_are_said(
    visitor: HtmxVisitor, three: list[Training], publish_training: Publish
) -> None:
    page = visitor.get(url_of(*three, publish_training(title="Quatrième")))
    assert len(compared(page)) == 3
    assert "Trois au plus se comparent : les premières sont montrées." in page.text
    assert page.find("input", name="q") == []


def test_the_same_one_twice_is_one(visitor: HtmxVisitor, three: list[Training]) -> None:
    assert compared(visitor.get(url_of(three[0], three[0]))) == ["Première"]


def test_what_is_gone_or_never_was_is_left_out(
    visitor: HtmxVisitor, three: list[Training], publish_training: Publish
) -> None:
    gone = publish_training(title="Partie", archived=True)
    page = visitor.get(url_of(gone, three[0]) + "&one=nothing-of-that")
    assert compared(page) == ["Première"]
    assert "Une des formations n’est plus en ligne." in page.text
    assert "Partie" not in page.text


def test_nothing_chosen_says_what_to_do(visitor: HtmxVisitor, three: list[Training]) -> None:
    page = visitor.get("/trainings/compare")
    assert "Choisissez deux ou trois formations" in page.text
    assert "Rien ne correspond." in visitor.get("/trainings/compare?q=xyzzy").text


def test_it_costs_the_same_for_one_and_for_three(
    visitor: HtmxVisitor, three: list[Training], database: Database
) -> None:
    asked = []
    for chosen in (three[:1], three):
        url = url_of(*chosen)
        visitor.get(url)
        with sql.statements(database.engine) as found:
            visitor.get(url)
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_what_somebody_translated_is_compared_in_ones_language(
    new_visitor: Callable[..., HtmxVisitor], three: list[Training], backstage: Session
) -> None:
    tell_in(backstage, three[1].slug, "ps", title="ملګری", period="له جنوري څخه")
    visitor = new_visitor("ps")
    page = visitor.get(url_of(*three))
    assert compared(page) == ["Première", "ملګری", "Troisième"]
    cells = [cell for row in page.find("tr") for cell in row.findall("{*}td")]
    assert {cell.get("data-label") for cell in cells} >= {"Première", "ملګری"}
    assert any("له جنوري څخه" in words(cell) for cell in cells)
    assert FULL["period"] not in page.text
    found = visitor.get(f"{url_of(three[0])}&q=lille")
    assert "ملګری" in found.text


@pytest.mark.parametrize("language", ["ar", "ps", "fr-x-simple"])
def test_it_reads_in_other_languages(
    new_visitor: Callable[..., HtmxVisitor], three: list[Training], language: str
) -> None:
    page = new_visitor(language).get(url_of(*three))
    assert ("Comparer des formations" in page.heading) == language.startswith("fr")
    assert FULL["title"] in page.text
