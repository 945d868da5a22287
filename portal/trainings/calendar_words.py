"""A session in the reader's words: when, where, how full it is, and what differs there.

Its own words (place, practical matters) are the organiser's, in French.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed, ngettext, show_date, show_time
from portal.trainings import policy, venues
from portal.trainings.enums import SessionState
from portal.trainings.models import TrainingSession
from portal.trainings.queries.sessions import Places
from portal.trainings.reading import Fact, PassportLine, french, passport_of


@dataclass(frozen=True)
class Day:
    """A day and its hours."""

    day: str
    hours: str


@dataclass(frozen=True)
class There:
    """What is known of the place. `words` and `directions` are the federation's."""

    lines: list[PassportLine]
    words: str
    directions: str
    verified: str


@dataclass(frozen=True)
class Told:
    """A session as a page tells it. `place` and `practical` are the organiser's words. `room` is
    how full it is, `until` when one may ask to come, both empty where it makes no sense any more.
    `there`: where the session chose one of the federation's places, and the page says it.
    """

    when: str
    days: list[Day]
    online: bool
    place: str
    practical: str
    contact: str
    differs: list[PassportLine]
    spoken: list[Fact]
    there: There | None
    is_cancelled: bool
    because: str
    is_open: bool
    room: str
    until: str
    asks_employer: bool

    @property
    def title(self) -> str:
        """`when` at the beginning of a line."""
        return begun(self.when)


def tell(
    session: Session,
    dates: TrainingSession,
    places: Places | None = None,
    passport: Mapping[str, str] | None = None,
) -> Told:
    """`passport` is the training's: what is otherwise here is told, and what the place says."""
    is_open = policy.takes_registrations(dates, clock.today())
    return Told(
        when=when(dates),
        days=days(dates),
        online=dates.online,
        place=place(dates),
        practical=dates.practical,
        contact=dates.contact,
        differs=differs(session, dates, passport or {}),
        spoken=spoken(session, dates),
        there=None if passport is None else there(session, dates, passport),
        is_cancelled=dates.state == SessionState.CANCELLED,
        because=dates.cancelled_because,
        is_open=is_open,
        room=room(dates, places) if places and is_open else "",
        until=show_date(dates.register_until, weekday=True) if is_open else "",
        asks_employer=dates.asks_employer,
    )


def when(dates: TrainingSession) -> str:
    """« du lundi 7 au mercredi 9 décembre 2026 », or the one day."""
    return between(dates.starts_on, dates.ends_on)


def between(first: date, last: date) -> str:
    """As `when`."""
    if first == last:
        return show_date(first, weekday=True)
    return _(
        "du %(first)s au %(last)s",
        first=show_date(first, weekday=True, year=first.year != last.year),
        last=show_date(last, weekday=True),
    )


def days(dates: TrainingSession) -> list[Day]:
    """Each day that has hours, its half-days together."""
    found: dict[str, list[str]] = {}
    for slot in sorted(dates.half_days, key=lambda one: (one["on"], one["starts"])):
        found.setdefault(slot["on"], []).append(
            _("de %(start)s à %(end)s", start=_hour(slot["starts"]), end=_hour(slot["ends"]))
        )
    return [
        Day(begun(show_date(date.fromisoformat(day), weekday=True, year=False)), listed(hours))
        for day, hours in found.items()
    ]


def begun(text: str) -> str:
    """As at the beginning of a line."""
    return text[:1].upper() + text[1:]


def _hour(typed: str) -> str:
    return show_time(moment("2026-01-01", typed))


def moment(day: str, hour: str) -> datetime:
    """The instant of « 2026-12-07 » and « 09:30 », in Paris."""
    on, at = date.fromisoformat(day), time.fromisoformat(hour)
    return datetime.combine(on, at, tzinfo=clock.PARIS)


def place(dates: TrainingSession) -> str:
    """The place as the organiser wrote it; empty when it is online only."""
    parts = [dates.venue, dates.address]
    if dates.city and dates.city not in dates.address:
        parts.append(dates.city)
    return ", ".join(part for part in parts if part)


def room(dates: TrainingSession, places: Places) -> str:
    """What somebody who asks now may expect."""
    if dates.chooses:
        return _("L’organisme choisit après avoir parlé avec chaque personne.")
    if places.left:
        return ngettext("Encore %(n)s place.", "Encore %(n)s places.", places.left)
    if places.waiting:
        return ngettext(
            "Liste d’attente : %(n)s personne attend.",
            "Liste d’attente : %(n)s personnes attendent.",
            places.waiting,
        )
    return _("Complet : il y a une liste d’attente.")


def differs(
    session: Session, dates: TrainingSession, passport: Mapping[str, Any]
) -> list[PassportLine]:
    """The lines of the passport that are otherwise here than in the training, but for those `there`
    tells.
    """
    told = {line.code for line in venues.lines(session)} if dates.there else set()
    here = {
        code: answer
        for code, answer in venues.answers_of(dates, passport).items()
        if answer != passport.get(code) and code not in told
    }
    groups = passport_of(session, here) if here else []
    return [line for _group, lines in groups for line in lines if line.answer]


def spoken(session: Session, dates: TrainingSession) -> list[Fact]:
    """The French asked and the languages of who trains, where the session says its own."""
    nothing = {"languages": (), "trainer_languages": (), "french_oral": "", "french_written": ""}
    return [fact for fact in french(session, nothing | dates.spoken) if fact.is_known]


def there(session: Session, dates: TrainingSession, passport: Mapping[str, Any]) -> There | None:
    """What holds there for this session, whoever says so; what nobody knows is said."""
    if not dates.there:
        return None
    verified = venues.verified(dates.there)
    return There(
        lines=[_line_there(dates, passport, line) for line in venues.lines(session)],
        words=dates.there.get("words", ""),
        directions=dates.there.get("directions", ""),
        verified=_(
            "Vérifié le %(day)s par %(federation)s.",
            day=show_date(verified),
            federation=dates.there.get("verified_by", ""),
        )
        if verified
        else "",
    )


def _line_there(
    dates: TrainingSession, passport: Mapping[str, Any], line: nomenclatures.Entry
) -> PassportLine:
    own, said = dates.passport.get(line.code), venues.said_there(dates.there).get(line.code)
    answer = own or said or passport.get(line.code, "")
    if own and said and own != said:
        return PassportLine(line.label, answer, _("à ces dates"))
    # The sheet of a training may have another place in mind: who reads it knows whose word it is.
    is_sheet = answer and not (own or said)
    return PassportLine(
        line.label, answer, _("d’après la fiche de la formation") if is_sheet else ""
    )
