"""What the templates about the portal receive."""

import math
from collections.abc import Iterable
from typing import Any

from flask import request, url_for

from portal.kernel.errors import NotFound
from portal.kernel.i18n import Locale, ngettext
from portal.kernel.nomenclatures import Entry
from portal.spaces.public.about import catalogues

_PER_PAGE = 100


def durations(terms: Iterable[Entry]) -> list[dict[str, str]]:
    """What is kept, how long, and the rule it follows."""
    return [
        {"label": term.label, "duration": duration(term.data["days"]), "source": term.source}
        for term in terms
        if "days" in term.data
    ]


def sentences(locale: Locale) -> dict[str, Any]:
    """A page of the sentences nobody has read again."""
    unread = catalogues.coverage(locale).unread
    pages = max(1, math.ceil(len(unread) / _PER_PAGE))
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= pages:
        raise NotFound
    address = url_for("public.about.show_language", tag=locale.tag)
    return {
        "total": len(unread),
        "sentences": unread[(page - 1) * _PER_PAGE : page * _PER_PAGE],
        "page": page,
        "pages": pages,
        "page_url": f"{address}?page={{page}}",
    }


def duration(days: int) -> str:
    """In the largest unit that says it well: « 3 mois », « 2 ans »."""
    if days >= 365:
        return ngettext("%(n)s an", "%(n)s ans", round(days / 365.25))
    if days >= 60:
        return ngettext("%(n)s mois", "%(n)s mois", round(days / 30.4))
    return ngettext("%(n)s jour", "%(n)s jours", days)
