"""What a document says, in order, whatever the format it is written in."""

import unicodedata
from dataclasses import dataclass, field

FRENCH = "fr"
# Somebody's own words: in which language they wrote is theirs to know.
OWN = "und"


@dataclass(frozen=True)
class Said:
    """Words, and their language: empty for the reader's."""

    text: str
    language: str = ""

    @property
    def direction(self) -> str:
        """That of words whose language is known here, or told by their letters; else empty."""
        if self.language == FRENCH:
            return "ltr"
        return _direction(self.text) if self.language == OWN else ""


@dataclass(frozen=True)
class Paragraph:
    said: Said


@dataclass(frozen=True)
class Points:
    """A list of short lines."""

    lines: list[Said]


@dataclass(frozen=True)
class Fact:
    label: str
    value: Said


@dataclass(frozen=True)
class Entry:
    """Something that has a name, a few words under it, and perhaps a story."""

    title: Said
    under: list[Said]
    story: Said | None = None


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell holds lines, one under the other. The first column names its row.

    `title` and each column may stand in two languages: the reader's, then the source's. `narrow`:
    the first column holds numbers.
    """

    title: list[Said]
    columns: list[list[Said]]
    rows: list[list[list[Said]]]
    narrow: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture and what it is, for who does not see it."""

    content: bytes
    media_type: str
    width: int
    height: int
    words: str


Block = Paragraph | Points | Fact | Entry | Table | Picture


@dataclass(frozen=True)
class Section:
    title: Said
    blocks: list[Block]
    under: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A whole document. `foot` stands under each page; `author` is for the file's own card."""

    title: str
    name: str
    under: list[Said]
    sections: list[Section]
    foot: str
    author: str = ""


def both(plain: str, exact: str) -> list[Said]:
    """The reader's words, then the source's where they differ."""
    if not exact or plain == exact:
        return [Said(exact or plain, FRENCH if exact else "")]
    return [Said(plain), Said(exact, FRENCH)]


def _direction(text: str) -> str:
    """That of the first letter; a phone number, which has none, is read from the left."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return "ltr"
