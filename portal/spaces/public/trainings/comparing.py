"""Up to three trainings side by side: everything is in the address, nothing is remembered."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from portal.kernel.i18n import gettext_ as _
from portal.languages.said import Said, told
from portal.spaces.public.trainings import pages
from portal.trainings import comparing
from portal.trainings.comparing import MOST
from portal.trainings.queries import listed, published
from portal.trainings.queries.published import Published, Wanted
from portal.web.request import session
from portal.web.searches import LONGEST

# The name of the argument that puts one more training beside the others.
ARGUMENT = "one"
_LONGEST_LIST = 10


@dataclass(frozen=True)
class Column:
    title: Said
    organiser: str
    url: str
    url_without: str


@dataclass(frozen=True)
class Choice:
    """A training one may put beside the others."""

    title: Said
    organiser: str
    url: str


def comparison_page(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """What an address asks to see side by side, and what one more could be."""
    asked = list(dict.fromkeys(arguments.getlist(ARGUMENT)))
    found = published.find_trainings(session(), asked[: MOST * 2])
    shown = found[:MOST]
    slugs = [training.slug for training in shown]
    words = arguments.get("q", "")[:LONGEST].replace("\x00", "").strip()
    may_add = len(shown) < MOST
    beside = listed.beside(session(), slugs)
    return {
        "columns": [_column(training, slugs) for training in shown],
        "slugs": slugs,
        "groups": comparing.compare(
            session(),
            [training.document for training in shown],
            [beside[training.slug].day for training in shown],
        ),
        "notes": _notes(asked, found),
        "may_add": may_add,
        "words": words,
        "choices": _choices(words, slugs) if may_add and words else [],
    }


def address(slugs: list[str]) -> str:
    query = urlencode([(ARGUMENT, slug) for slug in slugs])
    return url_for("public.trainings.compare_trainings") + (f"?{query}" if query else "")


def _notes(asked: list[str], found: list[Published]) -> list[str]:
    notes = []
    if len(found) < len(asked[: MOST * 2]):
        notes.append(_("Une des formations n’est plus en ligne."))
    if len(asked) > MOST:
        notes.append(_("Trois au plus se comparent : les premières sont montrées."))
    return notes


def _column(training: Published, slugs: list[str]) -> Column:
    return Column(
        title=told(training.document, "title"),
        organiser=training.document["organiser"],
        url=url_for("public.trainings.show_training", slug=training.slug),
        url_without=address([slug for slug in slugs if slug != training.slug]),
    )


def _choices(words: str, slugs: list[str]) -> list[Choice]:
    lines = published.list_trainings(session(), Wanted(words)).lines
    known = [(line, pages.card(line)) for line in lines if line.slug not in slugs]
    return [
        Choice(shown["title"], shown["organiser"], address([*slugs, line.slug]))
        for line, shown in known[:_LONGEST_LIST]
    ]
