"""Dates for the calendar of a phone (RFC 5545). The title is neutral: others see the screen."""

from collections.abc import Iterable

from icalendar import Calendar, Event, vUri

from portal.events.queries.meetings import MyDate
from portal.kernel import clock
from portal.kernel.i18n import _, current


def write_calendar(dates: Iterable[MyDate], base_url: str) -> bytes:
    """The meetings somebody comes to. Taken in again, a changed one replaces the older."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portail Travail Pair//groups//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for date in dates:
        calendar.add_component(_event(date, base_url))
    return bytes(calendar.to_ical())


def _event(date: MyDate, base_url: str) -> Event:
    meeting, event = date.meeting, Event()
    page = f"{base_url}/my/groups/{meeting.group_id}"
    event.add("uid", f"{meeting.id}@portail-travail-pair")
    event.add("sequence", meeting.revision)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", _("Rendez-vous"), parameters={"LANGUAGE": current().tag})
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if date.room and date.room.place:
        event.add("location", date.room.place)
    link = date.room.video_link if date.room else ""
    event.add("description", link or page)
    event.add("url", vUri(page))
    return event
