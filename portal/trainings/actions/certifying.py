"""Certificates of attendance, and the badges that go with them. None of them is a diploma."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import audit, clock
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.trainings import credentials, policy
from portal.trainings.actions import awarding
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import FederationNotAdmitted, NotYet, SessionMovedOn
from portal.trainings.messages import attending as messages
from portal.trainings.models import Certificate, CertificateWish, Registration, TrainingSession
from portal.trainings.queries import attending, registrations, sessions
from portal.trainings.queries import certificates as queries

_TURNS = 47


def get_for_issuing(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """A session the actor organises. NotFound where they have no part in it, NotAllowed where they
    have another.
    """
    dates = sessions.get_session(session, actor, session_id)
    if not policy.can_certify(actor, dates):
        roles = sessions.roles_in(session, actor, session_id)
        raise NotAllowed if policy.can_see_list(actor, dates, roles) else NotFound
    return dates


def wish(
    session: Session, actor: Actor, registration_id: UUID, *, name: str, in_badge: bool
) -> None:
    """How one's name is to be written, and whether the badge says it. Raises Invalid."""
    registration = registrations.get_mine(session, actor, registration_id, lock=True)
    if registration.state != RegistrationState.CONFIRMED:
        raise SessionMovedOn
    if not name.strip():
        raise Invalid({"name": str(N_("Écrivez votre nom comme vous voulez le lire."))})
    found = queries.find_wish(session, registration)
    if found is None:
        found = CertificateWish(
            registration_id=registration.id,
            organisation_id=registration.organisation_id,
            session_id=registration.session_id,
        )
        session.add(found)
    found.name, found.in_badge = name.strip(), in_badge
    session.flush()


def issue(session: Session, actor: Actor, dates: TrainingSession, settings: Settings) -> int:
    """A certificate and a badge to each person who came, as it is counted now; how many changed.

    Pressed again, nothing changes but what was corrected since: who turns out not to have come has
    neither any more. Raises NotYet once it is not over, FederationNotAdmitted.
    """
    if not policy.can_certify(actor, dates):
        raise NotAllowed
    if not policy.is_vouched_for(actor) or actor.place is None:
        raise FederationNotAdmitted
    if not sessions.is_over(dates, clock.today()):
        raise NotYet
    take_turns(session, _TURNS, str(dates.id))
    marks = attending.marks_of(session, actor, dates.id)
    practice = attending.internships_of(session, actor, dates.id)
    wishes = queries.wishes_of(session, actor, dates.id)
    known = queries.certificates_of(session, actor, dates.id)
    badges = queries.badges_of(session, actor, dates.id)
    about = _about(session, actor, dates)
    issuer = credentials.Issuer(actor.place.slug, actor.place.name)
    changed = 0
    for person in attending.list_people(session, actor, dates.id):
        there = [mark for mark in marks if mark.registration_id == person.id]
        presence = attending.presence(dates, there, practice.get(person.id))
        if not (presence.half_days or presence.weeks or presence.practice_hours):
            changed += _take_away(session, person, known.get(person.id), badges.get(person.id))
            continue
        said = wishes.get(person.id)
        name = said.name if said else person.name
        document = {**about, **presence.facts()}
        certified = _certify(session, actor, person, known.get(person.id), name, document)
        awarded = awarding.award(
            session,
            settings,
            issuer,
            person,
            held=badges.get(person.id),
            name=name,
            document=document | {"name": name if said and said.in_badge else ""},
        )
        if certified:
            messages.tell_certified(session, person, certified)
        elif awarded:
            messages.tell_certified(session, person, f"again:{clock.now().isoformat()}")
        changed += bool(certified or awarded)
    if changed:
        audit.record(
            session,
            "training_session.certified",
            organisation_id=dates.organisation_id,
            person_id=actor.person_id,
            subject=str(dates.id),
        )
    return changed


def _about(session: Session, actor: Actor, dates: TrainingSession) -> dict[str, Any]:
    training = attending.get_training(session, actor, dates)
    return {
        "session_id": str(dates.id),
        "training": training.title,
        "organiser": training.organiser,
        "federation": actor.place.name if actor.place else "",
        "city": dates.city,
        "starts_on": dates.starts_on.isoformat(),
        "ends_on": dates.ends_on.isoformat(),
    }


def _certify(
    session: Session,
    actor: Actor,
    person: Registration,
    known: Certificate | None,
    name: str,
    document: Mapping[str, Any],
) -> str:
    """What names the edition that is new; empty where nothing is."""
    if known and (known.name, known.document) == (name, document):
        return ""
    if known is None:
        known = Certificate(
            organisation_id=person.organisation_id,
            session_id=person.session_id,
            registration_id=person.id,
            edition=0,
        )
        session.add(known)
    known.name, known.document = name, dict(document)
    known.edition += 1
    known.issued_on, known.issued_by = clock.today(), actor.name
    session.flush()
    return f"{known.id}:{known.edition}"


def _take_away(
    session: Session, person: Registration, known: Certificate | None, held: queries.Held | None
) -> bool:
    """What said that somebody came who did not. Whether there was anything; they are told."""
    if known is None:
        return False
    awarding.correct(session, held)
    session.delete(known)
    session.flush()
    messages.tell_changed(session, person, f"{known.id}:{known.edition}")
    return True
