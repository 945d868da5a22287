"""How far a training is from a commune: what an address says of it, and its labels in the index."""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field

LABEL = "spot:"
# What is followed by internet is near everybody.
REMOTE = f"{LABEL}remote"
# Nobody said where, or nobody can place it.
NOWHERE = f"{LABEL}unknown"
DISTANCES = (10, 25, 50, 100)
UNKNOWN = "unknown"
_BETWEEN = "-"


@dataclass(frozen=True)
class Spot:
    """A place where trainings are given, and how far it is."""

    name: str
    kilometres: float


@dataclass(frozen=True)
class Near:
    """A commune and how far from it, in kilometres. `spots`: those of trainings within. Code
    `UNKNOWN`: what is asked is what nobody can place.
    """

    code: str
    name: str = ""
    department: str = ""
    spots: Mapping[str, Spot] = field(default_factory=dict)

    def labels(self, afar: Collection[str] | None = None) -> list[str]:
        """One of them is asked for; `afar` are those of what one follows from afar then, if days
        are asked for.
        """
        if self.code == UNKNOWN:
            return [NOWHERE]
        return [*([REMOTE] if afar is None else afar), *map(label, self.spots)]

    def nearest(self, spots: Iterable[str]) -> Spot | None:
        """The nearest of them; None where it is not known or further."""
        within = (self.spots[spot] for spot in spots if spot in self.spots)
        return min(within, key=lambda spot: spot.kilometres, default=None)


def label(spot: str) -> str:
    return f"{LABEL}{spot}"


def labels(spots: Iterable[str], placed: Container[str], *, remote: bool) -> list[str]:
    """Of a training that is given there; `placed` are those of which it is known where they are."""
    known = [spot for spot in dict.fromkeys(spots) if spot]
    found = [*map(label, known), *([REMOTE] if remote else [])]
    is_lost = not found or any(spot not in placed for spot in known)
    return [*found, *([NOWHERE] if is_lost else [])]


def code_of(commune: str, kilometres: int) -> str:
    return f"{commune}{_BETWEEN}{kilometres}"


def read(code: str) -> tuple[str, int] | None:
    """The code of a commune and how far from it; None if it is neither."""
    commune, _dash, kilometres = code.partition(_BETWEEN)
    known = kilometres.isdecimal() and len(kilometres) < 4 and int(kilometres) in DISTANCES
    return (commune, int(kilometres)) if known and commune.isalnum() else None
