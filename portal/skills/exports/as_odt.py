"""A document as an ODT: the format public bodies ask for, editable with free tools."""

from io import BytesIO
from typing import Any

import odfdo

from portal.kernel import i18n
from portal.skills.exports.sheet import (
    OWN,
    Block,
    Entry,
    Fact,
    Paragraph,
    Picture,
    Points,
    Said,
    Sheet,
    Table,
)

_TEXT, _SMALL, _BOLD = "said", "said-small", "said-bold"
_TABLE = "rows"


def to_odt(sheet: Sheet) -> bytes:
    """In the current language, right to left where it is."""
    document = odfdo.Document("text")
    _Writer(document, i18n.current()).write(sheet)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


class _Writer:
    def __init__(self, document: odfdo.Document, locale: i18n.Locale) -> None:
        self.document = document
        self.body: Any = document.body
        self.locale = locale
        self.tables = 0

    def write(self, sheet: Sheet) -> None:
        self.body.clear()
        self.styles()
        meta = self.document.meta
        meta.title, meta.creator, meta.language = sheet.title, sheet.author, self.locale.tag
        self.head(1, [Said(sheet.title)])
        for said in [*([Said(sheet.name, OWN)] if sheet.name else []), *sheet.under]:
            self.body.append(self.paragraph(said))
        for section in sheet.sections:
            self.head(2, [section.title])
            for said in section.under:
                self.body.append(self.paragraph(said, _SMALL))
            for block in section.blocks:
                self.block(block)
        self.body.append(self.paragraph(Said(sheet.foot), _SMALL))

    def styles(self) -> None:
        """Three styles for each direction; words keep their own, whatever the page's."""
        for direction, mode in (("ltr", "lr-tb"), ("rtl", "rl-tb")):
            side = "end" if direction != self.locale.direction else "start"
            for name, extra in (
                (_TEXT, {}),
                (_SMALL, {"fo:font-size": "9pt"}),
                (_BOLD, {"fo:font-weight": "bold", "style:font-weight-complex": "bold"}),
            ):
                style = odfdo.Style("paragraph", name=f"{name}-{direction}")
                style.set_properties({"style:writing-mode": mode, "fo:text-align": side})
                if extra:
                    style.set_properties(extra, area="text")
                self.document.insert_style(style, automatic=True)

        # The first column stands on the side where reading begins.
        table = odfdo.Style("table", name=_TABLE)
        mode = "rl-tb" if self.locale.direction == "rtl" else "lr-tb"
        table.set_properties({"style:writing-mode": mode, "table:align": "margins"})
        self.document.insert_style(table, automatic=True)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(said):
                self.body.append(self.paragraph(said))
            case Points(lines):
                listed = odfdo.List()
                for said in lines:
                    item = odfdo.ListItem()
                    item.append(self.paragraph(said))
                    listed.append(item)
                self.body.append(listed)
            case Fact(label, value):
                self.body.append(self.paragraph(Said(f"{label}{i18n.colon()}{value.text}")))
            case Entry(title, under, story):
                self.head(3, [title])
                for said in [*under, *([story] if story else [])]:
                    self.body.append(self.paragraph(said))
            case Picture():
                # A text has no picture: photos are in the PDF of proofs.
                self.body.append(self.paragraph(Said(block.words)))
            case Table():
                self.table(block)

    def table(self, block: Table) -> None:
        if block.title:
            self.head(3, block.title[:1])
        for said in block.title[1:]:
            self.body.append(self.paragraph(said, _SMALL))
        self.tables += 1
        table = odfdo.Table(f"t{self.tables}", style=_TABLE)
        heads = odfdo.Element.from_tag("table:table-header-rows")
        heads.append(self.row(block.columns, _BOLD))
        table.append(heads)
        for cells in block.rows:
            table.append(self.row(cells, _TEXT))
        self.body.append(table)

    def row(self, cells: list[list[Said]], first: str) -> odfdo.Row:
        row = odfdo.Row()
        for lines in cells:
            cell = odfdo.Cell()
            for rank, said in enumerate(lines):
                cell.append(self.paragraph(said, _SMALL if rank else first))
            row.append(cell)
        return row

    def head(self, level: int, words: list[Said]) -> None:
        title = " ".join(said.text for said in words)
        self.body.append(odfdo.Header(level, title))

    def paragraph(self, said: Said, style: str = _TEXT) -> odfdo.Paragraph:
        return odfdo.Paragraph(
            said.text, style=f"{style}-{said.direction or self.locale.direction}"
        )
