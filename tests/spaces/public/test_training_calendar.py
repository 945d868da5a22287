"""The calendar of the trainings: a month, the same as a list, and what is not there said."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES, show_date, show_month, use
from portal.trainings import starting
from portal.trainings.models import Training, TrainingSession
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words

Publish = Callable[..., Training]
AddDates = Callable[..., TrainingSession]
HERE = "/trainings/calendar"


def listed(page: Page) -> list[str]:
    return [words(link) for item in page.find("ul", class_="month-list") for link in item.iter("a")]


def month_of(day: date) -> str:
    return f"{HERE}?month={day:%Y-%m}"


@pytest.fixture
def held(publish_training: Publish, add_dates: AddDates) -> TrainingSession:
    first = starting.next_month(clock.today()) + timedelta(days=9)
    training = publish_training(title="Premiers pas", prerequisites=["none"], city="Lille")
    return add_dates(training, starts_on=first)


def test_the_list_leads_to_the_calendar_with_its_search_and_back(
    visitor: HtmxVisitor, held: TrainingSession
) -> None:
    page = visitor.click(visitor.get("/trainings?q=pas&diploma=none"), "Voir le calendrier")
    assert page.url == f"{HERE}?q=pas&diploma=none"
    following = visitor.click(page, show_month(held.starts_on))
    assert following.url == f"{HERE}?month={held.starts_on:%Y-%m}&q=pas&diploma=none"
    assert listed(following) == ["Premiers pas"]
    assert visitor.click(following, "Voir la liste").url == "/trainings?q=pas&diploma=none"
    assert visitor.click(following, "Voir sur la carte").url == "/trainings/map?q=pas&diploma=none"
    assert visitor.click(visitor.get("/trainings/map?q=pas"), "Voir le calendrier").url == (
        f"{HERE}?q=pas"
    )


def test_the_days_of_the_table_lead_to_the_list(
    visitor: HtmxVisitor, held: TrainingSession
) -> None:
    page = visitor.get(month_of(held.starts_on))
    (table,) = page.find("table", class_="month")
    ((said, target),) = [(words(link), link.get("href")) for link in table.iter("a")]
    assert said == "10 – 1 session"
    heading = page.by_id((target or "").removeprefix("#"))
    assert words(heading).lower() == show_date(held.starts_on, weekday=True).lower()
    assert len(list(table.iter("th"))) == 7
    assert [words(one) for one in page.find(class_="offer-count")] == ["1 session"]


def test_what_does_not_match_is_not_there(visitor: HtmxVisitor, held: TrainingSession) -> None:
    page = visitor.get(month_of(held.starts_on) + "&pass=lsf")
    assert listed(page) == []
    assert "Aucune date annoncée" in page.text
    chip = visitor.click(page, "Enlever le filtre : Interprète en langue des signes (LSF)")
    assert listed(chip) == ["Premiers pas"]


def test_an_empty_month_says_when_the_next_date_is(
    visitor: HtmxVisitor, held: TrainingSession
) -> None:
    for empty in (clock.today(), starting.next_month(held.starts_on, 2)):
        page = visitor.get(month_of(empty))
        assert f"le {show_date(held.starts_on, weekday=True)}" in page.text
        assert listed(visitor.click(page, "Aller à ce mois")) == ["Premiers pas"]


def test_planned_and_called_off_are_not_announced_and_closed_says_so(
    visitor: HtmxVisitor, publish_training: Publish, add_dates: AddDates, held: TrainingSession
) -> None:
    late = add_dates(
        publish_training(title="Trop tard"),
        starts_on=held.starts_on,
        register_until=clock.today() - timedelta(days=1),
    )
    page = visitor.get(month_of(late.starts_on))
    assert sorted(listed(page)) == ["Premiers pas", "Trop tard"]
    assert page.text.count("Inscriptions fermées") == 1


@pytest.mark.parametrize("strange", ["2026-99", "hier", "0001-01", "9999-12", "2020-01", ""])
def test_a_strange_month_is_no_fault(
    visitor: HtmxVisitor, held: TrainingSession, strange: str
) -> None:
    page = visitor.get(f"{HERE}?month={strange}")
    assert page.find("table", class_="month")


def test_it_costs_as_many_queries_however_many_there_are(
    visitor: HtmxVisitor,
    database: Database,
    publish_training: Publish,
    add_dates: AddDates,
    held: TrainingSession,
) -> None:
    def asked() -> int:
        with sql.statements(database.engine) as found:
            visitor.get(month_of(held.starts_on))
        return len(found)

    asked()
    few = asked()
    for n in range(4):
        add_dates(publish_training(title=f"Autre {n}"), starts_on=held.starts_on)
    assert asked() == few


@pytest.mark.parametrize("tag", LOCALES)
def test_every_language_names_the_month(
    new_visitor: Callable[[str], HtmxVisitor], held: TrainingSession, tag: str
) -> None:
    page = new_visitor(tag).get(month_of(held.starts_on))
    with use(LOCALES[tag]):
        assert show_month(held.starts_on) in page.text
    assert listed(page) == ["Premiers pas"]


def test_the_days_of_the_week_are_in_the_language_of_the_page(
    new_visitor: Callable[[str], HtmxVisitor], held: TrainingSession
) -> None:
    """Babel gives the short names of the language that was asked for before, for some of them."""
    said = {}
    for tag in ("ps", "fr", "ar", "fr"):
        (head,) = new_visitor(tag).get(HERE).find("thead")
        said[tag] = [words(day) for day in head.iter("th")]
    assert said["fr"] == ["lu", "ma", "me", "je", "ve", "sa", "di"]
    assert said["ps"][4] == "جمعه"
    assert said["ar"][4] == "جمعة"
