"""A search as an address: `?q=…&region=32&page=2`, read, written, and shown as what narrows it.

Unknown codes are left out, so an old address still answers. `labels` is family → code → label, in
the order of the address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.kernel.i18n import gettext_ as _
from portal.kernel.shelf import MOST_PAGES, Listing, Wanted

LONGEST = 100

Labels = Mapping[str, Mapping[str, str]]
W = TypeVar("W", bound=Wanted)


@dataclass(frozen=True)
class Chip:
    """A choice that is active, and the address of the same search without it."""

    label: str
    url: str


def asked_codes(arguments: MultiDict[str, str], families: Iterable[str]) -> dict[str, list[str]]:
    """What an address says of each family, known or not."""
    return {family: arguments.getlist(family) for family in families}


def wanted_of(
    kind: type[W],
    arguments: MultiDict[str, str],
    asked: Mapping[str, Sequence[str]],
    labels: Labels,
) -> W:
    """The words of an address, and those of the asked codes that exist."""
    chosen = {
        family: [code for code in dict.fromkeys(codes) if code in labels[family]]
        for family, codes in asked.items()
    }
    words = "".join(c if c.isprintable() else " " for c in arguments.get("q", ""))
    return kind(words.strip()[:LONGEST], chosen)


def page_number(arguments: Mapping[str, str]) -> int:
    """The page an address asks for; the first if it says nothing one can count to."""
    text = arguments.get("page", "1")
    number = int(text) if text.isdecimal() and len(text) < 4 else 1
    return min(max(number, 1), MOST_PAGES)


def where_words(listing: Listing[Any], count: str) -> str:
    """How many there are, and on which page one is from the second on: said when it changes."""
    if listing.page == 1:
        return count
    page = _("Page %(page)s sur %(pages)s", page=listing.page, pages=listing.pages)
    return f"{count} – {page}"


def arguments_of(wanted: Wanted, families: Iterable[str], page: int = 1) -> str:
    """The search as the shortest address that says it, with its question mark."""
    pairs = [("q", wanted.words)] if wanted.words else []
    pairs += [(family, code) for family in families for code in wanted.codes(family)]
    if page > 1:
        pairs.append(("page", str(page)))
    return "?" + urlencode(pairs) if pairs else ""


def paged(wanted: Wanted, families: Iterable[str]) -> str:
    """The address of a page of this search, `{page}` standing for its number."""
    first = arguments_of(wanted, families)
    return f"{first}&page={{page}}" if first else "?page={page}"


def chips(wanted: Wanted, labels: Labels, families: Sequence[str], base: str) -> list[Chip]:
    """Everything that narrows the search, each with the way to take it off."""
    found = []
    if wanted.words:
        words = _("« %(words)s »", words=wanted.words)
        found.append(Chip(words, base + arguments_of(Wanted("", wanted.chosen), families)))
    for family in families:
        found += [
            Chip(
                labels[family][code], base + arguments_of(_without(wanted, family, code), families)
            )
            for code in wanted.codes(family)
        ]
    return found


def items(pairs: Iterable[tuple[str, str]], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Codes and labels as the boxes or the options of a form."""
    return [{"value": code, "label": label, "checked": code in chosen} for code, label in pairs]


def _without(wanted: Wanted, family: str, code: str) -> Wanted:
    kept = [one for one in wanted.codes(family) if one != code]
    return Wanted(wanted.words, {**wanted.chosen, family: kept})
