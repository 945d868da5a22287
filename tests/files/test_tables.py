"""Tables somebody sends: read whole whatever wrote them; a hostile one ends in a refusal."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from portal.files.errors import FileRefused, Refusal
from portal.files.formats import MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_TABLE, TableKind
from portal.files.tables import Sent, read_sent
from portal.kernel.sheets import Rows, marked, to_csv, to_xlsx, unmarked

MEMORY = 64 << 20


@pytest.fixture(autouse=True)
def parent_memory() -> Iterator[None]:
    """Whatever the child does, this process hardly grows."""
    process = psutil.Process()
    before = process.memory_info().rss
    yield
    assert process.memory_info().rss - before < MEMORY


def rows(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in read_sent([content]).rows]


def refusal(content: bytes) -> Refusal:
    with pytest.raises(FileRefused) as refused:
        read_sent([content])
    return refused.value.reason


def workbook(**cells: Any) -> bytes:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    book.save(kept)
    return kept.getvalue()


def changed(content: bytes, entry: str, new: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in {*old.namelist(), entry}:
            made.writestr(name, new if name == entry else old.read(name))
    return kept.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_writing_is_read(separator: str, encoding: str) -> None:
    text = f"titre{separator}durée\r\n« Été »{separator}2\r\n"
    assert rows(text.encode(encoding)) == [["titre", "durée"], ["« Été »", "2"]]


def test_what_a_spreadsheet_says_of_its_separator_is_believed() -> None:
    assert rows(b"sep=,\r\na,b;c\r\n") == [["a", "b;c"]]


def test_lines_bear_the_number_they_have_in_the_file() -> None:
    found = read_sent([b'a;b\n\n;;\n"1\n1";2\n3;4\n'])
    assert found == Sent(
        TableKind.TABLE, [(1, ["a", "b"]), (4, ["1\n1", "2"]), (5, ["3", "4"])], b""
    )


def test_a_workbook_says_numbers_days_and_answers_as_they_are_typed() -> None:
    content = workbook(
        A1="titre",
        B1="heures",
        C1="jour",
        D1="oui ?",
        A2="Écouter",
        B2=2.1,
        C2=date(2026, 3, 1),
        D2=True,
        E2=126,
    )
    assert rows(content) == [
        ["titre", "heures", "jour", "oui ?"],
        ["Écouter", "2.1", "2026-03-01", "oui", "126"],
    ]


def test_what_looks_like_an_escape_is_kept() -> None:
    table = Rows("t", "t", ["a"], [["un _x0041_ deux\tet\x01"]])
    assert rows(to_xlsx("", [table])) == [["a"], ["un _x0041_ deux\tet"]]


def test_a_formula_is_not_worked_out() -> None:
    assert rows(workbook(A1="a", A2="=1+1", B2='=HYPERLINK("http://example.org")', C2="c")) == [
        ["a"],
        ["", "", "c"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@vous", "'=1", "''@", "'mot'", "＝1"])
def test_what_would_be_a_formula_comes_back_as_it_was(text: str) -> None:
    table = Rows("t", "t", ["a"], [[text]])
    assert not text.startswith(("=", "+", "-", "@", "＝")) or f"'{text}" in to_csv(table).decode()
    assert rows(to_csv(table)) == rows(to_xlsx("", [table])) == [["a"], [text]]


@given(st.text())
def test_a_mark_is_taken_away_and_nothing_else(text: str) -> None:
    assert unmarked(marked(text)) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"\n\n;;;\n", Refusal.EMPTY),
        (b"a\0b;c", Refusal.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\0", Refusal.NOT_A_TABLE),
        (b"%PDF-1.7", Refusal.NOT_A_TABLE),
        (b"{\\rtf1", Refusal.NOT_A_TABLE),
        (b"a;\x81;b", Refusal.NOT_A_TABLE),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"old", Refusal.NOT_A_TABLE),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            Refusal.PROTECTED,
        ),
        (b"PK\x03\x04cut", Refusal.UNREADABLE),
        (b"a;b\n" + b"1;2\n" * 100_000, Refusal.TOO_MANY_LINES),
        (b";".join([b"a"] * (MAX_COLUMNS + 1)), Refusal.TOO_MANY_COLUMNS),
        (b"a" * (MAX_CELL + 1), Refusal.TABLE_TOO_HEAVY),
        (b'a;"' + b"b" * 200_000, Refusal.TABLE_TOO_HEAVY),
        ((b"a" * 30_000 + b"\n") * 170, Refusal.TABLE_TOO_HEAVY),
        (b"a" * (MAX_TABLE + 1), Refusal.TABLE_TOO_BIG),
        (b"a" * (26 << 20), Refusal.TABLE_TOO_BIG),
        (b"<a", Refusal.UNREADABLE),
    ],
    ids=lambda value: str(value[:12]) if isinstance(value, bytes) else value,
)
def test_what_is_no_table_is_refused(content: bytes, reason: Refusal) -> None:
    assert refusal(content) is reason


def test_exactly_as_many_lines_as_said_are_taken() -> None:
    assert len(rows(b"a\n" + b"1\n" * MAX_ROWS)) == MAX_ROWS + 1
    assert refusal(b"a\n" + b"1\n" * (MAX_ROWS + 1)) is Refusal.TOO_MANY_LINES


def test_a_zip_that_is_no_workbook_is_no_table() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("word/document.xml", "<a/>")
    assert refusal(kept.getvalue()) is Refusal.NOT_A_TABLE


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = changed(workbook(A1="a"), "xl/worksheets/sheet1.xml", b"<a>" + b" " * (60 << 20))
    assert refusal(bomb) is Refusal.TABLE_TOO_HEAVY


def test_one_long_word_said_everywhere_is_refused() -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    word = f"<sst {main}><si><t>{'a' * 30_000}</t></si></sst>"
    row = "<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>"
    sheet = f"<worksheet {main}><sheetData>{row * 1000}</sheetData></worksheet>"
    content = changed(workbook(A1="a"), "xl/worksheets/sheet1.xml", sheet.encode())
    content = changed(content, "xl/sharedStrings.xml", word.encode())
    assert refusal(content) is Refusal.TABLE_TOO_HEAVY


ENTITIES = b"<!DOCTYPE a [" + b"".join(
    b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"boum") for n in range(10)
)


@pytest.mark.parametrize(
    "xml",
    [
        ENTITIES + b"]><a>&e9;</a>",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>" * 300 + b"</a>" * 300,
    ],
    ids=["entities", "external", "file", "deep"],
)
def test_an_xml_bomb_is_refused(xml: bytes) -> None:
    assert refusal(xml) is Refusal.UNREADABLE


def test_an_entity_in_a_workbook_is_not_resolved() -> None:
    sheet = (
        b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row><c t="str"><v>mot &x;</v></c></row></sheetData></worksheet>'
    )
    try:
        found = rows(changed(workbook(A1="a"), "xl/worksheets/sheet1.xml", sheet))
    except FileRefused:
        return
    assert "root" not in str(found)


def test_an_xml_document_comes_without_what_is_not_text() -> None:
    sent = read_sent([b"\xef\xbb\xbf<?xml version='1.0'?><!-- mot --><a><?go on?><b>c</b></a>"])
    assert sent.kind == TableKind.XML
    assert sent.xml.endswith(b"<a><b>c</b></a>")


def lines_of(xml: bytes) -> list[tuple[str, Any]]:
    return [(one.tag, one.sourceline) for one in etree.fromstring(xml).iter(etree.Element)]


@pytest.mark.parametrize(
    "xml",
    [
        b"<a><b/></a>",
        b"<?xml version='1.0'?><a>\n<b/></a>",
        b"<?xml version='1.0'?>\n<!-- mot\nmot -->\n<a>\n<!-- un\ndeux\n\ntrois --><b/>\n<c/></a>",
        b"<a\n  x='1'\n  y='2'><?go\non?><b\n z='3'>mot</b>\n<c><!--\n--><d/></c></a>",
        b"<a>\r\n<b/>\r\n<!--\r\n--><c/></a>",
    ],
)
def test_an_xml_document_keeps_its_lines(xml: bytes) -> None:
    """So that what is said of a line is true of the file somebody has before them."""
    assert lines_of(read_sent([xml]).xml) == lines_of(xml)


def test_no_word_of_an_xml_document_moves_for_its_lines() -> None:
    sent = read_sent([b"<a>un<!--\n\n-->mot<b/>deux</a>"])
    assert sent.xml == b"<a>unmot<b/>deux</a>"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_the_bytes_it_is_read_or_refused(content: bytes) -> None:
    try:
        read_sent([content])
    except FileRefused:
        return
