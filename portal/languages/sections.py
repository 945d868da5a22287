"""What a context gives to be translated: a subject, in named sections of French text."""

from dataclasses import dataclass
from uuid import UUID

# Other languages take more letters than French, and a short text may need a long one.
_TIMES, _LEAST = 4, 400


@dataclass(frozen=True)
class Section:
    """`source` is the French as it stands now. `is_first`: worth translating before the rest.
    `is_legal`: its French has a legal weight, so that no machine ever drafts it.
    """

    name: str
    label: str
    source: str
    is_first: bool = False
    is_legal: bool = False

    @property
    def most(self) -> int:
        """The letters its translation may have: a title stays a title where it is read."""
        return max(_LEAST, _TIMES * len(self.source))


@dataclass(frozen=True)
class Subject:
    """Something with sections, of the organisation one stands in. `is_online`: the public reads an
    edition of it.
    """

    kind: str
    id: UUID
    title: str
    sections: tuple[Section, ...]
    is_online: bool = False

    @property
    def written(self) -> tuple[Section, ...]:
        """Those there is something to translate in."""
        return tuple(one for one in self.sections if one.source)

    def find(self, name: str) -> Section | None:
        return next((one for one in self.sections if one.name == name), None)
