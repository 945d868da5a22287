"""A table somebody sends (CSV, XLSX), or an XML document: read whole, within bounds, as plain text.

Runs in the sandbox. What it is, its bytes say; its name is not asked.
"""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from portal.files.errors import FileRefused, Refusal
from portal.files.formats import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TABLE,
    MAX_TEXT,
    TableKind,
)
from portal.files.readers import workbooks
from portal.files.readers.markup import in_place, parsed
from portal.kernel.sheets import unmarked

_ZIP, _OLD = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_SEALED = "EncryptedPackage".encode("utf-16-le")
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# Text to a computer, and no table: PDF, RTF.
_OTHERS = (b"%PDF-", b"{\\rtf")
_SEPARATORS = (";", ",", "\t")
_SAID_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read(source: Path, target: Path) -> dict[str, Any]:
    """Write the rows (JSON) or the document (XML) in `target`; what kind it is."""
    data = source.read_bytes()
    if len(data) > MAX_TABLE:
        raise FileRefused(Refusal.TABLE_TOO_BIG)
    if data.startswith(_OLD):
        raise FileRefused(Refusal.PROTECTED if _SEALED in data else Refusal.NOT_A_TABLE)
    if data.startswith(_ZIP):
        return _kept(workbooks.rows(source), target)
    if data.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
        target.write_bytes(in_place(parsed(data)))
        return {"kind": TableKind.XML}
    return _kept(_rows_of_text(_decoded(data)), target)


def _kept(rows: Iterator[tuple[int, list[str]]], target: Path) -> dict[str, Any]:
    """The rows, once it is sure that there are not too many of them."""
    kept: list[tuple[int, list[str]]] = []
    size = 0
    for number, cells in rows:
        if len(kept) > MAX_ROWS:
            raise FileRefused(Refusal.TOO_MANY_LINES)
        if len(cells) > MAX_COLUMNS:
            raise FileRefused(Refusal.TOO_MANY_COLUMNS)
        clean = [_clean(cell) for cell in cells]
        size += sum(map(len, clean))
        if size > MAX_TEXT:
            raise FileRefused(Refusal.TABLE_TOO_HEAVY)
        if any(clean):
            kept.append((number, clean))
    if not kept:
        raise FileRefused(Refusal.EMPTY)
    target.write_text(json.dumps(kept))
    return {"kind": TableKind.TABLE}


def _clean(cell: str) -> str:
    if len(cell) > MAX_CELL:
        raise FileRefused(Refusal.TABLE_TOO_HEAVY)
    text = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _CONTROLS.sub("", text).strip()


def _decoded(data: bytes) -> str:
    """UTF-8, with or without its mark, UTF-16 with its mark, else what Windows writes in French."""
    if data.startswith(_OTHERS):
        raise FileRefused(Refusal.NOT_A_TABLE)
    if data.startswith(_UTF16_MARKS):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise FileRefused(Refusal.NOT_A_TABLE)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(Refusal.NOT_A_TABLE)


def _rows_of_text(text: str) -> Iterator[tuple[int, list[str]]]:
    said = _SAID_SEPARATOR.match(text)
    if said:
        text, separator = text[said.end() :], said[1]
    else:
        separator = max(_SEPARATORS, key=lambda one: _width(text, one))
    begin = 2 if said else 1
    try:
        for number, cells in enumerate(_records(text, separator), start=begin):
            yield number, [unmarked(cell) for cell in cells]
    except csv.Error as error:
        raise FileRefused(Refusal.TABLE_TOO_HEAVY) from error


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _width(text: str, separator: str) -> int:
    """How many columns the first rows have, split that way."""
    try:
        return max(map(len, islice(_records(text, separator), 5)), default=0)
    except csv.Error:
        return 0
