"""The list of offers: words, filters, pages, addresses one may share."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.kernel.i18n import LOCALES
from tests.factories.published import copy_published
from tests.spaces.public.conftest import Publish
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page, words


def titles(page: Page) -> list[str]:
    return [words(heading) for heading in page.find("h3", class_="card-title")]


def _results(page: Page) -> str:
    return words(page.by_id("results"))


@pytest.fixture
def two(publish_one: Publish) -> None:
    publish_one(
        title="Médiateur·rice santé pair·e",
        postcode="59000",
        city="Lille",
        department="59",
        region="32",
        contract="cdd",
    )
    publish_one(title="Travailleur pair", ways={"voice": "", "cv": ""})


@pytest.mark.usefixtures("two")
def test_a_search_by_words(visitor: HtmxVisitor) -> None:
    page = visitor.get("/offers")
    assert titles(page) == ["Travailleur pair", "Médiateur·rice santé pair·e"]
    found = visitor.submit(page.form(name="q"), q="mediatrice")
    assert titles(found) == ["Médiateur·rice santé pair·e"]
    assert words(found.by_id("offers-count")) == "1 offre"
    assert "q=mediatrice" in found.url


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "words",
    [
        *("pachto", "Pashto", "پښتو", "nord", "59", "hauts-de-france", "59000"),
        *("accueil santé", "fixed-term"),
    ],
)
def test_a_search_by_what_the_box_promises(visitor: HtmxVisitor, words: str) -> None:
    assert "Médiateur·rice santé pair·e" in titles(visitor.get("/offers?q=" + words))


def test_a_search_in_every_part_that_was_translated(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    publish_one({"en": {"missions": "Welcome people at the kangaroo house"}})
    assert len(titles(visitor.get("/offers?q=kangaroo"))) == 1


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"place": "department-59"}, ["Médiateur·rice santé pair·e"]),
        ({"place": "region-11"}, ["Travailleur pair"]),
        ({"contract": ["cdd"]}, ["Médiateur·rice santé pair·e"]),
        ({"contract": ["cdd", "cdi"]}, ["Travailleur pair", "Médiateur·rice santé pair·e"]),
        ({"way": ["cv"]}, ["Travailleur pair"]),
        ({"diploma": ["none"], "time": ["candidate"]}, None),
        ({"language": "ps"}, None),
        ({"language": "so"}, []),
        # Between 20 and 35 hours, as the person likes: part time and full time both.
        ({"time": ["part"]}, None),
        ({"time": ["full"]}, None),
    ],
)
def test_filters_without_javascript(
    visitor: HtmxVisitor, filters: dict[str, Any], left: list[str] | None
) -> None:
    form = visitor.get("/offers").form(name="q")
    page = visitor.submit(form, **filters)
    assert titles(page) == (titles(visitor.get("/offers")) if left is None else left)


@pytest.mark.usefixtures("two")
def test_a_filter_is_shown_and_taken_off(visitor: HtmxVisitor) -> None:
    page = visitor.get("/offers?q=pair&department=59&contract=cdd&contract=nothing")
    assert len(titles(page)) == 1
    chips = [words(chip) for chip in page.find("a", class_="chip")]
    assert chips == [
        "Enlever le filtre : « pair »",
        "Enlever le filtre : Nord",
        "Enlever le filtre : CDD",
        "Tout enlever",
    ]
    wider = visitor.click(page, "Nord")
    assert wider.url == "/offers?q=pair&contract=cdd"
    assert visitor.click(page, "Tout enlever").url == "/offers"


@pytest.mark.usefixtures("two")
def test_htmx_gives_what_a_fresh_page_gives(visitor: HtmxVisitor) -> None:
    page = visitor.get("/offers")
    swapped = visitor.press(page, page.by_id("search"), q="santé")
    fresh = visitor.get("/offers?q=santé")
    assert _results(swapped) == _results(fresh)
    assert words(swapped.by_id("offers-count")) == words(fresh.by_id("offers-count"))
    assert swapped.url == "/offers?q=sant%C3%A9"


def test_numbered_pages(visitor: HtmxVisitor, publish_one: Publish, backstage: Session) -> None:
    snapshot = publish_one()
    copy_published(backstage, snapshot.offer_id, 44)
    backstage.commit()
    first = visitor.get("/offers?contract=cdi")
    assert words(first.by_id("offers-count")) == "45 offres"
    second = visitor.click(first, "Suivante")
    assert second.url == "/offers?contract=cdi&page=2"
    assert len(titles(second)) == 20
    beyond = visitor.fetch("/offers?contract=cdi&page=40")
    assert (beyond.status_code, beyond.location) == (302, "/offers?contract=cdi&page=3")
    for odd in ("0", "-1", "x", "1e3", "٣"):
        assert len(titles(visitor.get(f"/offers?page={odd}"))) in {5, 20}


def test_htmx_turns_the_page(
    visitor: HtmxVisitor, publish_one: Publish, backstage: Session
) -> None:
    snapshot = publish_one()
    copy_published(backstage, snapshot.offer_id, 44)
    backstage.commit()
    page: Page = visitor.get("/offers?contract=cdi")
    for number, link in ((2, "next"), (3, "next"), (2, "prev"), (1, "prev")):
        page = visitor.press(page, page.one("a", rel=link))
        assert page.url == "/offers?contract=cdi" + (f"&page={number}" if number > 1 else "")
        fresh = visitor.get(page.url)
        assert titles(page) == titles(fresh)
        assert _results(page) == _results(fresh)
        said = "45 offres" + (f" – Page {number} sur 3" if number > 1 else "")
        assert words(page.by_id("offers-count")) == words(fresh.by_id("offers-count")) == said
    turn = page.one("a", rel="next")
    focused = page.by_id(str(turn.get("data-focus")))
    assert (focused.get("id"), focused.get("tabindex")) == ("results", "-1")


def test_nothing_found_says_what_to_do(visitor: HtmxVisitor, publish_one: Publish) -> None:
    publish_one()
    page = visitor.get("/offers?q=zeppelin")
    assert "Aucune offre ne correspond" in page.text
    assert page.link("Voir toutes les offres") == "/offers"
    assert len(page.find("a", class_="chip")) == 1


@pytest.mark.usefixtures("publisher")
def test_no_offer_at_all(visitor: HtmxVisitor) -> None:
    assert "paraîtront ici" in visitor.get("/offers").text


@pytest.mark.parametrize("tag", LOCALES)
def test_every_language(visitor: HtmxVisitor, publish_one: Publish, tag: str) -> None:
    publish_one({"ps": {"title": "د روغتیا منځګړی"}}, title="Travailleur pair")
    page = visitor.get(f"/offers?lang={tag}")
    html = page.root
    assert (html.get("lang"), html.get("dir")) == (tag, LOCALES[tag].direction)
    link = page.one("h3", class_="card-title").find("a")
    assert link is not None
    if tag == "ps":
        assert (words(link), link.get("lang")) == ("د روغتیا منځګړی", None)
    else:
        assert (words(link), link.get("lang")) == (
            "Travailleur pair",
            None if tag == "fr" else "fr",
        )


@pytest.mark.parametrize(
    "address",
    [
        "/offers?q=%00",
        "/offers?q='\"<script>",
        "/offers?region=%27&way[]=x",
        "/offers?q=" + "a" * 5000,
    ],
)
def test_odd_addresses_are_harmless(
    visitor: HtmxVisitor, publish_one: Publish, address: str
) -> None:
    publish_one()
    visitor.get(address)


def test_a_structure_that_changes_its_name_bears_it_at_once(
    visitor: HtmxVisitor, publish_one: Publish, backstage: Session
) -> None:
    """Nothing else of the offer changes, not even its date; what is kept of a list sees it."""
    snapshot = publish_one()
    visitor.get("/offers")
    backstage.add(snapshot)
    snapshot.card = {**snapshot.card, "structure": "La Halte des Quais"}
    backstage.commit()
    assert "La Halte des Quais" in visitor.get("/offers").text


def test_a_contract_named_in_latin_letters_is_read_from_the_right(
    new_visitor: Callable[..., HtmxVisitor], publish_one: Publish
) -> None:
    publish_one(title="Travailleur pair", contract="cdi")
    assert "\u200fCDI" in new_visitor("ps").get("/offers").html
    assert "\u200f" not in _results(new_visitor("fr").get("/offers"))
