"""Which two versions are compared."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from portal.kernel.errors import NotFound
from portal.skills.actions.sharing import source_of
from portal.skills.reading import Record, read
from portal.web.request import actor, session

TODAY = 0


class Numbered(Protocol):
    number: int


def chosen(versions: Sequence[Numbered], asked: Mapping[str, str]) -> tuple[int, int]:
    """The numbers of the older and of the newer; by default the last two.

    With one version, or where only one of the two is asked for, the other is the last version or
    the record of today. Raises NotFound for a number that is none of this person's.
    """
    known = [version.number for version in versions]
    if not known:
        raise NotFound
    if len(known) > 1 and not {"older", "newer"} & {*asked}:
        return known[1], known[0]
    pair = [asked.get("older", str(known[0])), asked.get("newer", str(TODAY))]
    if not set(pair) <= {str(number) for number in (TODAY, *known)}:
        raise NotFound
    older, newer = (int(text) for text in pair)
    # Today is newer than any version; of two versions, the greater number is.
    if older == TODAY or (newer != TODAY and newer < older):
        older, newer = newer, older
    return older, newer


def record_of(number: int) -> Record:
    return read(source_of(session(), actor(), None if number == TODAY else number))
