"""Self-support tools: shown, explained, chosen. There is no place for an answer."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.kernel.i18n import LOCALES
from portal.spaces.public.tools.contents import DOMAINS, ESPER, GPS, REVIM, TOOLS
from tests.support.htmx import HtmxVisitor

SLUGS = tuple(TOOLS)


def test_the_four_tools_and_the_three_roles(visitor: HtmxVisitor) -> None:
    page = visitor.get("/tools")
    for tool in TOOLS.values():
        assert str(tool.title) in page.text.replace("\u00a0", " ")
    for role in (
        "Les présenter",
        "En expliquer le fonctionnement",
        "Laisser aux personnes le choix",
    ):
        assert role in page.text
    assert "Rien n’est enregistré ici" in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_can_be_answered(visitor: HtmxVisitor, slug: str) -> None:
    """PW-14: storing an answer would be health data. No field, no address that takes one."""
    for address in ("/tools", f"/tools/{slug}"):
        page = visitor.get(address)
        main = page.one("main")
        kinds = {"input", "textarea", "select", "form"}
        assert [e.tag for e in main.iter() if e.tag in kinds] == []
        assert "enregistré" in page.text
        assert visitor.fetch(address, "POST").status_code in {400, 405}


def test_labels_are_the_source_s(visitor: HtmxVisitor) -> None:
    """Letter for letter, guide S1:486-657; the cut name stays cut."""
    assert [str(line.name) for line in ESPER.lines] == [
        "Espoir",
        "Soutien",
        "Plaidoyer pour soi-même",
        "Empowerment ou pouvoir d’agir",
        "Responsabilisation",
    ]
    assert "".join(line.letter for line in ESPER.lines) == "ESPER"
    assert [str(line.name) for line in DOMAINS.lines] == [
        "Environnement physique",
        "Ressources financières",
        "Santé",
        "… et familiale",
        "Relations sentimentales",
        "Développement personnel",
        "Loisirs",
        "Travail, Carrière",
    ]
    assert DOMAINS.scale == 10
    assert len(REVIM.lines) == 8
    assert str(REVIM.lines[1].name) == "Rester stable"
    assert str(GPS.lines[0].name) == "« Ce qui m’aide quand je ne vais pas bien »"


def test_the_sheet_of_mon_gps_has_room_for_all_the_guide_says_of_it(visitor: HtmxVisitor) -> None:
    sheet = visitor.fetch("/tools/mon-gps/sheet.pdf?lang=fr")
    pages = PdfReader(BytesIO(sheet.data)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "Ce que je veux que l’on respecte si je suis hospitalisé·e",
        "Mes autres souhaits, si je traverse une crise",
        "Mes ressources, quand je commence à me sentir mal",
        "À qui je donne ce document",
    ):
        assert words in text, words


def test_an_unknown_tool_is_nothing(visitor: HtmxVisitor) -> None:
    visitor.get("/tools/autre", expect=404)
    assert visitor.fetch("/tools/autre/sheet.pdf").status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("tag", LOCALES)
def test_a_blank_sheet_prints_in_each_language(visitor: HtmxVisitor, slug: str, tag: str) -> None:
    response = visitor.fetch(f"/tools/{slug}/sheet.pdf?lang={tag}")
    assert response.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(response.data))
    assert 1 <= len(reader.pages) <= 2
    root = reader.root_object
    assert str(root["/Lang"]).partition("-")[0] == tag.partition("-")[0]
    assert "/StructTreeRoot" in root
    assert reader.get_fields() is None


def test_the_pages_stay_readable_without_a_network(visitor: HtmxVisitor) -> None:
    script = visitor.fetch("/sw.js").text
    assert "tools" in script
    response = visitor.fetch("/tools")
    assert "no-store" not in response.headers["Cache-Control"]
