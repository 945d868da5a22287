"""People of the demo meet: two groups of federations, one that peers run, and who lets themselves be
seen. Through the real actions, at pretended moments.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.demo.gatherings import CARDS, GATHERINGS, NOTES, WORDS, Gathering
from portal.events import tasks
from portal.events.actions import groups, memberships, nearby, notes
from portal.events.actions import meetings as dates
from portal.events.enums import Rhythm
from portal.events.queries import meetings
from portal.kernel import clock
from portal.organisations.scope import Actor
from portal.people.addresses import read
from portal.people.queries import find_owner

Acting = Callable[[Actor], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Meeting:
    """What the people are met with: sessions, keys, who acts for each federation, and now."""

    acting: Acting
    people_key: bytes
    group_key: bytes
    actors: dict[str, Actor]
    now: datetime

    def person(self, typed: str, name: str) -> Actor:
        with self.acting(Actor()) as session:
            return Actor(find_owner(session, read(typed).digest(self.people_key)), name)


def meet(world: Meeting) -> None:
    """Every group, then who is near whom."""
    for gathering in GATHERINGS:
        _gather(world, gathering)
    for told in CARDS:
        actor = world.person(told.address, told.name)
        with clock.pretending(world.now - timedelta(days=20)), world.acting(actor) as session:
            until = clock.today() + timedelta(days=120)
            nearby.appear(session, actor, told.facts(until), as_peer=True)
    for days, (address, name), (other, other_name), body in WORDS:
        actor, reader = world.person(address, name), world.person(other, other_name)
        if reader.person_id is None:
            raise LookupError(f"nobody is called {other_name}")
        with clock.pretending(world.now - timedelta(days=days)), world.acting(actor) as session:
            nearby.write_to(session, actor, reader.person_id, body)


def _gather(world: Meeting, told: Gathering) -> None:
    """A group two months old, its dates past and to come, who is in it and who comes."""
    host = world.actors.get(told.run_by) or world.person(told.run_by, told.host)
    with clock.pretending(world.now - timedelta(days=62)), world.acting(host) as session:
        group_id = groups.found_group(
            session, host, world.group_key, told.facts(), shown_name=told.host
        ).id
        facts = dates.MeetingFacts(
            _first_day(world.now, told),
            time(told.hours[0]),
            time(told.hours[1]),
            about=told.about,
            place=told.place,
            video_link=told.video_link,
        )
        rhythm = Rhythm.MONTHLY
        dates.add_meetings(session, host, group_id, facts, rhythm=rhythm, how_many=6)
    for address, name, is_named in told.members:
        _join(world, group_id, world.person(address, name), named=is_named)
    if told.title in NOTES:
        _write(world, group_id, told)


def _first_day(now: datetime, told: Gathering) -> date:
    day = (now - timedelta(days=told.first_days_ago)).date()
    return day + timedelta(days=(told.weekday - day.weekday()) % 7)


def _join(world: Meeting, group_id: UUID, actor: Actor, *, named: bool) -> None:
    with clock.pretending(world.now - timedelta(days=58)), world.acting(actor) as session:
        memberships.join_group(
            session,
            actor,
            group_id,
            shown_name=actor.name.split(" ")[0],
            seen_by_facilitator=named,
            as_peer=True,
        )
        for found in meetings.list_coming(session, actor, group_id)[:3]:
            dates.sign_up(session, actor, found.meeting.id)


def _write(world: Meeting, group_id: UUID, told: Gathering) -> None:
    """Notes of the last meeting, which nobody objected to."""
    address, name, _named = told.members[0]
    actor = world.person(address, name)
    with world.acting(actor) as session:
        past = meetings.list_past(session, actor, group_id)
    if not past:
        return
    meeting = past[-1].meeting
    with clock.pretending(meeting.ends_at + timedelta(hours=20)), world.acting(actor) as session:
        notes.propose_notes(session, actor, meeting.id, NOTES[told.title])
    tasks.open_notes(0)
