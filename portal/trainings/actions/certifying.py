"""Certificates of attendance, and the badges that go with them. None of them is a diploma."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import audit, clock, tokens
from portal.kernel.db import new_id, take_turns
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor
from portal.trainings import credentials, policy
from portal.trainings.actions import keys
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import FederationNotAdmitted, NotYet, SessionMovedOn
from portal.trainings.messages import attending as messages
from portal.trainings.models import (
    Badge,
    Certificate,
    CertificateWish,
    Registration,
    TrainingSession,
)
from portal.trainings.queries import attending, registrations, sessions
from portal.trainings.queries import certificates as queries

_TURNS = 47
_REPLACED = N_("Un autre badge le remplace.")


def get_for_issuing(session: Session, actor: Actor, session_id: UUID) -> TrainingSession:
    """A session the actor organises. Raises NotFound, NotAllowed."""
    dates = sessions.get_session(session, actor, session_id)
    if not policy.can_certify(actor, dates):
        raise NotAllowed
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

    Pressed again, nothing changes but what was corrected since. Raises NotYet once it is not over,
    FederationNotAdmitted.
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
            continue
        said = wishes.get(person.id)
        name = said.name if said else person.name
        document = {**about, **presence.facts()}
        shown = name if said and said.in_badge else ""
        if _certify(session, actor, person, known.get(person.id), name, document):
            changed += 1
        _award(
            session,
            settings,
            issuer,
            person,
            known=badges.get(person.id),
            name=name,
            document=document | {"name": shown},
        )
    if changed:
        _record(session, actor, dates.organisation_id, "training_session.certified", str(dates.id))
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
) -> bool:
    """Whether something is new."""
    if known and (known.name, known.document) == (name, document):
        return False
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
    messages.tell_certified(session, person, known.edition)
    return True


def _award(
    session: Session,
    settings: Settings,
    issuer: credentials.Issuer,
    person: Registration,
    *,
    known: Badge | None,
    name: str,
    document: Mapping[str, Any],
) -> None:
    """A badge, unless the one they have says the same."""
    if known and known.document == {**document, "for": _imprint(settings, known.id, name)}:
        return
    if known:
        _revoke(session, known, str(_REPLACED))
    key, private = keys.signing_key(session, settings, person.organisation_id)
    badge_id, now = uuid4(), clock.now()
    said = credentials.credential(settings, issuer, badge_id, document, name, now)
    session.add(
        Badge(
            id=badge_id,
            organisation_id=person.organisation_id,
            session_id=person.session_id,
            registration_id=person.id,
            key_id=key.id,
            jwt=credentials.sign(private, credentials.key_address(settings, key.id), said),
            document={**document, "for": _imprint(settings, badge_id, name)},
            issued_at=now,
        )
    )
    session.flush()


def _imprint(settings: Settings, badge_id: UUID, name: str) -> str:
    """Tells that the name changed, without keeping it where the badge does not say it."""
    return tokens.keyed(settings.key("badge-name"), str(badge_id), name)[:16]


def revoke_badge(
    session: Session, actor: Actor, dates: TrainingSession, registration_id: UUID, because: str
) -> None:
    """It was given by mistake: whoever checks it reads so, with the words. Quiet if there is none.

    Raises Invalid.
    """
    if not policy.can_certify(actor, dates):
        raise NotAllowed
    if not because.strip():
        raise Invalid(
            {"because": str(N_("Dites pourquoi : la personne et qui vérifie le lisent."))}
        )
    registration = registrations.get_received(session, actor, registration_id)
    badge = queries.find_badge(session, registration)
    if badge is None:
        return
    _revoke(session, badge, because.strip()[:200])
    _record(session, actor, dates.organisation_id, "training_session.badge_revoked", str(badge.id))


def _revoke(session: Session, badge: Badge, because: str) -> None:
    badge.revoked_at, badge.revoked_because = clock.now(), because
    session.flush()


def erase_badges(session: Session, registration: Registration) -> None:
    """With all else of a registration its person erases: what they showed checks no more."""
    erased = session.scalars(
        delete(Badge)
        .where(
            Badge.registration_id == registration.id,
            Badge.organisation_id == registration.organisation_id,
        )
        .returning(Badge.id)
    ).all()
    for badge_id in erased:
        session.add(Erasure(id=new_id(), kind="badge", subject_id=badge_id, erased_at=clock.now()))
    session.flush()


def _record(session: Session, actor: Actor, organisation_id: UUID, code: str, about: str) -> None:
    audit.record(
        session,
        code,
        organisation_id=organisation_id,
        person_id=actor.person_id,
        subject=about,
    )
