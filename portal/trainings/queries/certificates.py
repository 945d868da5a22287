"""Certificates and badges: of a session, one's own, and what anybody may check."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.db import reach
from portal.kernel.errors import Gone, NotFound
from portal.organisations.enums import OrganisationKind
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from portal.trainings.models import Badge, BadgeKey, Certificate, CertificateWish, Registration

__all__ = ["Badge", "Certificate", "CertificateWish"]


class Validity(StrEnum):
    """Whether a badge is good, and if not, why."""

    VALID = "valid"
    REVOKED = "revoked"
    KEY_REVOKED = "key_revoked"


@dataclass(frozen=True)
class Held:
    """The last badge somebody was given, and what has become of it."""

    badge: Badge
    validity: Validity


@dataclass(frozen=True)
class Checked:
    """A badge as anybody reads it who has its address."""

    badge: Badge
    slug: str
    validity: Validity


def wishes_of(session: Session, actor: Actor, session_id: UUID) -> dict[UUID, CertificateWish]:
    """How people want their names written, by registration."""
    found = session.scalars(
        select(CertificateWish).where(
            CertificateWish.organisation_id == actor.organisation_id,
            CertificateWish.session_id == session_id,
        )
    )
    return {one.registration_id: one for one in found}


def certificates_of(session: Session, actor: Actor, session_id: UUID) -> dict[UUID, Certificate]:
    """What was issued for a session, by registration."""
    found = session.scalars(
        select(Certificate).where(
            Certificate.organisation_id == actor.organisation_id,
            Certificate.session_id == session_id,
        )
    )
    return {one.registration_id: one for one in found}


def badges_of(session: Session, actor: Actor, session_id: UUID) -> dict[UUID, Held]:
    """The last badge each person of a session was given, good or not, by registration."""
    rows = session.execute(
        select(Badge, BadgeKey.revoked_at)
        .join(BadgeKey, BadgeKey.id == Badge.key_id)
        .where(
            Badge.organisation_id == actor.organisation_id,
            Badge.session_id == session_id,
        )
        .order_by(Badge.issued_at, Badge.revoked_at.is_(None))
    )
    return {
        badge.registration_id: Held(badge, _validity(badge, key_revoked_at))
        for badge, key_revoked_at in rows
        if badge.registration_id
    }


def find_wish(session: Session, registration: Registration) -> CertificateWish | None:
    return session.get(CertificateWish, registration.id)


def find_certificate(session: Session, registration: Registration) -> Certificate | None:
    """Of somebody, for them or for who issued it."""
    return session.scalars(
        select(Certificate).where(
            Certificate.organisation_id == registration.organisation_id,
            Certificate.registration_id == registration.id,
        )
    ).one_or_none()


def find_badge(session: Session, registration: Registration) -> Badge | None:
    """Their badge that is not revoked."""
    return session.scalars(
        select(Badge).where(
            Badge.organisation_id == registration.organisation_id,
            Badge.registration_id == registration.id,
            Badge.revoked_at.is_(None),
        )
    ).one_or_none()


def find_taken_back(session: Session, registration: Registration) -> Badge | None:
    """The last badge they had, if it was taken back and none was given since."""
    last = session.scalars(
        select(Badge)
        .where(
            Badge.organisation_id == registration.organisation_id,
            Badge.registration_id == registration.id,
        )
        .order_by(Badge.issued_at.desc(), Badge.revoked_at.is_not(None))
        .limit(1)
    ).one_or_none()
    return last if last and last.revoked_at else None


def check(session: Session, badge_id: UUID) -> Checked:
    """What a badge says to whoever has its address. Raises NotFound."""
    reach(session, badge=str(badge_id))
    row = session.execute(
        select(Badge, BadgeKey.revoked_at, Organisation.slug)
        .join(BadgeKey, BadgeKey.id == Badge.key_id)
        .join(Organisation, Organisation.id == Badge.organisation_id, isouter=True)
        .where(Badge.id == badge_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Checked(row[0], row[2] or "", _validity(row[0], row[1]))


def _validity(badge: Badge, key_revoked_at: datetime | None) -> Validity:
    if badge.revoked_at is not None:
        return Validity.REVOKED
    return Validity.VALID if key_revoked_at is None else Validity.KEY_REVOKED


def get_key(session: Session, key_id: UUID) -> BadgeKey:
    """A public key, to check with. Raises NotFound, and Gone of a key one must not trust."""
    found = session.get(BadgeKey, key_id)
    if found is None:
        raise NotFound
    if found.revoked_at is not None:
        raise Gone
    return found


def get_issuer(session: Session, slug: str) -> Organisation:
    """A federation that signs badges. Raises NotFound."""
    found = session.scalars(
        select(Organisation).where(
            Organisation.slug == slug,
            Organisation.kind == OrganisationKind.FEDERATION,
            Organisation.id.in_(select(BadgeKey.organisation_id)),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_keys(session: Session, organisation_id: UUID) -> list[BadgeKey]:
    """The public keys of a federation that are good, the newest first."""
    return list(
        session.scalars(
            select(BadgeKey)
            .where(BadgeKey.organisation_id == organisation_id, BadgeKey.revoked_at.is_(None))
            .order_by(BadgeKey.created_at.desc())
        )
    )
