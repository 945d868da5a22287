"""The sessions of a search, month by month: a page of days, and the same as a list."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from portal.kernel import clock
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import ngettext, show_date, show_month, show_weekday
from portal.languages.said import told_title
from portal.spaces.public.trainings import searches
from portal.trainings import calendar_words, starting
from portal.trainings.queries import coming
from portal.trainings.queries.coming import Coming
from portal.trainings.queries.published import STARTS, Wanted
from portal.web.request import session
from portal.web.searches import Chip
from portal.web.templates import Kept

# A line is about 1.5 kB.
_lines = Kept(500)
_WEEK, _A_MONDAY = 7, date(2026, 11, 30)


@dataclass(frozen=True)
class Cell:
    """A day of the page. `said`: how many start, empty for none; `anchor`: where the list is."""

    number: int
    said: str = ""
    anchor: str = ""
    is_today: bool = False


def month_page(wanted: Wanted, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """A month of what is searched. The month is chosen here: the search's own days are left out."""
    whenever = searches.with_choice(wanted, STARTS)
    today = clock.today()
    first = _asked(arguments, today)
    span = starting.month(first, today)
    found = coming.list_month(session(), whenever, span)
    days = [(day, list(rows)) for day, rows in groupby(found.coming, lambda one: one.starts_on)]
    after = starting.next_month(first)
    return {
        "label": show_month(first),
        "weekdays": _weekdays(),
        "weeks": _weeks(first, today, {day: len(rows) for day, rows in days}),
        "days": [(_anchor(day), _begun(day), [_drawn(one) for one in rows]) for day, rows in days],
        "count": _count(len(found.coming), more=found.more),
        "more": found.more,
        "chips": _chips(whenever, first),
        "before": _turn(whenever, starting.next_month(first, -1)) if first > today else None,
        "after": _turn(whenever, after) if after <= starting.last_day(today) else None,
        "next": None if days else _next(whenever, after, today),
        "all_url": _url(Wanted(), first),
        "list_url": url_for("public.trainings.list_trainings") + searches.arguments_of(wanted),
        "map_url": url_for("public.trainings.show_map") + searches.arguments_of(wanted),
    }


def url_of(wanted: Wanted) -> str:
    """The calendar of a search, from this month on."""
    whenever = searches.with_choice(wanted, STARTS)
    return url_for("public.trainings.show_calendar") + searches.arguments_of(whenever)


def _asked(arguments: MultiDict[str, str], today: date) -> date:
    """The first day of the month of an address; of this one where it says nothing to come."""
    try:
        first = date.fromisoformat(arguments.get("month", "") + "-01")
    except ValueError:
        first = today
    return min(max(first, today), starting.last_day(today)).replace(day=1)


def _url(wanted: Wanted, first: date) -> str:
    asked = searches.arguments_of(wanted).replace("?", "&", 1)
    return url_for("public.trainings.show_calendar", month=f"{first:%Y-%m}") + asked


def _turn(wanted: Wanted, first: date) -> dict[str, str]:
    return {"label": show_month(first), "url": _url(wanted, first)}


def _next(wanted: Wanted, after: date, today: date) -> dict[str, str] | None:
    """In an empty month: the first day after it, else the first one before it."""
    day = coming.first_day(session(), wanted, after) or coming.first_day(session(), wanted, today)
    return {"label": show_date(day, weekday=True), "url": _url(wanted, day)} if day else None


def _chips(wanted: Wanted, first: date) -> list[Chip]:
    """What narrows the search; without it one is in the same month."""
    base = url_for("public.trainings.show_calendar", month=f"{first:%Y-%m}")
    narrowing = searches.chips(session(), wanted, "")
    return [Chip(one.label, base + one.url.replace("?", "&", 1)) for one in narrowing]


def _weekdays() -> list[tuple[str, str]]:
    """(short, whole) names, from Monday on."""
    days = [_A_MONDAY + timedelta(days=n) for n in range(_WEEK)]
    return [(show_weekday(day, short=True), show_weekday(day)) for day in days]


def _weeks(first: date, today: date, starts: dict[date, int]) -> list[list[Cell | None]]:
    """The days of the month by weeks, nothing where a week is of another month."""
    days = (starting.next_month(first) - first).days
    cells: list[Cell | None] = [None] * first.weekday()
    for n in range(days):
        day = first + timedelta(days=n)
        how_many = starts.get(day, 0)
        said = ngettext("%(n)s session", "%(n)s sessions", how_many) if how_many else ""
        cells.append(Cell(day.day, said, _anchor(day), day == today))
    cells += [None] * (-len(cells) % _WEEK)
    return [cells[n : n + _WEEK] for n in range(0, len(cells), _WEEK)]


def _anchor(day: date) -> str:
    return f"day-{day.isoformat()}"


def _begun(day: date) -> str:
    return calendar_words.begun(show_date(day, weekday=True))


def _count(many: int, *, more: bool) -> str:
    if more:
        return _("Plus de %(many)s sessions", many=many)
    return ngettext("%(n)s session", "%(n)s sessions", many) if many else _("Aucune session")


def _drawn(one: Coming) -> Markup:
    """A session of the list: everybody who reads the language reads the same, for a day."""

    def draw() -> Markup:
        return Markup(  # noqa: S704 - a template's own
            render_template("public/trainings/_coming.html", line=_line(one))
        )

    return _lines.get((one, clock.today()), draw)


def _line(one: Coming) -> dict[str, Any]:
    """A session of the list."""
    return {
        "title": told_title(one.card),
        "organiser": one.card["organiser"],
        "url": url_for(
            "public.trainings.show_training", slug=one.slug, _anchor=f"session-{one.id}"
        ),
        "when": calendar_words.between(one.starts_on, one.ends_on)
        if one.ends_on > one.starts_on
        else "",
        "city": one.city or ("" if one.online else one.card["city"]),
        "online": one.online,
        "until": show_date(one.register_until) if one.is_open else "",
    }
