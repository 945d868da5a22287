"""A document as a DOCX somebody can go on writing: real headings, tables with a header row."""

from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

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

# A date of no meaning: a file says when it is of in its words, not when it was saved.
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zones
_SMALL = Pt(9)


def to_docx(sheet: Sheet) -> bytes:
    """In the current language, right to left where it is."""
    document = docx.Document()
    _writer(document).write(sheet)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _writer(document: Document) -> "_Writer":
    return _Writer(document, i18n.current())


class _Writer:
    def __init__(self, document: Document, locale: i18n.Locale) -> None:
        self.document = document
        self.locale = locale

    def write(self, sheet: Sheet) -> None:
        core = self.document.core_properties
        core.title, core.author, core.language = sheet.title, sheet.author, self.locale.babel
        core.comments, core.created, core.modified = "", _EPOCH, _EPOCH
        for page in self.document.sections:
            page.page_width, page.page_height = Mm(210), Mm(297)
            self.say(page.footer.paragraphs[0], [Said(sheet.foot)], small=True)
        self.say(self.document.add_heading(level=1), [Said(sheet.title)])
        if sheet.name:
            self.say(self.document.add_paragraph(), [Said(sheet.name, OWN)])
        for said in sheet.under:
            self.say(self.document.add_paragraph(), [said])
        for section in sheet.sections:
            self.say(self.document.add_heading(level=2), [section.title])
            for said in section.under:
                self.say(self.document.add_paragraph(), [said], small=True)
            for block in section.blocks:
                self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(said):
                self.say(self.document.add_paragraph(), [said])
            case Points(lines):
                for said in lines:
                    self.say(self.document.add_paragraph(style="List Bullet"), [said])
            case Fact(label, value):
                self.say(self.document.add_paragraph(), [Said(f"{label}{i18n.colon()}"), value])
            case Entry(title, under, story):
                self.say(self.document.add_heading(level=3), [title])
                for said in [*under, *([story] if story else [])]:
                    self.say(self.document.add_paragraph(), [said])
            case Picture():
                self.document.add_picture(BytesIO(block.content), height=Mm(80))
                self.say(self.document.add_paragraph(), [Said(block.words)], small=True)
            case Table():
                self.table(block)

    def table(self, block: Table) -> None:
        for rank, said in enumerate(block.title):
            if rank:
                self.say(self.document.add_paragraph(), [said], small=True)
            else:
                self.say(self.document.add_heading(level=3), [said])
        table = self.document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
        table.style = "Table Grid"
        if self.locale.direction == "rtl":
            # Just after the style: Word reads these in order.
            table._tblPr.insert(1, OxmlElement("w:bidiVisual"))  # noqa: SLF001 - no other way in
        head = table.rows[0]
        _mark(head._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - no other way in
        for row, cells in zip(table.rows, [block.columns, *block.rows], strict=True):
            for cell, lines in zip(row.cells, cells, strict=True):
                for rank, said in enumerate(lines):
                    paragraph = cell.paragraphs[0] if rank == 0 else cell.add_paragraph()
                    self.say(paragraph, [said], small=rank > 0, bold=row is head)

    def say(
        self, paragraph: Any, words: list[Said], *, small: bool = False, bold: bool = False
    ) -> None:
        """Each run in its language and its direction; the paragraph in the page's."""
        if self.locale.direction == "rtl":
            _mark(paragraph._p.get_or_add_pPr(), "w:bidi")  # noqa: SLF001 - no other way in
        for said in words:
            run = paragraph.add_run(said.text)
            if small:
                run.font.size = _SMALL
            if bold:
                run.bold = True
            direction = said.direction or self.locale.direction
            run.font.rtl = True if direction == "rtl" else None
            if said.language != OWN:
                tag = said.language or self.locale.babel.replace("_", "-")
                language = _mark(run._r.get_or_add_rPr(), "w:lang")  # noqa: SLF001 - no other way in
                language.set(qn("w:bidi" if direction == "rtl" else "w:val"), tag)


def _mark(properties: Any, name: str) -> Any:
    element = OxmlElement(name)
    properties.append(element)
    return element
