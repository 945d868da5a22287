"""A PDF, or photos of paper: a clean PDF to keep, and pictures of its pages."""

from collections.abc import Sequence
from pathlib import Path

from portal.files.answers import MAX_TEXT, Document
from portal.files.conversions.photos import join_photos
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format
from portal.files.readers import pdfs, photos

MAX_PREVIEWS = 10
_WIDTH = 900
_MAX_HEIGHT = 2_000
_QUALITY = 72


def check(source: Path, seems: Format) -> None:
    """A photo is decoded whole; a PDF is built anew, which reads all of it."""
    if seems.is_photo:
        photos.decode(source, seems)
    else:
        pdfs.cleaned(source)


def convert(sources: Sequence[tuple[Path, Format]], target: Path) -> Document:
    """Write the clean PDF in `target` and its previews beside it."""
    if all(seems.is_photo for _, seems in sources):
        if len(sources) > pdfs.MAX_PAGES:
            raise FileRefused(Refusal.TOO_MANY_PAGES)
        target.write_bytes(join_photos(sources, target))
    elif len(sources) == 1:
        target.write_bytes(pdfs.cleaned(sources[0][0]))
    else:
        raise FileRefused(Refusal.MIXED)
    # What is drawn and read comes from the clean document, not from what was sent.
    return _described(target)


def _described(target: Path) -> Document:
    names: list[str] = []
    text: list[str] = []
    with pdfs.opened(target) as document:
        count = len(document)
        for rank, page in enumerate(document):
            words = page.get_textpage().get_text_bounded()
            text += [line.strip() for line in words.splitlines() if line.strip()]
            if rank < MAX_PREVIEWS:
                names.append(f"page-{rank + 1}.webp")
                scale = min(_WIDTH / page.get_width(), _MAX_HEIGHT / page.get_height())
                picture = page.render(scale=scale).to_pil().convert("RGB")
                picture.save(target.with_name(names[-1]), "WEBP", quality=_QUALITY, method=4)
            page.close()
    return Document(Format.PDF, count, "\n".join(text)[:MAX_TEXT], names)
