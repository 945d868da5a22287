"""What one takes away, read back by other hands than those that wrote it."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from pypdf import PdfReader

from portal.kernel import i18n
from portal.kernel.sheets.workbook import to_xlsx
from portal.skills.documents import extract
from portal.skills.enums import Part, PathKind
from portal.skills.exports.as_csv import to_csv_zip
from portal.skills.exports.as_docx import to_docx
from portal.skills.exports.as_europass import to_europass
from portal.skills.exports.as_odt import to_odt
from portal.skills.exports.as_pdf import to_pdf
from portal.skills.exports.cvs import Card, cv_sheet
from portal.skills.exports.records import record_sheet, stage_dates
from portal.skills.exports.sheet import OWN, Fact, Said
from portal.skills.exports.tables import tables_of
from portal.skills.exports.writable import writable
from portal.skills.reading import ReadStage, Record, read
from portal.skills.shipped.guide import GUIDE
from tests.factories.documents_of_records import whole_document

WITHOUT_SOURCES = [part for part in Part if part is not Part.KNOWLEDGE_SOURCES]
COLUMNS = ("Compétence mobilisée /action effectuée", "Maîtrise (/5)", "Intérêt (/5)")
KNOWLEDGE = ("Champ de connaissance", "Source de connaissance")
SCHEMA = Path(__file__).resolve().parents[2] / "portal/skills/exports/record.schema.json"


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    with i18n.use(i18n.DEFAULT):
        yield


@pytest.fixture
def document() -> dict[str, Any]:
    return whole_document()


def chosen(document: dict[str, Any], parts: Sequence[Part]) -> Record:
    return read(writable(extract(document, parts)))


def pdf_text(content: bytes) -> str:
    """Without its line breaks: a narrow column cuts sentences."""
    return re.sub(
        r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    )


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def docx_text(content: bytes) -> str:
    root = docx.Document(BytesIO(content)).element
    return " ".join(_words(p) for p in root.iter("{*}p"))


def odt_text(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    return " ".join(_words(p) for p in root.iter("{*}p", "{*}h"))


READERS = {"pdf": (to_pdf, pdf_text), "docx": (to_docx, docx_text), "odt": (to_odt, odt_text)}


@pytest.mark.parametrize("form", READERS)
def test_a_text_says_the_guide_s_own_labels_and_everything_else(
    document: dict[str, Any], form: str
) -> None:
    write, read_back = READERS[form]
    text = read_back(write(record_sheet(chosen(document, list(Part)), list(Part))))
    for words in (*COLUMNS, *KNOWLEDGE, "Karim Haidari", "20 novembre 2026"):
        assert words in text, words
    for group in GUIDE.groups:
        for line in group.lines:
            assert line.label in text, line.code
            assert str(line.plain) in text, line.code
    for words in (
        "4 – Je fais bien, même quand c’est difficile",
        "Savoir expérientiel",
        "Médiation à l’accueil de jour",
        "Depuis mars 2024",
        "Je veux apprendre l’animation.",
        "pour le 15 janvier 2027 · aide : Leïla" if form == "pdf" else "15 janvier 2027",
        "Ce n’est ni une note, ni un certificat.",
        "Je peux le montrer à d’autres",
    ):
        assert words in text, words


@pytest.mark.parametrize("form", READERS)
def test_a_line_answered_aloud_says_so(document: dict[str, Any], form: str) -> None:
    line = document["grid"][0]["groups"][0]["lines"][0]
    line |= {"mobilised": None, "mastery": None, "interest": None, "spoken": True}
    write, read_back = READERS[form]
    record = chosen(document, [Part.GRID])
    assert "Répondu à voix haute" in read_back(write(record_sheet(record, [Part.GRID])))
    (table,) = tables_of(record, [Part.GRID])
    assert "Répondu à voix haute" in table.rows[0]
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(document)


@pytest.mark.parametrize("form", READERS)
def test_where_a_knowledge_comes_from_is_left_out_unless_chosen(
    document: dict[str, Any], form: str
) -> None:
    write, read_back = READERS[form]
    text = read_back(write(record_sheet(chosen(document, WITHOUT_SOURCES), WITHOUT_SOURCES)))
    assert "Champ de connaissance" in text
    assert "Source de connaissance" not in text
    assert "expérientiel" not in text


def test_a_part_that_is_not_chosen_is_nowhere(document: dict[str, Any]) -> None:
    parts = [Part.GRID]
    record = chosen(document, parts)
    text = pdf_text(to_pdf(record_sheet(record, parts)))
    assert "Parcours" not in text.replace("Compétences et parcours", "")
    assert "Projet" not in text
    assert [table.name for table in tables_of(record, parts)] == ["competences"]


@pytest.mark.parametrize("tag", list(i18n.LOCALES))
def test_a_pdf_is_tagged_in_its_language(document: dict[str, Any], tag: str) -> None:
    with i18n.use(i18n.LOCALES[tag]):
        content = to_pdf(record_sheet(chosen(document, list(Part)), list(Part)))
    catalog: Any = PdfReader(BytesIO(content)).trailer["/Root"].get_object()
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].split("-")[0] == tag.split("-", maxsplit=1)[0]
    assert "/StructTreeRoot" in catalog
    assert b"pdfuaid:part" in catalog["/Metadata"].get_object().get_data()


def test_the_source_s_words_stand_beside_the_reader_s(document: dict[str, Any]) -> None:
    with i18n.use(i18n.LOCALES["en"]):
        sheet = record_sheet(chosen(document, list(Part)), list(Part))
    table = next(
        block for section in sheet.sections for block in section.blocks if hasattr(block, "rows")
    )
    plain, exact = table.rows[0][0]
    assert (exact.text, exact.language) == (GUIDE.groups[0].lines[0].label, "fr")
    assert plain.text != exact.text


def test_a_docx_in_dari_is_laid_out_right_to_left(document: dict[str, Any]) -> None:
    with i18n.use(i18n.LOCALES["fa-AF"]):
        content = to_docx(record_sheet(chosen(document, list(Part)), list(Part)))
    root = docx.Document(BytesIO(content)).element.body
    paragraphs = list(root.iter("{*}p"))
    assert all(p.find("{*}pPr/{*}bidi") is not None for p in paragraphs)
    assert all(t.find("{*}tblPr/{*}bidiVisual") is not None for t in root.iter("{*}tbl"))
    assert all(t.find("{*}tr/{*}trPr/{*}tblHeader") is not None for t in root.iter("{*}tbl"))


def test_an_odt_is_well_formed_and_says_its_direction(document: dict[str, Any]) -> None:
    with i18n.use(i18n.LOCALES["ar"]):
        content = to_odt(record_sheet(chosen(document, list(Part)), list(Part)))
    with ZipFile(BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)
        root = etree.fromstring(archive.read("content.xml"))
    modes = {
        style.get(name)
        for style in root.iter("{*}paragraph-properties")
        for name in style.attrib
        if str(name).endswith("writing-mode")
    }
    assert modes == {"lr-tb", "rl-tb"}
    [table] = root.iter("{*}table-properties")
    assert "rl-tb" in table.attrib.values()
    (style,) = {
        one.get(name)
        for one in root.iter("{*}table")
        for name in one.attrib
        if str(name).endswith("style-name")
    }
    holder = table.getparent()
    assert holder is not None
    assert style in holder.attrib.values()
    assert list(root.iter("{*}table-header-rows"))


def test_a_workbook_has_marks_as_numbers_and_no_formula(document: dict[str, Any]) -> None:
    content = to_xlsx("", tables_of(chosen(document, list(Part)), list(Part)))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["competences", "connaissances", "parcours", "projet"]
    grid = list(book["competences"].iter_rows(values_only=True))
    assert [column for column in COLUMNS if column not in grid[0]] == []
    first = dict(zip(grid[0], grid[1], strict=True))
    assert first["Compétence mobilisée /action effectuée"] == GUIDE.groups[0].lines[0].label
    assert (first["Maîtrise (/5)"], first["Intérêt (/5)"]) == (4, 3)
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    said = [cell.value for row in book["connaissances"].iter_rows() for cell in row]
    assert '=HYPERLINK("http://example.org")' in said


def test_csv_files_open_in_a_spreadsheet_without_running_anything(document: dict[str, Any]) -> None:
    content = to_csv_zip(tables_of(chosen(document, list(Part)), list(Part)))
    with ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == [
            "competences.csv",
            "connaissances.csv",
            "parcours.csv",
            "projet.csv",
        ]
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    rows = {
        name: list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
        for name, text in files.items()
    }
    assert len(rows["competences.csv"]) == sum(len(group.lines) for group in GUIDE.groups) + 1
    assert rows["competences.csv"][0]["Maîtrise (/5)"] == "4"
    notes = [row["Note"] for row in rows["connaissances.csv"]]
    assert '\'=HYPERLINK("http://example.org")' in notes
    assert all(
        not str(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
        for table in rows.values()
        for row in table
        for cell in row.values()
    )


def test_json_keeps_to_its_schema(document: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    checked = Draft202012Validator(schema)
    for parts in (list(Part), WITHOUT_SOURCES, [Part.GRID]):
        checked.validate(extract(document, parts))
    assert not checked.is_valid(document | {"score": 4})


def test_europass_says_posts_trainings_languages_and_no_mark(document: dict[str, Any]) -> None:
    root = etree.fromstring(to_europass(chosen(document, list(Part))))
    assert root.tag == "{http://www.europass.eu/1.0}Candidate"
    assert root.findtext(".//{*}GivenName") == "Karim Haidari"
    assert root.findtext(".//{*}EmployerHistory/{*}OrganizationName") == "Association des Tilleuls"
    assert root.findtext(".//{*}EmploymentPeriod/{*}StartDate/{*}FormattedDateTime") == "2024-03"
    assert root.findtext(".//{*}EducationHistory//{*}ProgramName") == "Formation à la pair-aidance"
    kinds = [one.text for one in root.iter("{*}TaxonomyID")]
    assert kinds[0] == "language"
    assert set(kinds[1:]) == {"other"}
    assert "expérientiel" not in etree.tostring(root, encoding="unicode")
    assert not list(root.iter("{*}ProficiencyLevel"))


def test_europass_shows_what_it_reads(document: dict[str, Any]) -> None:
    """Its site shows the sections a file lists, titles of degrees, and HTML in words."""
    document["path"][0]["words"] = "Moins de < 3 heures & demie\nDe nuit"
    root = etree.fromstring(to_europass(chosen(document, list(Part))))
    titles = [
        one.text
        for one in root.iterfind(
            "{*}RenderingInformation/{*}Design/{*}SectionsOrder/{*}Section/{*}Title"
        )
    ]
    assert titles == ["work-experience", "education-training", "language"]
    identity = root.find("{*}DocumentID")
    assert identity is not None
    assert identity.get("schemeName") == "DocumentIdentifier"
    assert identity.get("schemeID")
    training = root.find(".//{*}EducationOrganizationAttendance")
    assert training is not None
    assert (
        training.findtext("{http://www.hr-xml.org/3}ProgramName") == "Formation à la pair-aidance"
    )
    assert training.findtext("{*}EducationDegree/{*}DegreeName") == "Formation à la pair-aidance"
    told = [one.text or "" for one in root.iter("{*}Description")]
    assert "<p>Moins de &lt; 3 heures &amp; demie<br>De nuit</p>" in told


def test_europass_shows_competencies_one_section_each(document: dict[str, Any]) -> None:
    root = etree.fromstring(to_europass(chosen(document, list(Part))))
    coded = [
        one.findtext("{*}CompetencyID")
        for one in root.iter("{*}PersonCompetency")
        if one.findtext("{*}TaxonomyID") == "other"
    ]
    shown = [len(one.findall("{*}Other")) for one in root.iter("{*}Others")]
    assert coded
    assert shown == [1] * len(coded)
    assert [one.findtext("{*}Title") for one in root.iter("{*}Other")] == coded
    assert {one.findtext("{*}Title") for one in root.iter("{*}Others")} == {"Compétences"}


def test_europass_lists_no_section_that_is_empty(document: dict[str, Any]) -> None:
    document["path"] = []
    root = etree.fromstring(to_europass(chosen(document, [Part.PATH])))
    assert not list(root.iter("{*}Section"))


def test_a_language_says_what_one_does_with_it(document: dict[str, Any]) -> None:
    said = {"language": "fa-AF", "title": "dari", "interprets": "work", "spoken": "ease"}
    document["path"] = [document["path"][-1] | said | {"not_interpreted": "Au tribunal"}]
    record = chosen(document, list(Part))
    sheet = record_sheet(record, list(Part))
    cv = cv_sheet(record, Card(name="", headline="", place="", contacts=[], exact_words=False))
    for text in (
        docx_text(to_docx(sheet)),
        odt_text(to_odt(sheet)),
        docx_text(to_docx(cv)),
        etree.tostring(etree.fromstring(to_europass(record)), encoding="unicode"),
        str(tables_of(record, list(Part))),
    ):
        for words in ("dari", "Assez pour travailler", "Au tribunal", "Je parle et je traduis"):
            assert words in text, words
    with i18n.use(i18n.LOCALES["en"]):
        assert "Dari" in docx_text(to_docx(record_sheet(record, list(Part))))


def test_a_control_character_does_not_break_a_file(document: dict[str, Any]) -> None:
    document["path"][0]["words"] = "avant\x0bl’accueil\x02"
    record = chosen(document, list(Part))
    sheet = record_sheet(record, list(Part))
    etree.fromstring(to_europass(record))
    assert "accueil" in docx_text(to_docx(sheet))
    assert "accueil" in odt_text(to_odt(sheet))
    assert "accueil" in pdf_text(to_pdf(sheet))
    openpyxl.load_workbook(BytesIO(to_xlsx("", tables_of(record, list(Part)))))


@pytest.mark.parametrize(
    ("words", "direction"),
    [("ترجمه", "rtl"), ("Accueil", "ltr"), ("+33 1 99 00 00 00", "ltr"), ("« دری »", "rtl")],
)
def test_somebody_s_own_words_keep_their_direction(words: str, direction: str) -> None:
    assert Said(words, OWN).direction == direction


def test_a_foot_keeps_its_date_whole_in_dari(document: dict[str, Any]) -> None:
    """A name in Latin letters before it would send its day to the other side."""
    with i18n.use(i18n.LOCALES["fa-AF"]):
        sheet = record_sheet(chosen(document, [Part.GRID]), [Part.GRID])
        day = i18n.show_date(date(2026, 11, 20))
    assert sheet.foot == f"\u2068Karim Haidari\u2069 · \u2068{day}\u2069"


def test_what_lasted_a_month_is_said_once() -> None:
    stage = ReadStage(
        kind=PathKind.TRAINING,
        title="Atelier",
        place="",
        began=date(2026, 2, 1),
        ended=date(2026, 2, 27),
        is_current=False,
        level="",
        words="",
    )
    assert stage_dates(stage) == "février 2026"
    assert stage_dates(replace(stage, ended=date(2026, 3, 1))) == "De février 2026 à mars 2026"


def test_every_wish_of_the_project_is_in_the_tables(document: dict[str, Any]) -> None:
    """What the texts say, the workbook and the CSV say too."""
    document["project"]["time_wish"] = "part"
    record = chosen(document, list(Part))
    (project,) = [one for one in tables_of(record, list(Part)) if one.name == "projet"]
    assert ["Temps de travail souhaité", "Temps partiel"] in [row[:2] for row in project.rows]
    told = {label for label, *_rest in project.rows}
    facts = record_sheet(record, list(Part)).sections
    said = {block.label for section in facts for block in section.blocks if isinstance(block, Fact)}
    assert said <= told
