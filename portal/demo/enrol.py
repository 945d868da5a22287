"""Open the sessions of the demo and let people ask to come: through the real actions, at pretended
moments.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import accounts, propose
from portal.demo.accounts import TRAINER
from portal.demo.answer import Stage
from portal.demo.publish import VOICES
from portal.demo.sessions import ASKED, SESSIONS, Asked, Meetings, Planned
from portal.demo.venues import VENUES, Venue
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel import clock, i18n, tokens
from portal.organisations.queries import members
from portal.organisations.scope import Actor
from portal.people.addresses import KEY, read
from portal.people.queries import find_owner
from portal.trainings import register_links
from portal.trainings.actions import meetings, registrations, selection, sessions, venues
from portal.trainings.enums import MeetingWay, SessionRole
from portal.trainings.models import PublishedTraining, Training, TrainingSession
from portal.trainings.queries import meetings as moments
from portal.trainings.queries import registrations as registered
from portal.trainings.queries import sessions as queries

_BY_THE_PERSON = ("claim", "withdraw", "choose", "call")
_CONSENT = "J’envoie ce qui est sur cette page à l’organisme, pour demander à venir."


@dataclass
class _School:
    """The stage, who writes for each federation, its places and sessions by their key."""

    stage: Stage
    writers: dict[str, Actor]
    dates: dict[str, UUID] = field(default_factory=dict)
    venues: dict[str, UUID] = field(default_factory=dict)
    officers: dict[str, Actor] = field(default_factory=dict)
    asked: dict[Asked, tuple[Actor, UUID]] = field(default_factory=dict)


def tell(stage: Stage, writers: dict[str, Actor]) -> None:
    """Every session with who asked to come, the earliest first."""
    school = _School(stage, writers)
    for venue in VENUES:
        _keep(school, venue)
    for planned in SESSIONS:
        _plan(school, planned)
    # In the order it happened: who waits depends on who came before.
    for _ago, act in sorted(_acts(school), key=lambda one: -one[0]):
        act()
    propose.tell(stage, school.dates["later"])
    for planned in SESSIONS:
        _end(school, planned)


def _keep(school: _School, told: Venue) -> None:
    """A place somebody went to see before any session was planned there, or nobody did."""
    stage, writer = school.stage, school.writers[told.federation]
    today = stage.now.astimezone(clock.PARIS).date()
    seen = None if told.checked is None else today - timedelta(days=told.checked)
    with clock.pretending(stage.now - timedelta(days=80)), stage.acting(writer) as session:
        made = venues.add_venue(session, writer, {**told.facts, "verified_on": None})
        school.venues[told.key] = made.id
    with stage.acting(writer) as session:
        if seen is not None:
            venues.change_venue(session, writer, made.id, {"verified_on": seen}, version=1)
        if told.archived:
            venues.archive_venue(session, writer, made.id)


def half_days(first: date, how_many: int) -> list[dict[str, Any]]:
    """A morning and an afternoon on each of these days, one after the other."""
    found = []
    for day in (first + timedelta(days=n) for n in range(how_many)):
        found += [
            {"on": day.isoformat(), "half": "am", "starts": "09:30", "ends": "12:30"},
            {"on": day.isoformat(), "half": "pm", "starts": "13:30", "ends": "17:00"},
        ]
    return found


def _first_day(now: date, planned: Planned) -> date:
    """So that nobody trains on a Sunday: the Monday of that week, or the next for what is to come."""
    wanted = now + timedelta(days=planned.in_days)
    return wanted + timedelta(days=(7 - wanted.weekday()) % 7)


def _plan(school: _School, planned: Planned) -> None:
    stage, writer = school.stage, school.writers[planned.federation]
    reader = stage.actors[planned.federation]
    first = _first_day(stage.now.astimezone(clock.PARIS).date(), planned)
    last = first + timedelta(days=planned.how_long - 1)
    values = {
        "starts_on": first,
        "ends_on": last,
        "half_days": half_days(first, planned.how_long),
        "places": planned.places,
        "register_until": first - timedelta(days=planned.until),
        "video_link": planned.video_link,
        "venue_id": school.venues.get(planned.venue),
        **planned.facts,
    }
    opened = stage.now - timedelta(days=planned.planned)
    with clock.pretending(opened), stage.acting(writer) as session:
        training_id = _training(session, planned)
        made = sessions.plan_session(session, writer, training_id, values)
        sessions.open_session(session, writer, made.id)
        if writer.person_id and reader.person_id:
            people = [
                (writer.person_id, SessionRole.TRAINER),
                (reader.person_id, SessionRole.ARRANGER),
            ]
            sessions.set_staff(session, writer, made.id, people)
        school.dates[planned.key], school.officers[planned.key] = made.id, reader


def _training(session: Session, planned: Planned) -> UUID:
    found = session.scalar(
        select(Training.id)
        .join(PublishedTraining, PublishedTraining.training_id == Training.id)
        .where(Training.title.startswith(planned.training))
        .order_by(Training.created_at)
        .limit(1)
    )
    if found is None:
        raise LookupError(f"no training begins with « {planned.training} »")
    return found


def _acts(school: _School) -> Iterator[tuple[float, Callable[[], None]]]:
    """Everything that happens, and how many hours ago."""
    for planned in SESSIONS:
        for row in planned.meetings:
            hours = row.opened * 24 + 3
            yield hours, partial(_meet, school, planned, row, hours)
    for told in ASKED:
        hours = told.days * 24 + 4
        yield hours, partial(_ask, school, told, hours)
        for days, what, words in told.then:
            hours = days * 24 + 2
            yield hours, partial(_then, school, told, hours, what, words)


def _ask(school: _School, told: Asked, hours: int) -> None:
    stage, session_id = school.stage, school.dates[told.session]
    person, sent = _person(stage, told), stage.now - timedelta(hours=hours)
    speaking = i18n.find(told.locale) or i18n.DEFAULT
    with clock.pretending(sent), i18n.use(speaking), stage.acting(person) as session:
        dates = queries.get_public(session, session_id)
        title = session.get_one(PublishedTraining, dates.training_id).card["title"]
        found, token = registrations.start(
            session, person, dates, stage.settings, title=title, locale=told.locale
        )
        actor = Actor(person.person_id, person.name, holder=tokens.digest(token))
        registrations.write(session, actor, found.id, _written(told, dates))
        if told.voice:
            _speak(session, actor, found.id, dates, told.voice)
        registrations.say_needs(
            session,
            actor,
            found.id,
            lines=dict.fromkeys(told.lines, "yes"),
            language=told.language,
            words=told.need,
        )
        registrations.submit(
            session, actor, found.id, stage.settings, locale=told.locale, consent=_CONSENT
        )
        school.asked[told] = actor, found.id


def _person(stage: Stage, told: Asked) -> Actor:
    """Who asks to come: nobody the portal knows, where they have no account or use it later."""
    account = accounts.find(told.account)
    later = any(what == "claim" for _days, what, _words in told.then)
    return Actor() if account is None or later else _owner(stage, account)


def _owner(stage: Stage, account: accounts.DemoAccount) -> Actor:
    with stage.acting(Actor()) as session:
        digest = read(account.address).digest(stage.settings.key(KEY))
        return Actor(find_owner(session, digest), account.name)


def _written(told: Asked, dates: TrainingSession) -> dict[str, Any]:
    answers = [
        {"id": question["id"], "question": question["text"], "text": text}
        for question, text in zip(dates.questions, told.answers, strict=False)
        if text
    ]
    name, email = told.employer
    return {
        "name": told.name,
        "contact_phone": told.phone,
        "contact_email": told.email,
        "words": told.words,
        "answers": answers,
        "employer_name": name,
        "employer_email": email,
    }


def _speak(
    session: Session, actor: Actor, registration_id: UUID, dates: TrainingSession, voice: str
) -> None:
    recorded = BytesIO((VOICES / f"{voice}.ogg").read_bytes())
    file_id = files.receive_whole(
        session, actor, FilePurpose.VOICE, dates.organisation_id, "message.ogg", recorded
    )
    registrations.give_recording(session, actor, registration_id, file_id)


def _then(school: _School, told: Asked, hours: int, what: str, words: str) -> None:
    """What happened afterwards, by the person, the organiser, the employer or the portal."""
    stage, officer = school.stage, school.officers[told.session]
    actor, registration_id = school.asked[told]
    moment = stage.now - timedelta(hours=hours)
    if what == "claim" and (account := accounts.find(told.account)):
        actor = replace(_owner(stage, account), holder=actor.holder)
    by_the_person = what in _BY_THE_PERSON
    acts = actor if by_the_person else officer
    with clock.pretending(moment), stage.acting(acts) as session:
        if by_the_person:
            _the_person(session, actor, registration_id, what, words)
        else:
            _the_others(session, school, told, what, words)


def _the_person(
    session: Session, actor: Actor, registration_id: UUID, what: str, words: str
) -> None:
    match what:
        case "withdraw":
            registrations.withdraw(session, actor, registration_id)
        case "claim":
            registrations.claim(session, actor, registration_id)
        case "choose":
            found = registered.get_mine(session, actor, registration_id)
            free = moments.list_open(session, found)
            meetings.choose(session, actor, registration_id, free[int(words)].slot.id)
        case "call":
            meetings.ask_to_be_called(session, actor, registration_id, words)


def _the_others(session: Session, school: _School, told: Asked, what: str, words: str) -> None:
    officer, dates_id = school.officers[told.session], school.dates[told.session]
    _actor, registration_id = school.asked[told]
    match what:
        case "invite":
            meetings.invite(session, officer, dates_id, [registration_id])
        case "next":
            selection.offer_next(session, officer.organisation_id, dates_id)
        case "arranged":
            selection.mark_arranged(session, officer, registration_id, words)
        case "offer":
            selection.offer_place(session, officer, registration_id, words)
        case "decline":
            selection.decline(session, officer, registration_id, words)
        case "agree":
            link = register_links.agreement_token(school.stage.settings, registration_id)
            registrations.answer_as_employer(
                session, tokens.digest(link), agrees=True, words=words, name=told.employer[0]
            )


def _meet(school: _School, planned: Planned, told: Meetings, hours: int) -> None:
    """Open moments to meet people, with the officer, who trains, and the names that are told."""
    stage, officer = school.stage, school.officers[planned.key]
    day = _workday(stage.now.astimezone(clock.PARIS).date() + timedelta(days=told.in_days))
    moment = stage.now - timedelta(hours=hours)
    with clock.pretending(moment), stage.acting(officer) as session:
        team = {one.name: one.person_id for one in members.list_members(session, officer)}
        row = meetings.Row(
            first=datetime.combine(day, time(told.hour), tzinfo=clock.PARIS),
            how_many=told.how_many,
            minutes=told.minutes,
            way=MeetingWay(told.way),
            place=told.place,
            peer_there=told.peer_there,
            names=told.names,
            colleagues=tuple(one for one in (officer.person_id, team.get(TRAINER)) if one),
        )
        once = uuid5(school.dates[planned.key], f"{told.in_days}-{told.hour}")
        meetings.open_moments(session, officer, school.dates[planned.key], row, once)


def _workday(day: date) -> date:
    """Nobody is met on a Saturday or a Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _end(school: _School, planned: Planned) -> None:
    """What became of the session itself."""
    writer, session_id = school.writers[planned.federation], school.dates[planned.key]
    moment = school.stage.now - timedelta(days=1, hours=5)
    with clock.pretending(moment), school.stage.acting(writer) as session:
        if planned.end == "cancelled":
            sessions.cancel_session(session, writer, session_id, planned.because)
        elif planned.end == "closed":
            sessions.close_session(session, writer, session_id)
