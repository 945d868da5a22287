"""A session that is over, with all it leaves, and one that goes on today. Through the real actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.answer import Stage
from portal.demo.interviews import worker
from portal.demo.publish import VOICES
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel import clock
from portal.kernel.i18n import DEFAULT, find, use
from portal.organisations.scope import Actor
from portal.trainings import half_days
from portal.trainings.actions import (
    attending,
    awarding,
    certifying,
    evaluating,
    registrations,
    sessions,
)
from portal.trainings.actions.attending import Mark
from portal.trainings.enums import AttendanceState, SessionRole
from portal.trainings.models import PublishedTraining, TrainingSession
from portal.trainings.queries import sessions as dates_queries

FEDERATION = "fas-ile-de-france"
OVER = "L’accompagnement à la formalisation de savoirs expérientiels"
UNDER_WAY = "Module de sensibilisation au travail pair"
_LENGTH = 3
_HOURS = {"am": ("09:30", "12:30"), "pm": ("13:30", "16:30")}
_CONSENT = "J’accepte que l’organisme lise mon inscription et me réponde."


@dataclass(frozen=True)
class Guest:
    """Somebody who came: `absent` are the half-days they missed, counted from 0; what they think,
    also aloud (`voice`: a recording of the demo). Who answered nothing may still do it.
    """

    name: str
    locale: str
    absent: dict[int, AttendanceState]
    answers: dict[str, str]
    words: str = ""
    voice: str = ""


_GONE, _TOLD = AttendanceState.ABSENT, AttendanceState.EXCUSED
GUESTS = (
    Guest("Karim Haddad", "fr", {}, {}),
    Guest(
        "Zarghuna Safi",
        "ps",
        {4: _TOLD},
        {"useful": "yes", "understood": "partly", "pace": "fast", "arranged": "yes"},
        "د ترجمان شتون ډېره مرسته وکړه.",
    ),
    Guest(
        "Mariam Diallo",
        "fr",
        {},
        {"useful": "yes", "understood": "yes", "pace": "right", "welcome": "yes"},
        "On a enfin mis des mots sur ce que je fais tous les jours.",
    ),
    Guest(
        "Reza Ahmadi",
        "fa",
        {1: _GONE},
        {"useful": "partly", "understood": "partly", "pace": "fast", "welcome": "yes"},
        "برگه‌ها به فارسی هم باشد بهتر است.",
        "voice-fa",
    ),
    Guest(
        "Yasmina Belkacem",
        "ar",
        {},
        {"useful": "yes", "understood": "yes", "pace": "right", "arranged": "none"},
        "Plus de temps pour les exercices à deux.",
    ),
    Guest(
        "Patrick Morel",
        "fr",
        {5: _TOLD},
        {"useful": "yes", "understood": "yes", "pace": "slow", "welcome": "partly"},
    ),
)
TODAY = ("Awa Sylla", "Hamid Noori", "Lucie Garnier", "Sayed Rahimi")


def tell(stage: Stage) -> None:
    _tell_over(stage)
    _tell_today(stage)


def _tell_over(stage: Stage) -> None:
    """Three days of two halves: who came, a practice, certificates and badges, five evaluations."""
    officer, today = stage.actors[FEDERATION], clock.today()
    first = today - timedelta(days=24)
    first -= timedelta(days=first.weekday())  # nobody trains at the end of a week
    dates = _plan(stage, officer, OVER, first, _LENGTH, places=8)
    people = [_join(stage, dates.id, guest.name, guest.locale, first) for guest in GUESTS]
    for slot_number, slot in enumerate(half_days.of_session(dates)):
        at = stage.now - timedelta(days=(today - slot.day).days)
        with clock.pretending(at), stage.acting(officer) as session:
            for guest, (one, _actor) in zip(GUESTS, people, strict=True):
                state = guest.absent.get(slot_number, AttendanceState.PRESENT)
                attending.mark(session, officer, dates, one, slot, Mark(state, ""))
    last = stage.now - timedelta(days=(today - dates.ends_on).days)
    for guest, (one, actor) in zip(GUESTS, people, strict=True):
        if not guest.answers:
            continue
        with clock.pretending(last), stage.acting(actor) as session:
            said = _say(session, actor, dates, guest.voice) if guest.voice else None
            evaluating.give(
                session, actor, one, answers=guest.answers, words=guest.words, file_id=said
            )
    karim, held = people[0]
    with clock.pretending(last), stage.acting(held) as session:
        certifying.wish(session, held, karim, name=GUESTS[0].name, in_badge=True)
    with clock.pretending(last + timedelta(days=2)), stage.acting(officer) as session:
        attending.state_internship(session, officer, dates, karim, weeks=1, hours=35)
        certifying.issue(session, officer, dates, stage.settings)
        patrick, _actor = people[-1]
        awarding.revoke_badge(session, officer, dates, patrick, "Le nom est mal écrit.")


def _say(session: Session, actor: Actor, dates: TrainingSession, voice: str) -> UUID:
    recorded = BytesIO((VOICES / f"{voice}.ogg").read_bytes())
    return files.receive_whole(
        session, actor, FilePurpose.VOICE, dates.organisation_id, "message.ogg", recorded
    )


def _tell_today(stage: Stage) -> None:
    """Four people, and nobody marked yet: the code on the screen is for now."""
    officer, today = stage.actors[FEDERATION], clock.today()
    dates = _plan(stage, officer, UNDER_WAY, today, 2, places=6)
    for name in TODAY:
        _join(stage, dates.id, name, "fr", today)


def _plan(
    stage: Stage, officer: Actor, title: str, first: date, length: int, *, places: int
) -> TrainingSession:
    days = [first + timedelta(days=number) for number in range(length)]
    values: dict[str, Any] = {
        "starts_on": first,
        "ends_on": days[-1],
        "half_days": [
            {"on": day.isoformat(), "half": half, "starts": starts, "ends": ends}
            for day in days
            for half, (starts, ends) in _HOURS.items()
        ],
        "venue": "Maison des associations du canal",
        "address": "5 quai des Bateliers",
        "city": "Paris",
        "department": "75",
        "places": places,
        "register_until": first - timedelta(days=1),
        "contact": "formation@example.org",
    }
    before = stage.now - timedelta(days=(clock.today() - first).days + 3)
    with clock.pretending(before), stage.acting(officer) as session:
        training_id = next(
            found.training_id
            for found in session.scalars(select(PublishedTraining))
            if found.card["title"] == title
        )
        planned = sessions.plan_session(session, officer, training_id, values)
        if officer.person_id:
            staff = [(officer.person_id, SessionRole.TRAINER)]
            sessions.set_staff(session, officer, planned.id, staff)
        return sessions.open_session(session, officer, planned.id)


def _join(
    stage: Stage, session_id: UUID, name: str, locale: str, first: date
) -> tuple[UUID, Actor]:
    """Somebody asks to come and has a place; the one with an account asks from it."""
    person = worker(stage) if name == GUESTS[0].name else Actor()
    before = stage.now - timedelta(days=(clock.today() - first).days + 2)
    speaking = find(locale) or DEFAULT
    with clock.pretending(before), use(speaking), stage.acting(person) as session:
        dates = dates_queries.get_public(session, session_id)
        training = dates_queries.find_published(session, dates.training_id)
        title = str(training.card["title"]) if training else ""
        made, _token = registrations.start(
            session, person, dates, stage.settings, title=title, locale=locale
        )
        actor = Actor(person_id=person.person_id, name=name, holder=made.holder_digest)
        said = {"name": name, "contact_phone": f"+3363998{3100 + _number(name):04d}"}
        registrations.write(session, actor, made.id, said)
        registrations.submit(
            session, actor, made.id, stage.settings, locale=locale, consent=_CONSENT
        )
    return made.id, actor


def _number(name: str) -> int:
    return [*(guest.name for guest in GUESTS), *TODAY].index(name)
