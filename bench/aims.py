"""What the measures are compared with: issue by issue, said met or not, never a failed command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Aim:
    """A bound on one fact of the rows of a measure; of one page, or of every page."""

    measure: str
    fact: str
    most: float | None = None
    least: float | None = None
    page: str = ""
    view: str = ""

    def rows(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            about = row["measure"] == self.measure and self.page in ("", row.get("page"))
            if about and self.view in ("", row.get("view")) and self.fact in row:
                yield row

    def is_met(self, found: float) -> bool:
        return (self.most is None or found <= self.most) and (
            self.least is None or found >= self.least
        )

    @property
    def bound(self) -> str:
        return f"≥ {self.least}" if self.least is not None else f"≤ {self.most}"


AIMS = (
    Aim("load", "ratio", least=0.5, page="offers list"),
    Aim("load", "ratio", least=0.5, page="search, two facets"),
    Aim("load", "ratio", least=0.6, page="offer page"),
    Aim("load", "ratio", least=0.3, page="employer inbox"),
    Aim("load", "ratio", least=0.3, page="application page"),
    Aim("load", "queries", most=3, page="offers list"),
    Aim("load", "queries", most=3, page="search, two facets"),
    Aim("load", "queries", most=5, page="employer inbox"),
    Aim("load", "queries", most=6, page="application page"),
    Aim("load", "errors", most=0),
    Aim("growth", "ratio", most=1.5),
    Aim("growth", "ratio_beside_floor", most=1.5),
    Aim("memory", "worker_mb", most=120),
    Aim("phone", "bytes", most=50_000, view="first"),
    Aim("phone", "requests", most=6, view="first"),
    Aim("phone", "lcp", most=1000),
    Aim("phone", "blocking", most=30),
)


def compare(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row for each aim and each page it is about."""
    for aim in AIMS:
        for row in aim.rows(rows):
            where = ", ".join(str(row[part]) for part in ("page", "locale", "view") if part in row)
            yield {
                "measure": "aim",
                "page": where or aim.measure,
                "fact": f"{aim.measure} {aim.fact}",
                "aim": aim.bound,
                "found": row[aim.fact],
                "met": aim.is_met(row[aim.fact]),
            }
