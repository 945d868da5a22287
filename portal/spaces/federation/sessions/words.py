"""How the screens of sessions say a day, a place, a state, who hears."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.kernel import clock, i18n
from portal.kernel.i18n import _, show_date, show_time
from portal.kernel.messages import SMS
from portal.languages.names import both_names
from portal.people import addresses
from portal.people.reachable import channels
from portal.trainings.enums import RegistrationState as State
from portal.trainings.enums import SessionState
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession, is_over
from portal.trainings.usual_days import LABELS
from portal.web.request import session

_SESSION_TAGS = {
    SessionState.PLANNED: "neutral",
    SessionState.OPEN: "ok",
    SessionState.CLOSED: "brand",
    SessionState.CANCELLED: "bad",
}
TAGS = {
    State.RECEIVED: "brand",
    State.WAITING: "warn",
    State.OFFERED: "live",
    State.CONFIRMED: "ok",
    State.LAPSED: "neutral",
    State.DECLINED: "bad",
    State.WITHDRAWN: "neutral",
    State.CALLED_OFF: "neutral",
}


def when(dates: TrainingSession) -> str:
    if dates.starts_on == dates.ends_on:
        return show_date(dates.starts_on, weekday=True)
    same_year = dates.starts_on.year == dates.ends_on.year
    first, last = show_date(dates.starts_on, year=not same_year), show_date(dates.ends_on)
    return _("du %(first)s au %(last)s", first=first, last=last)


def where(dates: TrainingSession) -> str:
    """As far as it is known."""
    if dates.online and not dates.city:
        return _("en visio")
    return _("%(city)s, et en visio", city=dates.city) if dates.online else dates.city


def state_tag(dates: TrainingSession) -> dict[str, str]:
    """Where it stands: what the state says, and what the calendar makes of it."""
    today = clock.today()
    if dates.state == SessionState.CANCELLED:
        return {"label": dates.state.label, "kind": "bad"}
    if is_over(dates, today):
        return {"label": _("Terminée"), "kind": "neutral"}
    if dates.state == SessionState.OPEN and dates.register_until < today:
        return {"label": _("Inscriptions terminées"), "kind": "brand"}
    return {"label": dates.state.label, "kind": _SESSION_TAGS[dates.state]}


def full_place(dates: TrainingSession) -> str:
    """The whole address, its city once."""
    parts = [dates.venue, dates.address]
    if dates.city and dates.city.casefold() not in dates.address.casefold():
        parts.append(dates.city)
    return ", ".join(part for part in parts if part)


def half_day(slot: dict[str, str]) -> str:
    day = show_date(date.fromisoformat(slot["on"]), weekday=True, year=False)
    return _(
        "%(day)s, %(half)s, de %(starts)s à %(ends)s",
        day=day,
        half=str(LABELS[slot["half"]]).lower(),
        starts=slot["starts"],
        ends=slot["ends"],
    )


def moment(at: datetime) -> str:
    return _("%(day)s à %(time)s", day=show_date(at, year=False), time=show_time(at))


def language_name(tag: str) -> str:
    return both_names(session(), tag)


def locale_of(registration: Registration) -> i18n.Locale:
    return i18n.find(registration.locale) or i18n.DEFAULT


@dataclass(frozen=True)
class Audience:
    """Who would hear something, and how."""

    people: Sequence[Registration]
    by_sms: int
    by_mail: int
    only_calls: Sequence[Registration]

    @property
    def written(self) -> int:
        return len(self.people) - len(self.only_calls)

    @property
    def languages(self) -> list[tuple[str, int]]:
        """The languages they read the portal in, the most usual first."""
        tags = [one.locale for one in self.people]
        counted = {tag: tags.count(tag) for tag in sorted(set(tags))}
        by_number = sorted(counted.items(), key=lambda pair: -pair[1])
        return [(language_name(tag), number) for tag, number in by_number]


def audience(people: Iterable[Registration]) -> Audience:
    found = list(people)
    ways = {one.id: [channel for channel, _address in channels(one)] for one in found}
    return Audience(
        people=found,
        by_sms=sum(SMS in ways[one.id] for one in found),
        by_mail=sum(channel != SMS for one in found for channel in ways[one.id]),
        only_calls=[one for one in found if not ways[one.id]],
    )


def show_phone(number: str) -> str:
    return addresses.shown(number)
