"""A word processor's document: a clean copy to keep, its bare text to read on the page."""

from collections.abc import Sequence
from pathlib import Path

from portal.files.answers import MAX_TEXT, Document
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format
from portal.files.readers.archives import CleanText
from portal.files.readers.docx import clean_docx
from portal.files.readers.odt import clean_odt


def check(source: Path, seems: Format) -> None:
    """Cleaning reads all of it: what can be cleaned is whole."""
    _clean(source, seems)


def convert(sources: Sequence[tuple[Path, Format]], target: Path) -> Document:
    """Write the clean document in `target`."""
    if len(sources) > 1:
        raise FileRefused(Refusal.MIXED)
    ((source, seems),) = sources
    clean = _clean(source, seems)
    target.write_bytes(clean.content)
    return Document(seems, None, "\n".join(clean.paragraphs)[:MAX_TEXT], [])


def _clean(source: Path, seems: Format) -> CleanText:
    return clean_docx(source) if seems is Format.DOCX else clean_odt(source)
