"""How the screens of this space say a name, a language, a moment, a number."""

from datetime import date, datetime
from typing import Any

from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import Way
from portal.jobs.queries.inbox import COUNTED
from portal.kernel import clock, i18n
from portal.kernel.i18n import N_, _, show_date, show_time
from portal.languages.names import both_names
from portal.people import addresses
from portal.web.forms import choices
from portal.web.request import session

# The shape of a state, beside its word (component `tag`).
TAGS = {
    State.RECEIVED: "brand",
    State.IN_REVIEW: "brand",
    State.INTERVIEW: "live",
    State.OFFERED: "live",
    State.ACCEPTED: "ok",
    State.DECLINED: "bad",
    State.WITHDRAWN: "neutral",
    State.POOL: "neutral",
    State.OBSOLETE: "neutral",
}
WAY_ICONS = {Way.VOICE: "mic", Way.CALLBACK: "phone-call", Way.CV: "file", Way.LETTER: "mail"}
# Shorter than the labels: a row of a table is read at a glance.
WAY_WORDS = {
    Way.VOICE: N_("Voix"),
    Way.CALLBACK: N_("Rappel téléphonique"),
    Way.CV: N_("CV"),
    Way.LETTER: N_("Lettre"),
}


def name_of(name: str) -> str:
    return name or _("Sans nom")


def language_name(tag: str) -> str:
    return both_names(session(), tag)


def page_languages() -> list[Any]:
    """The languages of the pages, as the choices of a field."""
    return choices(*((tag, language_name(tag)) for tag in i18n.LOCALES))


def moment(at: datetime) -> str:
    return _("%(day)s à %(time)s", day=near(at), time=show_time(at))


def near(value: date | datetime) -> str:
    """A day of this year without its year, for lists one reads at a glance."""
    day = value.astimezone(clock.PARIS).date() if isinstance(value, datetime) else value
    return show_date(day, year=day.year != clock.today().year)


def show_phone(number: str) -> str:
    return addresses.shown(number)


def capped(number: int) -> str:
    """A counter that stops counting, as the queries do."""
    return f"{COUNTED}+" if number > COUNTED else str(number)


def helpers() -> dict[str, Any]:
    """What the templates of applications say things with."""
    return {
        "name_of": name_of,
        "language_name": language_name,
        "moment": moment,
        "near": near,
        "show_phone": show_phone,
        "capped": capped,
        "day": clock.today(),
        "tags": TAGS,
        "way_icons": WAY_ICONS,
        "way_words": WAY_WORDS,
    }
