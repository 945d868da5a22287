"""Badges: one for each certificate, replaced when it says something else, taken back, given again.

A badge somebody took back stays so whatever is issued afterwards, until somebody gives another.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import audit, clock, i18n, tokens
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor
from portal.trainings import credentials, policy
from portal.trainings.actions import keys
from portal.trainings.enums import Revocation
from portal.trainings.errors import FederationNotAdmitted
from portal.trainings.messages import attending as messages
from portal.trainings.models import Badge, Registration, TrainingSession
from portal.trainings.queries import certificates as queries
from portal.trainings.queries import registrations
from portal.trainings.queries.certificates import Held, Validity

# What is said where the portal itself revokes one. Kept in French, said in the reader's language.
_SAID = {
    Revocation.REPLACED: N_("Un autre badge le remplace."),
    Revocation.CORRECTED: N_("Les présences ont été corrigées."),
}


def award(
    session: Session,
    settings: Settings,
    issuer: credentials.Issuer,
    person: Registration,
    *,
    held: Held | None,
    name: str,
    document: Mapping[str, Any],
) -> bool:
    """A badge, unless the one they have says the same and is good, or one was taken back from
    them. `document["name"]` is the name as the badge says it. Whether there is another.
    """
    if held and (_is_taken_back(held.badge) or _says(settings, held, name, document)):
        return False
    if held and held.badge.revoked_at is None:
        _revoke_ourselves(session, held.badge, Revocation.REPLACED)
    _sign(session, settings, issuer, person, name, document)
    return True


def _says(settings: Settings, held: Held, name: str, document: Mapping[str, Any]) -> bool:
    """Whether it is good and says just this."""
    said = {**document, "for": _imprint(settings, held.badge.id, name)}
    return held.validity == Validity.VALID and held.badge.document == said


def _sign(
    session: Session,
    settings: Settings,
    issuer: credentials.Issuer,
    person: Registration,
    name: str,
    document: Mapping[str, Any],
) -> Badge:
    key, private = keys.signing_key(session, settings, person.organisation_id)
    badge_id, now = uuid4(), clock.now()
    said = credentials.credential(settings, issuer, badge_id, document, name, now)
    made = Badge(
        id=badge_id,
        organisation_id=person.organisation_id,
        session_id=person.session_id,
        registration_id=person.id,
        key_id=key.id,
        jwt=credentials.sign(private, credentials.key_address(settings, key.id), said),
        document={**document, "for": _imprint(settings, badge_id, name)},
        issued_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _imprint(settings: Settings, badge_id: UUID, name: str) -> str:
    """Tells that the name changed, without keeping it where the badge does not say it."""
    return tokens.keyed(settings.key("badge-name"), str(badge_id), name)[:16]


def in_french(because: object) -> str:
    """As it is kept: whoever presses may read another language than whoever verifies."""
    with i18n.use(i18n.DEFAULT):
        return str(because)


def _is_taken_back(badge: Badge) -> bool:
    """By somebody, with their words; not by the portal, which replaces and corrects."""
    return badge.revoked_cause == Revocation.TAKEN_BACK


def correct(session: Session, held: Held | None) -> None:
    """Nothing of the presence it says is left."""
    if held and held.badge.revoked_at is None:
        _revoke_ourselves(session, held.badge, Revocation.CORRECTED)


def revoke_badge(
    session: Session, actor: Actor, dates: TrainingSession, registration_id: UUID, because: str
) -> None:
    """It was given by mistake: whoever checks it reads so, with the words, and so does its person,
    who is told. Quiet if there is none. Raises Invalid.
    """
    if not policy.can_certify(actor, dates):
        raise NotAllowed
    if not because.strip():
        raise Invalid(
            {"because": str(N_("Dites pourquoi : la personne et qui vérifie le lisent."))}
        )
    person = _person(session, actor, dates, registration_id)
    badge = queries.find_badge(session, person)
    if badge is None:
        return
    _revoke(session, badge, Revocation.TAKEN_BACK, because.strip()[:200])
    messages.tell_changed(session, person, str(badge.id))
    _record(session, actor, dates, "training_session.badge_revoked", badge.id)


def give_again(
    session: Session,
    actor: Actor,
    dates: TrainingSession,
    registration_id: UUID,
    settings: Settings,
) -> None:
    """Another badge to whom one was taken back, for the certificate they have. Quiet if they have
    one. Raises NotFound where there is no certificate, FederationNotAdmitted.
    """
    if not policy.can_certify(actor, dates):
        raise NotAllowed
    if not policy.is_vouched_for(actor) or actor.place is None:
        raise FederationNotAdmitted
    person = _person(session, actor, dates, registration_id)
    certificate = queries.find_certificate(session, person)
    if certificate is None:
        raise NotFound
    if queries.find_badge(session, person) is not None:
        return
    wish = queries.find_wish(session, person)
    shown = certificate.name if wish and wish.in_badge else ""
    issuer = credentials.Issuer(actor.place.slug, actor.place.name)
    document = {**certificate.document, "name": shown}
    badge = _sign(session, settings, issuer, person, certificate.name, document)
    messages.tell_certified(session, person, str(badge.id))
    _record(session, actor, dates, "training_session.badge_given_again", badge.id)


def _person(
    session: Session, actor: Actor, dates: TrainingSession, registration_id: UUID
) -> Registration:
    """Somebody of this session, held still. Raises NotFound."""
    person = registrations.get_received(session, actor, registration_id, lock=True)
    if person.session_id != dates.id:
        raise NotFound
    return person


def _revoke_ourselves(session: Session, badge: Badge, cause: Revocation) -> None:
    _revoke(session, badge, cause, in_french(_SAID[cause]))


def _revoke(session: Session, badge: Badge, cause: Revocation, because: str) -> None:
    badge.revoked_at, badge.revoked_cause, badge.revoked_because = clock.now(), cause, because
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


def _record(
    session: Session, actor: Actor, dates: TrainingSession, code: str, badge_id: UUID
) -> None:
    audit.record(
        session,
        code,
        organisation_id=dates.organisation_id,
        person_id=actor.person_id,
        subject=str(badge_id),
    )
