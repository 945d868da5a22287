"""The tables of a record as CSV: one file a table, together in a ZIP."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.kernel.sheets import Rows, to_csv


def to_csv_zip(tables: list[Rows]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(ZipInfo(f"{table.name}.csv"), to_csv(table), ZIP_DEFLATED)
    return kept.getvalue()
