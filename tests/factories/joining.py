"""Sessions of trainings and people who ask to come; and those a house has, to aim at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile
from portal.kernel import clock, tokens
from portal.kernel.db import Database, Reach
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.trainings.actions import registrations, sessions
from portal.trainings.enums import (
    Agreement,
    MeetingAnswer,
    MeetingWay,
    RegistrationAuthor,
    RegistrationState,
    SessionRole,
    SessionState,
)
from portal.trainings.models import (
    Registration,
    RegistrationEvent,
    RegistrationNeed,
    SelectionInvitation,
    SelectionLink,
    SelectionPanelist,
    SelectionSlot,
    SessionStaff,
    Training,
    TrainingRoom,
    TrainingSession,
    TrainingVenue,
    WorkerProposal,
)
from portal.trainings.queries import sessions as dates_queries
from tests.factories.stored import add_objects

PHONE = "+33639981201"


def dates_of(first: date, **values: Any) -> dict[str, Any]:
    """What is written of a session of two half-days beginning on `first`."""
    return {
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "half_days": [
            {"on": first.isoformat(), "half": "am", "starts": "09:00", "ends": "12:30"},
            {"on": first.isoformat(), "half": "pm", "starts": "13:30", "ends": "17:00"},
        ],
        "venue": "Maison des associations",
        "city": "Lille",
        "places": 2,
        "register_until": first - timedelta(days=2),
        "answer_hours": 48,
    } | values


def open_dates(
    session: Session, actor: Actor, training: Training, **values: Any
) -> TrainingSession:
    """A session anybody may ask to come to, in three weeks unless said otherwise."""
    first = values.pop("starts_on", clock.today() + timedelta(days=21))
    planned = sessions.plan_session(session, actor, training.id, dates_of(first, **values))
    return sessions.open_session(session, actor, planned.id)


@dataclass(frozen=True)
class Asker:
    """Somebody who asked to come, and the link they hold."""

    registration_id: UUID
    token: str

    @property
    def actor(self) -> Actor:
        return Actor(holder=tokens.digest(self.token))

    @contextmanager
    def reach(self, database: Database) -> Iterator[Session]:
        """What their link opens."""
        with database.session(Reach(doors={"holder": tokens.digest(self.token)})) as opened:
            yield opened


def begin(
    session: Session, settings: Settings, dates: TrainingSession, name: str = "Zahra", **values: Any
) -> Asker:
    """A draft with a name and a telephone."""
    found, token = registrations.start(
        session, Actor(), dates, settings, title="Une formation", locale="ps"
    )
    asker = Asker(found.id, token)
    said = {"name": name, "contact_phone": PHONE} | values
    registrations.write(session, asker.actor, found.id, said)
    return asker


def ask(
    database: Database, settings: Settings, session_id: UUID, name: str = "Zahra", **values: Any
) -> Asker:
    """From the first page to the receipt, committed."""
    with database.session() as session:
        dates = dates_queries.get_public(session, session_id)
        asker = begin(session, settings, dates, name, **values)
        registrations.submit(
            session, asker.actor, asker.registration_id, settings, locale="ps", consent="Oui"
        )
        session.commit()
    return asker


@dataclass(frozen=True)
class Joined:
    """Of a house: a session nobody sees, one anybody may ask to come to, and who asked."""

    planned: TrainingSession
    dates: TrainingSession
    registration: Registration
    token: str
    slot: SelectionSlot
    venue: TrainingVenue


def make_joined(
    session: Session,
    training: Training,
    people: tuple[Person, Person],
    name: str,
    word: str,
    now: datetime,
) -> Joined:
    """In a session no wall stops, for `people`: who runs it, who comes. `word` is in whatever is
    not public.
    """
    colleague, candidate = people
    token = f"registration-{name}"

    def made(state: SessionState, said: str) -> TrainingSession:
        dates = TrainingSession(
            organisation_id=training.organisation_id,
            training_id=training.id,
            state=state,
            created_at=now,
            updated_at=now,
            practical=said,
            **dates_of((now + timedelta(days=3650)).date(), city=f"Lille {said}".strip()),
        )
        session.add(dates)
        session.flush()
        return dates

    planned, dates = made(SessionState.PLANNED, word), made(SessionState.OPEN, "")
    owner = {"organisation_id": training.organisation_id, "session_id": dates.id}
    recording = StoredFile(
        organisation_id=training.organisation_id,
        holder_digest=tokens.digest(token),
        purpose="voice",
        kind="audio",
        state="ready",
        name=f"{word}-session.m4a",
        declared_size=100,
        received_size=100,
        created_at=now,
        released_at=now,
    )
    session.add(recording)
    session.flush()
    add_objects(session, recording)
    registration = Registration(
        **owner,
        file_id=recording.id,
        training_title=training.title,
        reference="K7QM24",
        holder_digest=tokens.digest(token),
        person_id=candidate.id,
        locale="fr",
        state=RegistrationState.CONFIRMED,
        name=word,
        contact_email=f"{name}@example.org",
        words=word,
        employer_name=word,
        employer_email=f"employeur-{name}@example.org",
        agreement=Agreement.ASKED,
        agreement_digest=tokens.digest(f"agreement-{name}"),
        consent_text=word,
        consented_at=now,
        created_at=now,
        submitted_at=now,
        state_changed_at=now,
    )
    session.add(registration)
    session.flush()
    session.add_all(
        [
            TrainingRoom(**owner, video_link=f"https://example.org/{word}"),
            *(SessionStaff(**owner, person_id=colleague.id, role=role) for role in SessionRole),
            RegistrationNeed(**owner, registration_id=registration.id, words=word),
            RegistrationEvent(
                organisation_id=training.organisation_id,
                registration_id=registration.id,
                at=now,
                kind="wrote",
                author=RegistrationAuthor.ORGANISER,
                words=word,
            ),
        ]
    )
    session.flush()
    slot = _met(session, registration, colleague, word, now)
    return Joined(planned, dates, registration, token, slot, _kept(session, training, word, now))


def _kept(session: Session, training: Training, word: str, now: datetime) -> TrainingVenue:
    """A place no session has chosen yet: nobody else reads of it."""
    venue = TrainingVenue(
        organisation_id=training.organisation_id,
        name=f"Maison {word}",
        address=word,
        postcode="59000",
        city=word,
        directions=word,
        passport={"lift": "yes"},
        passport_words=word,
        verified_on=now.date(),
        verified_by=word,
        created_at=now,
        updated_at=now,
    )
    session.add(venue)
    session.flush()
    return venue


def _met(
    session: Session, registration: Registration, colleague: Person, word: str, now: datetime
) -> SelectionSlot:
    """A moment that was chosen before the session, with who will be there."""
    owner = {
        "organisation_id": registration.organisation_id,
        "session_id": registration.session_id,
    }
    slot = SelectionSlot(
        **owner,
        starts_at=now + timedelta(days=3640),
        minutes=30,
        way=MeetingWay.VIDEO,
        place=word,
    )
    session.add(slot)
    session.flush()
    session.add_all(
        [
            SelectionPanelist(**owner, slot_id=slot.id, person_id=colleague.id, name=word),
            SelectionLink(**owner, slot_id=slot.id, video_link=f"https://example.org/{word}"),
            SelectionInvitation(
                **owner,
                registration_id=registration.id,
                slot_id=slot.id,
                answer=MeetingAnswer.CHOSEN,
                words=word,
                invited_at=now,
                answered_at=now,
            ),
        ]
    )
    session.flush()
    return slot


def make_proposal(
    session: Session, structure: Organisation, joined: Joined, name: str, word: str, now: datetime
) -> WorkerProposal:
    """What a structure proposed to two people: one began; the other, returned, did not."""
    begun, asked = (
        WorkerProposal(
            organisation_id=structure.id,
            session_id=joined.dates.id,
            digest=tokens.digest(f"proposal-{name}-{registration_id}"),
            structure_name=structure.name,
            training_title=joined.registration.training_title,
            name=word,
            contact_email=f"proposee-{name}@example.org",
            locale="fr",
            registration_id=registration_id,
            created_at=now,
        )
        for registration_id in (joined.registration.id, None)
    )
    session.add_all([begun, asked])
    session.flush()
    return asked


_DATES = [
    column.name
    for column in TrainingSession.__table__.columns
    if column.name not in {"id", "training_id"} and column.computed is None
]


def copy_dates(session: Session, dates: TrainingSession) -> None:
    """The same dates for every copy of their training (`copy_trainings`). In a session no wall
    stops; commit it.
    """
    columns = ", ".join(_DATES)
    session.execute(
        text(
            f"INSERT INTO training_session (id, training_id, {columns})"
            f" SELECT gen_random_uuid(), c.id, {', '.join(f's.{name}' for name in _DATES)}"
            " FROM training_session s JOIN training t ON t.id = s.training_id"
            " JOIN training c ON c.title = t.title AND c.id <> t.id WHERE s.id = :id"
        ),
        {"id": dates.id},
    )
