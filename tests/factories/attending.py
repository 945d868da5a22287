"""Sessions that are over and what they left; and the one a house has, to aim at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile
from portal.kernel import clock, tokens
from portal.kernel.db import Database
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.trainings.enums import AttendanceState, Half, MarkedBy, RegistrationState, SessionState
from portal.trainings.models import (
    Attendance,
    Badge,
    BadgeKey,
    BadgeSecret,
    Certificate,
    CertificateWish,
    Evaluation,
    EvaluationGiven,
    EvaluationVoice,
    Internship,
    Registration,
    Training,
    TrainingSession,
)
from tests.factories.joining import Asker, ask, dates_of, open_dates
from tests.factories.stored import add_objects
from tests.factories.trainings import open_session


@dataclass(frozen=True)
class Held:
    """Of a house: a session that is over, who took part, the link they hold."""

    dates: TrainingSession
    registration: Registration
    token: str
    badge: Badge
    voice: StoredFile


def make_held(
    session: Session,
    training: Training,
    people: tuple[Person, Person],
    name: str,
    word: str,
    now: datetime,
) -> Held:
    """In a session no wall stops, for `people`: who ran it, who came. `word` is in all that is not
    public.
    """
    trainer, candidate = people
    token = f"held-{name}"
    first = (now - timedelta(days=10)).date()
    dates = TrainingSession(
        organisation_id=training.organisation_id,
        training_id=training.id,
        state=SessionState.CLOSED,
        created_at=now,
        updated_at=now,
        **dates_of(first, city=f"Ville {name}"),
    )
    session.add(dates)
    session.flush()
    owner = {"organisation_id": training.organisation_id, "session_id": dates.id}
    registration = Registration(
        **owner,
        training_title=training.title,
        reference="H7QM24",
        holder_digest=tokens.digest(token),
        person_id=candidate.id,
        locale="fr",
        state=RegistrationState.CONFIRMED,
        name=word,
        contact_email=f"held-{name}@example.org",
        consented_at=now,
        created_at=now,
        submitted_at=now,
        state_changed_at=now,
    )
    session.add(registration)
    session.flush()
    one = {**owner, "registration_id": registration.id}
    key = BadgeKey(
        id=uuid4(),
        organisation_id=training.organisation_id,
        public={"kty": "RSA", "kid": name},
        created_at=now,
        retired_at=now,
    )
    voice = StoredFile(
        organisation_id=training.organisation_id,
        holder_digest=registration.holder_digest,
        purpose="voice",
        name=f"{word}.m4a",
        kind="audio",
        state="ready",
        declared_size=100,
        received_size=100,
        created_at=now,
    )
    session.add_all([key, voice])
    session.flush()
    add_objects(session, voice)
    facts = {
        "session_id": str(dates.id),
        "training": training.title,
        "organiser": training.organiser,
        "federation": "",
        "city": "Lille",
        "starts_on": first.isoformat(),
        "ends_on": first.isoformat(),
        "days": [first.isoformat()],
        "half_days": 1,
        "out_of": 2,
        "hours": 3.5,
        "weeks": 1,
        "practice_hours": 35,
    }
    badge = Badge(
        **one,
        id=uuid4(),
        key_id=key.id,
        jwt=word,
        document={**facts, "name": ""},
        issued_at=now,
    )
    session.add_all(
        [
            Attendance(
                **one,
                day=first,
                half=Half.AM,
                state=AttendanceState.PRESENT,
                marked_how=MarkedBy.TRAINER,
                marked_by=trainer.id,
                marked_name=word,
                words=word,
                marked_at=now,
            ),
            Internship(**one, weeks=1, hours=35, stated_at=now, stated_name=word),
            CertificateWish(**one, name=word),
            Certificate(**one, name=word, document=facts, issued_on=now.date(), issued_by=word),
            BadgeSecret(key_id=key.id, organisation_id=training.organisation_id, sealed=word),
            badge,
            EvaluationGiven(**one),
            *(Evaluation(**owner, answers={"pace": "right"}, words=word) for _ in range(5)),
            EvaluationVoice(**owner, file_id=voice.id),
        ]
    )
    session.flush()
    return Held(dates, registration, token, badge, voice)


def held_dates(database: Database, writer: Actor, training: Training) -> TrainingSession:
    """A session of today and tomorrow, which people may still ask to come to. Committed."""
    with open_session(database, writer) as session:
        today = clock.today()
        found = open_dates(
            session, writer, training, starts_on=today, places=20, register_until=today
        )
        session.commit()
    return found


def came(
    database: Database, settings: Settings, dates: TrainingSession, name: str = "Zahra"
) -> Asker:
    """Somebody who has a place there."""
    return ask(database, settings, dates.id, name)
