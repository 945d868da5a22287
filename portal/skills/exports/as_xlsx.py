"""Tables as a workbook: one sheet a table, numbers as numbers, everything else as text."""

from io import BytesIO

from xlsxwriter import Workbook

from portal.kernel import clock, i18n
from portal.skills.exports.tables import Rows

_WIDE, _USUAL = 40, 18
_LONG = 24


def to_xlsx(title: str, tables: list[Rows]) -> bytes:
    """A cell never becomes a formula or a link, whatever it begins with."""
    kept = BytesIO()
    book = Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": clock.now().replace(tzinfo=None)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    for table in tables:
        page = book.add_worksheet(table.name)
        if i18n.current().direction == "rtl":
            page.right_to_left()
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for column, label in enumerate(table.columns):
            longest = max((len(str(row[column] or "")) for row in table.rows), default=0)
            page.set_column(column, column, _WIDE if longest > _LONG else _USUAL)
            page.write_string(0, column, label, head)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                match cell:
                    case str():
                        page.write_string(number, column, cell, text)
                    case int():
                        page.write_number(number, column, cell, text)
                    case None:
                        page.write_blank(number, column, None, text)
                    case _:
                        page.write_datetime(number, column, cell, day)
    book.close()
    return kept.getvalue()
