"""What the portal says of itself, and its first page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.kernel.i18n import LOCALES
from portal.spaces.public.about import catalogues
from tests.spaces.public.conftest import Publish
from tests.support.htmx import HtmxVisitor
from tests.support.page import words

PAGES = ("/", "/help", "/accessibility", "/legal", "/privacy", "/languages", "/offers")
CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

# reviewed: a speaker, 2026-11-20
msgid "Aide"
msgstr "مرسته"

msgid "Chercher"
msgstr "لټون"

msgid "%(n)s offre"
msgid_plural "%(n)s offres"
msgstr[0] "%(n)s وړاندیز"
msgstr[1] "%(n)s وړاندیزونه"

msgid "Lieu"
msgstr ""
"""


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("publisher")
def test_every_page_in_every_language(visitor: HtmxVisitor, address: str, tag: str) -> None:
    page = visitor.get(f"{address}?lang={tag}")
    assert (page.root.get("lang"), page.root.get("dir")) == (tag, LOCALES[tag].direction)


def test_the_first_page(visitor: HtmxVisitor, publish_one: Publish) -> None:
    offer = publish_one()
    page = visitor.get("/")
    assert page.links[offer.card["title"]] == f"/offers/{offer.slug}"
    found = visitor.submit(page.form(name="q"), q="travailleur")
    assert found.url == "/offers?q=travailleur"
    doors = [words(door) for door in page.one("ul", class_="doors").iter("h3")]
    assert len(doors) == 3
    assert "démonstration" not in page.text


def test_help_and_privacy_speak_of_trainings_and_alerts(visitor: HtmxVisitor) -> None:
    """In words the pages use: what is written there is what there is to press."""
    page = visitor.get("/help")
    for told in ("Affiner", "Demander à venir", "Me prévenir de ce qui est nouveau"):
        assert f"« {told} »" in page.text
    listing = visitor.click(page, "Voir les formations")
    assert listing.url == "/trainings"
    for told in ("Affiner", "Me prévenir de ce qui est nouveau"):
        assert told in listing.text
    private = visitor.get("/privacy").text
    assert "est lu seulement par la personne qui prépare l’accueil" in private
    assert "avec la commune et la distance si vous les laissez" in private


def test_the_durations_are_those_of_the_nomenclature(visitor: HtmxVisitor) -> None:
    page = visitor.get("/privacy")
    rows = [[words(cell) for cell in row] for row in page.one("tbody")]
    assert ["Candidature commencée et jamais envoyée", "30 jours"] in [row[:2] for row in rows]
    assert any(row[1] == "3 mois" for row in rows)
    assert any(row[1] == "2 ans" for row in rows)


def test_who_to_call(visitor: HtmxVisitor) -> None:
    page = visitor.get("/help")
    assert page.link("portail@example.org") == "mailto:portail@example.org"


@pytest.fixture
def pashto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small catalogue instead of the real one, and the same for simple French."""
    for name in ("ps", "fr_x_simple"):
        folder = tmp_path / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(CATALOGUE)
    monkeypatch.setattr(catalogues, "TRANSLATIONS", tmp_path)
    catalogues.coverage.cache_clear()
    yield tmp_path
    catalogues.coverage.cache_clear()


@pytest.mark.usefixtures("pashto")
def test_a_language_says_what_nobody_read_again(visitor: HtmxVisitor) -> None:
    coverage = catalogues.coverage(LOCALES["ps"])
    assert (coverage.total, coverage.translated, coverage.reviewed) == (4, 3, 1)
    page = visitor.get("/languages")
    assert "Phrases traduites : 3 sur 4." in page.text
    listed = visitor.get("/languages/ps")
    shown = {words(e): (e.get("lang"), e.get("dir")) for e in listed.find("dd")}
    assert shown == {"لټون": ("ps", "rtl"), "{n} وړاندیز": ("ps", "rtl")}


@pytest.mark.usefixtures("pashto")
def test_simple_french_is_not_measured_against_the_screens_of_staff(visitor: HtmxVisitor) -> None:
    page = visitor.get("/languages")
    simple = next(
        card for card in page.find("li", class_="panel") if "français simple" in words(card)
    )
    assert "Phrases réécrites : 3. Relues par les personnes à qui elles sont destinées : 1." in (
        words(simple)
    )
    listed = [words(e) for e in visitor.get("/languages/fr-x-simple").find("dt")]
    assert listed == ["Chercher", "{n} offre"]


@pytest.mark.parametrize("tag", ["fr", "xx", "ps?page=900"])
def test_no_such_list(visitor: HtmxVisitor, tag: str) -> None:
    visitor.get(f"/languages/{tag}", expect=404)
