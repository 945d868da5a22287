"""Photos: the size is read before anything is decoded, then Pillow decodes all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pillow_heif
from PIL import Image

from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format

# The cameras of phones make up to 50 million; decoded, 64 million take under 200 MB.
MAX_PIXELS = 64_000_000
MAX_SIDE = 20_000
# A JPEG photo with a small second picture inside (most iPhones) names itself MPO.
_READERS = {
    Format.JPG: ("JPEG", "MPO"),
    Format.PNG: ("PNG",),
    Format.HEIC: ("HEIF",),
}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
# We look at the size ourselves, before Pillow would warn.
Image.MAX_IMAGE_PIXELS = None


@contextmanager
def photo(path: Path, seems: Format) -> Iterator[Image.Image]:
    """The photo, its size accepted, not decoded yet."""
    with Image.open(path, formats=_READERS[seems]) as image:
        width, height = image.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise FileRefused(Refusal.TOO_MANY_PIXELS)
        yield image


def decode(path: Path, seems: Format) -> None:
    """Decode it whole: what cannot be decoded to the end is refused."""
    with photo(path, seems) as image:
        image.load()
