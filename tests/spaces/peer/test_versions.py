"""Versions on the page: any two compared, in words, in a shape and in a table."""

import json
from dataclasses import asdict
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import i18n
from portal.kernel.i18n import LOCALES
from portal.skills.enums import Part
from portal.skills.exports.records import record_sheet
from portal.skills.exports.tables import tables_of
from portal.skills.models import FrameworkAction, ProfileVersion
from portal.skills.reading import COMPETENCY, FIELD, INTEREST, MASTERY, SOURCE, read
from portal.skills.shipped.guide import GUIDE
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page

CODES = ("link-trust", "link-keep", "link-will")


def answer(worker: HtmxVisitor, backstage: Session, mastery: str, interest: str) -> None:
    for code in CODES:
        found = backstage.scalars(
            select(FrameworkAction.id).where(FrameworkAction.code == code)
        ).one()
        form = worker.get(f"/my/grid/{found}").form(name="mobilised")
        worker.submit(form, mobilised="yes", mastery=mastery, interest=interest)


def keep(worker: HtmxVisitor) -> None:
    worker.submit(worker.get("/my/versions").form("/my/versions"))


@pytest.fixture
def two(worker: HtmxVisitor, backstage: Session) -> HtmxVisitor:
    """Somebody with two versions: mastery and interest both went up."""
    answer(worker, backstage, "2", "3")
    keep(worker)
    answer(worker, backstage, "4", "5")
    keep(worker)
    return worker


def test_what_grew_is_said_in_words_and_drawn(two: HtmxVisitor) -> None:
    page = two.get("/my/versions/compare?older=1&newer=2")
    for words in (
        "Ce qui a grandi",
        "Ce qui vous plaît plus qu’avant",
        "Je fais avec de l’aide",
        "Je fais bien, même quand c’est difficile",
    ):
        assert words in page.text
    shapes = page.find(**{"class": "chart-after"})
    assert [len((one.get("points") or "").split()) for one in shapes] == [len(CODES)] * 2


def test_a_comparison_says_which_two_on_paper_too(two: HtmxVisitor) -> None:
    """The form that says it on the screen is not printed."""
    (lead,) = two.get("/my/versions/compare?older=1&newer=2").find("p", **{"class": "lead"})
    said = "".join(map(str, lead.itertext()))
    assert "Version\xa01, " in said
    assert "Version\xa02, " in said


def test_the_order_does_not_matter(two: HtmxVisitor) -> None:
    one, other = (
        two.get(f"/my/versions/compare?older={older}&newer={newer}").text
        for older, newer in ((1, 2), (2, 1))
    )
    assert one == other


def test_today_is_compared_with_the_last_version(two: HtmxVisitor, backstage: Session) -> None:
    assert "Rien n’a changé" in two.get("/my/versions/compare?older=2").text
    answer(two, backstage, "5", "5")
    assert "Ce qui a grandi" in two.get("/my/versions/compare?older=2").text


def test_the_last_two_versions_are_compared_first(two: HtmxVisitor, backstage: Session) -> None:
    page = two.get("/my/versions/compare")
    assert "Ce qui a grandi" in page.text
    for name, value in (("older", "1"), ("newer", "2")):
        (chosen,) = (
            option
            for option in page.one("select", name=name).iter("option")
            if option.get("selected") is not None
        )
        assert chosen.get("value") == value


def test_with_one_version_it_is_compared_with_today(
    worker: HtmxVisitor, backstage: Session
) -> None:
    answer(worker, backstage, "2", "3")
    keep(worker)
    answer(worker, backstage, "4", "5")
    assert "Ce qui a grandi" in worker.get("/my/versions/compare").text


def test_what_did_not_change_is_folded_and_counted(two: HtmxVisitor, backstage: Session) -> None:
    """One line of three grows: it stands in the page, the two others under their number."""
    found = backstage.scalars(
        select(FrameworkAction.id).where(FrameworkAction.code == CODES[1])
    ).one()
    two.submit(two.get(f"/my/grid/{found}").form(name="mobilised"), mastery="5")
    keep(two)
    page = two.get("/my/versions/compare")
    (folded,) = page.find("details", **{"class": "disclosure"})
    inside = [row for row in folded.iter("th") if row.get("scope") == "row"]
    assert len(inside) == 2
    assert "2 lignes n’ont pas changé" in "".join(map(str, folded.itertext()))
    assert folded.get("open") is None
    assert len(rows(page)) == 3
    # Nothing changed: the shapes are folded with the lines.
    page = two.get("/my/versions/compare?older=3")
    (folded,) = page.find("details", **{"class": "disclosure"})
    assert len([one for one in folded.iter() if one.get("class") == "radar"]) == 2
    assert len(page.find(**{"class": "radar"})) == 2


@pytest.mark.parametrize(
    "asked",
    ["older=7", "newer=x", "older=-1", "older=1&newer=99", f"older={'1' * 5000}", "newer=²"],
    ids=["none", "word", "negative", "one_of_two", "huge", "raised"],
)
def test_a_version_that_is_not_ones_own_is_nowhere(two: HtmxVisitor, asked: str) -> None:
    two.get(f"/my/versions/compare?{asked}", expect=404)


def test_no_version_has_a_number_beyond_all_others(two: HtmxVisitor) -> None:
    two.get("/my/versions/2147483647", expect=404)
    two.get("/my/versions/2147483648", expect=404)


def test_the_map_says_each_line(two: HtmxVisitor) -> None:
    page = two.get("/my/versions/1/map")
    assert "A. Faire en sorte que les personnes aient confiance en vous." in page.text
    (spot,) = page.find(**{"class": "chart-spot"})
    assert (spot.get("cx"), spot.get("cy")) == ("130", "120")


def test_the_map_names_its_axes_and_the_lines_of_each_place(two: HtmxVisitor) -> None:
    """Three lines at one place, one at another: a letter each, and no number to mistake."""
    know(two, "Le quartier", "1", "5")
    page = two.get("/my/versions/0/map")
    axes = ["".join(map(str, one.itertext())) for one in page.find(**{"class": "chart-axis"})]
    assert axes == ["Maîtrise", "Intérêt"]
    named = ["".join(map(str, one.itertext())) for one in page.find(**{"class": "chart-number"})]
    assert named == ["A", "B"]
    assert [row[:3] for row in rows(page)] == ["A. ", "B. ", "B. ", "B. "]
    assert rows(page)[0] == "A. Le quartier"
    assert "×" not in page.text


@pytest.mark.parametrize("language", ["ar", "fa-AF", "ps", "fr-x-simple"])
def test_the_pages_hold_in_other_languages(two: HtmxVisitor, language: str) -> None:
    for path in ("/my/versions/compare", "/my/versions/1/map", "/my/versions/1/charts"):
        two.get(f"{path}?lang={language}")


def rows(page: Page) -> list[str]:
    """The first cell of each row of the tables: « 3. Écouter »."""
    return ["".join(map(str, one.itertext())) for one in page.find("th", scope="row")]


def numbers(page: Page, shape: str) -> list[str]:
    (drawing,) = page.find(**{"class": shape})
    return ["".join(map(str, one.itertext())) for one in drawing.iter() if _name(one) == "text"]


def _name(one: Element) -> str:
    return str(one.tag).rpartition("}")[2]


@pytest.mark.parametrize("number", [0, 1])
def test_bars_and_shape_bear_the_numbers_of_the_table(two: HtmxVisitor, number: int) -> None:
    """Of a version and of today: mastery and interest stand side by side, never added up."""
    page = two.get(f"/my/versions/{number}/charts")
    marks = ("2", "3") if number else ("4", "5")
    assert [row[:3] for row in rows(page)] == ["1. ", "2. ", "3. "]
    assert numbers(page, "radar") == ["1", "2", "3"]
    assert numbers(page, "bars") == [text for line in ("1", "2", "3") for text in (line, *marks)]
    for kind, mark in zip(("chart-mastery", "chart-interest"), marks, strict=True):
        widths = [one.get("width") for one in page.find(**{"class": kind})]
        assert widths == [str(int(mark) * 45)] * 3


def test_each_drawing_is_named_and_explained(two: HtmxVisitor) -> None:
    for path in ("0/charts", "1/charts", "0/map", "compare?older=1&newer=2"):
        page = two.get(f"/my/versions/{path}")
        drawings = page.find(role="img")
        assert drawings
        for drawing in drawings:
            told = [one.get("id") for one in drawing if _name(one) in {"title", "desc"}]
            assert (drawing.get("aria-labelledby") or "").split() == told
        assert page.find("table")


def test_a_comparison_draws_both_marks_between_the_two_versions(two: HtmxVisitor) -> None:
    page = two.get("/my/versions/compare?older=1&newer=2")
    assert len(page.find(**{"class": "radar"})) == 2
    for which, name in (("before", "Version\xa01"), ("after", "Version\xa02")):
        keys = page.find("span", **{"class": f"chart-key-{which}"})
        assert {"".join(map(str, key.itertext())) for key in keys} == {name}
    assert [row[:3] for row in rows(page)] == ["1. ", "2. ", "3. "]


def test_a_mark_nobody_gave_has_no_bar(worker: HtmxVisitor, backstage: Session) -> None:
    found = backstage.scalars(
        select(FrameworkAction.id).where(FrameworkAction.code == CODES[0])
    ).one()
    form = worker.get(f"/my/grid/{found}").form(name="mobilised")
    worker.submit(form, mobilised="yes", mastery="unknown", interest="0")
    page = worker.get("/my/versions/0/charts")
    assert numbers(page, "bars") == ["1", "–", "0"]
    assert not page.find(**{"class": "chart-mastery"})
    assert not page.find(**{"class": "chart-interest"})
    assert not page.find(**{"class": "radar"})
    assert "Aucune ligne n’a encore les deux" in worker.get("/my/versions/0/map").text


def know(worker: HtmxVisitor, field: str, mastery: str, interest: str, *sources: str) -> None:
    form = worker.get("/my/knowledge/new").form(name="field")
    worker.submit(form, field=field, sources=list(sources), mastery=mastery, interest=interest)


def test_knowledge_is_compared_drawn_and_on_the_map(two: HtmxVisitor) -> None:
    know(two, "Le quartier", "1", "5")
    page = two.get("/my/versions/compare?older=2")
    assert "Ce qui est nouveau" in page.text
    assert "Le quartier" in page.text
    assert rows(page)[-1] == "1. Le quartier"
    assert rows(two.get("/my/versions/0/charts"))[-1] == "1. Le quartier"
    page = two.get("/my/versions/0/map")
    assert "A. Le quartier" in rows(page)
    places = {(one.get("cx"), one.get("cy")) for one in page.find(**{"class": "chart-spot"})}
    assert ("80", "20") in places


CUT = "Ecouter les personnes de manière"


@pytest.mark.parametrize("language", ["fr", "fa-AF"])
def test_a_version_says_the_guide_letter_for_letter(
    worker: HtmxVisitor, backstage: Session, language: str
) -> None:
    """The heads of its two tables, its headings and lines; and what its text has cut."""
    for line in backstage.scalars(select(FrameworkAction).where(FrameworkAction.label == CUT)):
        line.completed, line.completed_source = "Ecouter de manière active", "guide de 2026"
    backstage.commit()
    (cut,) = backstage.scalars(select(FrameworkAction.id).where(FrameworkAction.label == CUT))
    worker.submit(worker.get(f"/my/grid/{cut}").form(name="mobilised"), mobilised="yes")
    know(worker, "Le quartier", "1", "5", "training")
    keep(worker)
    page = worker.get(f"/my/versions/1?lang={language}")
    for exact in (COMPETENCY, MASTERY, INTEREST, FIELD, SOURCE, CUT, GUIDE.groups[0].label):
        assert exact in page.text, exact
    flaw = next(line.flaw for line in GUIDE.groups[0].lines if line.label == CUT)
    with i18n.use(LOCALES[language]):
        told = [i18n.gettext_(str(flaw)), i18n.gettext_("Complété par le portail :")]
        record = read(backstage.scalars(select(ProfileVersion.document)).one())
        sheet, tables = record_sheet(record, list(Part)), tables_of(record, list(Part))
    written = [
        json.dumps([asdict(one) for one in some], ensure_ascii=False, default=str)
        for some in ([sheet], tables)
    ]
    for text in (page.text, *written):
        for words in (*told, "« Ecouter de manière active » (guide de 2026)"):
            assert words in text, words
