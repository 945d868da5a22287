"""The half-days of a session for the calendar of a phone (RFC 5545). The title is neutral, and the
link of the registration is not in it: others see the screen, and the calendar of a team.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from icalendar import Calendar, Event

from portal.kernel import clock
from portal.kernel.i18n import _, current
from portal.trainings import calendar_words
from portal.trainings.enums import SessionState
from portal.trainings.models import SelectionInvitation, SelectionSlot, TrainingSession


def write_calendar(dates: TrainingSession, video_link: str) -> bytes:
    """Taken in again, a changed session replaces the older one."""
    called_off = dates.state == SessionState.CANCELLED
    events = list(_events(dates))
    for event in events:
        event.add("sequence", dates.revision)
        event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    return _written(events, calendar_words.place(dates), video_link)


def write_meeting(
    invitation: SelectionInvitation, slot: SelectionSlot, video_link: str = ""
) -> bytes:
    """The moment chosen before a session; another moment replaces it, taken in again."""
    event = Event()
    event.add("uid", f"{invitation.registration_id}-meeting@portail-travail-pair")
    event.add("dtstart", slot.starts_at.astimezone(clock.PARIS))
    event.add("dtend", (slot.starts_at + timedelta(minutes=slot.minutes)).astimezone(clock.PARIS))
    event.add("sequence", invitation.revision)
    event.add("status", "CONFIRMED")
    return _written([event], slot.place, video_link)


def _written(events: Iterable[Event], place: str, video_link: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Portail Travail Pair//trainings//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        event.add("dtstamp", clock.now())
        event.add("summary", _("Rendez-vous"), parameters={"LANGUAGE": current().tag})
        if place:
            event.add("location", place)
        if video_link:
            event.add("description", video_link)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(dates: TrainingSession) -> Iterator[Event]:
    """One a half-day; the whole days where nobody wrote the hours."""
    for slot in dates.half_days:
        event = Event()
        event.add("uid", f"{dates.id}-{slot['on']}-{slot['half']}@portail-travail-pair")
        event.add("dtstart", calendar_words.moment(slot["on"], slot["starts"]))
        event.add("dtend", calendar_words.moment(slot["on"], slot["ends"]))
        yield event
    if not dates.half_days:
        event = Event()
        event.add("uid", f"{dates.id}@portail-travail-pair")
        event.add("dtstart", dates.starts_on)
        event.add("dtend", dates.ends_on + timedelta(days=1))
        yield event
