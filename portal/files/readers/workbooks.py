"""XLSX: the values of the first sheet, as text. No formula is worked out, no macro looked at."""

import posixpath
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path

from lxml import etree

from portal.files.errors import FileRefused, Refusal
from portal.files.readers.archives import Archive, archive
from portal.files.readers.markup import parsed

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BOOK = "xl/workbook.xml"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
# The formats that are days by their number (ECMA-376, 18.8.30), and those written out.
_DAYS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_DAY = 2_958_465  # 31 December 9999


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(number of the row, its cells) of the first sheet, those that hold something."""
    with archive(path) as source:
        if _BOOK not in source.names:
            raise FileRefused(Refusal.NOT_A_TABLE)
        book = parsed(source.read(_BOOK))
        reader = _Reader(source, book)
        sheet = _first_sheet(source, book)
        yield from reader.rows(source.read(sheet))


class _Reader:
    """The strings and the formats that cells refer to."""

    def __init__(self, source: Archive, book: etree._Element) -> None:
        properties = book.find(f"{_MAIN}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = _EPOCH_1904 if is_1904 else _EPOCH
        self._strings = _strings(source)
        self._days = _styles_of_days(source)

    def rows(self, data: bytes) -> Iterator[tuple[int, list[str]]]:
        found = etree.iterparse(
            BytesIO(data),
            tag=f"{_MAIN}row",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        number = 0
        for _event, row in found:
            number = _number(row.get("r"), number + 1)
            cells = self._cells(row)
            row.clear()
            sheet = row.getparent()
            while sheet is not None and row.getprevious() is not None:
                del sheet[0]
            if any(cells):
                yield number, cells

    def _cells(self, row: etree._Element) -> list[str]:
        cells: list[str] = []
        for cell in row.iterchildren(f"{_MAIN}c"):
            column = _column(cell.get("r"), len(cells))
            cells += [""] * (column - len(cells))
            cells.append(self._said(cell))
        return cells

    def _said(self, cell: etree._Element) -> str:
        kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
        if kind == "s":
            place = _number(value, -1)
            return self._strings[place] if 0 <= place < len(self._strings) else ""
        if kind == "inlineStr":
            return _text(cell.find(f"{_MAIN}is"))
        if kind == "b":
            return "oui" if value == "1" else "non"
        if kind in ("str", "e", "d"):
            return _unescaped(value)
        return self._amount(value, _number(cell.get("s"), 0))

    def _amount(self, value: str, style: int) -> str:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            return value
        if not amount.is_finite():
            return value
        if style in self._days and 0 < amount <= _LAST_DAY - (self._epoch - _EPOCH).days:
            return (self._epoch + timedelta(days=int(amount))).isoformat()
        # What was typed, not the binary fraction kept of it.
        return f"{Decimal(repr(float(amount))).normalize():f}" if abs(amount) < 10**15 else value


def _first_sheet(source: Archive, book: etree._Element) -> str:
    sheet = book.find(f"{_MAIN}sheets/{_MAIN}sheet")
    links = "xl/_rels/workbook.xml.rels"
    if sheet is None or links not in source.names:
        raise FileRefused(Refusal.NOT_A_TABLE)
    for link in parsed(source.read(links)).iter(_RELATIONSHIP):
        if link.get("Id") == sheet.get(_LINK):
            target = posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))[1:]
            if target in source.names:
                return target
    raise FileRefused(Refusal.NOT_A_TABLE)


def _strings(source: Archive) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in source.names:
        return []
    return [_text(item) for item in parsed(source.read(name)).iterchildren(f"{_MAIN}si")]


def _styles_of_days(source: Archive) -> set[int]:
    name = "xl/styles.xml"
    if name not in source.names:
        return set()
    styles = parsed(source.read(name))
    days = set(_DAYS)
    for one in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt"):
        written = _QUOTED.sub("", one.get("formatCode", "")).lower()
        if "d" in written or "y" in written:
            days.add(_number(one.get("numFmtId"), -1))
    used = styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    return {place for place, one in enumerate(used) if _number(one.get("numFmtId"), 0) in days}


def _text(item: etree._Element | None) -> str:
    """The text of a string, without how East Asian words are read."""
    if item is None:
        return ""
    read_aloud = {part for hint in item.iter(f"{_MAIN}rPh") for part in hint}
    said = (part.text or "" for part in item.iter(f"{_MAIN}t") if part not in read_aloud)
    return _unescaped("".join(said))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _number(text: str | None, otherwise: int) -> int:
    is_one = text is not None and text.isascii() and text.isdecimal() and len(text) < 8
    return int(text) if is_one and text else otherwise


def _column(reference: str | None, otherwise: int) -> int:
    """« C5 » is column 2; never before those already read."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return otherwise
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return max(column - 1, otherwise)
