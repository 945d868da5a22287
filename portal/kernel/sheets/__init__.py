"""Tables for a spreadsheet: what one is, written as CSV or XLSX.

UTF-8 with its mark and semicolons, as a spreadsheet set to French opens without asking. A cell that
a spreadsheet would take for a formula begins with an apostrophe (OWASP, « CSV injection »).
"""

import csv
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from io import StringIO

Cell = str | int | date | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


@dataclass(frozen=True)
class Rows:
    """`name` is that of the file or of the sheet: plain letters, the same in every language."""

    name: str
    title: str
    columns: list[str]
    rows: list[list[Cell]]


def to_csv(table: Rows) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, tables: list[Rows]) -> bytes:
    """One sheet a table. Its library is loaded with the first file that needs it: a web server
    would hold it from its start, and most of its requests write no file.
    """
    written: bytes = import_module("portal.kernel.sheets.workbook").to_xlsx(title, tables)
    return written


def _harmless(cell: Cell) -> str | int:
    if isinstance(cell, int):
        return cell
    return marked(str(cell or ""))


def marked(text: str) -> str:
    """The text, with an apostrophe before what would be a formula; `unmarked` takes it away."""
    return _MARK + text if text.lstrip(_MARK).startswith(_FORMULA) else text


def unmarked(text: str) -> str:
    """What `marked` was given."""
    is_marked = text.startswith(_MARK) and text.lstrip(_MARK).startswith(_FORMULA)
    return text[len(_MARK) :] if is_marked else text
