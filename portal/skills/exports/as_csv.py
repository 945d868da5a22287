"""Tables as CSV: one file a table, together in a ZIP.

UTF-8 with its mark and semicolons, as a spreadsheet set to French opens without asking. A cell that
a spreadsheet would take for a formula begins with an apostrophe (OWASP, « CSV injection »).
"""

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.skills.exports.tables import Cell, Rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv_zip(tables: list[Rows]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(ZipInfo(f"{table.name}.csv"), to_csv(table), ZIP_DEFLATED)
    return kept.getvalue()


def to_csv(table: Rows) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str | int:
    if isinstance(cell, int):
        return cell
    text = str(cell or "")
    return f"'{text}" if text.startswith(_FORMULA) else text
