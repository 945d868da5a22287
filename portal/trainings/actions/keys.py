"""The keys federations sign badges with: made when first needed, turned, taken out of use.

The private half is sealed by the keys of the vault, and is erased once it signs no more.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from joserfc.jwk import RSAKey
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import audit, clock, vault
from portal.kernel.db import Database, Reach, take_turns
from portal.kernel.errors import NotFound
from portal.kernel.vault import KeyRing, ObjectAltered
from portal.organisations.enums import OrganisationKind
from portal.organisations.models import Organisation
from portal.trainings import credentials
from portal.trainings.models import BadgeKey, BadgeSecret

_TURNS = 46
_LIVES = timedelta(days=365)


def signing_key(
    session: Session, settings: Settings, organisation_id: UUID
) -> tuple[BadgeKey, RSAKey]:
    """The key in use of a federation, inside its walls; a new one if it has none."""
    take_turns(session, _TURNS, str(organisation_id))
    row = session.execute(
        select(BadgeKey, BadgeSecret.sealed)
        .join(BadgeSecret, BadgeSecret.key_id == BadgeKey.id)
        .where(BadgeKey.organisation_id == organisation_id, BadgeKey.retired_at.is_(None))
    ).one_or_none()
    if row is None:
        return _make(session, settings, organisation_id)
    opened = vault.current().ring.unwrap(row[0].id, row[1])
    return row[0], RSAKey.import_key(opened)


def _make(session: Session, settings: Settings, organisation_id: UUID) -> tuple[BadgeKey, RSAKey]:
    key, key_id = credentials.new_key(), uuid4()
    made = BadgeKey(
        id=key_id,
        organisation_id=organisation_id,
        public=credentials.public_half(key, key_id, settings),
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    sealed = vault.current().ring.wrap(key_id, key.as_der(private=True))
    session.add(BadgeSecret(key_id=key_id, organisation_id=organisation_id, sealed=sealed))
    session.flush()
    _audit(session, made, "made")
    return made, key


def rotate(session: Session, settings: Settings, organisation_id: UUID) -> BadgeKey:
    """Another key signs from now on; what the one before signed stays good."""
    take_turns(session, _TURNS, str(organisation_id))
    for used in session.scalars(
        select(BadgeKey).where(
            BadgeKey.organisation_id == organisation_id, BadgeKey.retired_at.is_(None)
        )
    ).all():
        _retire(session, used)
    return _make(session, settings, organisation_id)[0]


def old(session: Session) -> Sequence[UUID]:
    """The federations whose key has signed for a year; anybody may read when a key was made."""
    return session.scalars(
        select(BadgeKey.organisation_id)
        .where(BadgeKey.retired_at.is_(None), BadgeKey.created_at < clock.now() - _LIVES)
        .order_by(BadgeKey.organisation_id)
    ).all()


def _retire(session: Session, key: BadgeKey) -> None:
    key.retired_at = clock.now()
    session.flush()
    session.execute(
        delete(BadgeSecret).where(
            BadgeSecret.key_id == key.id, BadgeSecret.organisation_id == key.organisation_id
        )
    )
    _audit(session, key, "retired")


def revoke(session: Session, organisation_id: UUID, key_id: UUID) -> BadgeKey:
    """Nothing a key signed is good any more: it was stolen. Raises NotFound."""
    take_turns(session, _TURNS, str(organisation_id))
    found = session.scalars(
        select(BadgeKey).where(BadgeKey.id == key_id, BadgeKey.organisation_id == organisation_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    if found.retired_at is None:
        _retire(session, found)
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        session.flush()
        _audit(session, found, "revoked")
    return found


def rewrap(admin: Engine, ring: KeyRing) -> tuple[int, int]:
    """Seal each private half with the newest key of the vault, across all walls: how many were
    sealed anew, and how many open with no key of the ring.
    """
    anew = unknown = 0
    with Session(admin) as session, session.begin():
        for key_id, sealed in session.execute(select(BadgeSecret.key_id, BadgeSecret.sealed)).all():
            try:
                if ring.is_newest(sealed):
                    continue
                fresh = ring.rewrap(key_id, sealed)
            except (ObjectAltered, ValueError):
                unknown += 1
                continue
            session.execute(
                update(BadgeSecret).where(BadgeSecret.key_id == key_id).values(sealed=fresh)
            )
            anew += 1
    return anew, unknown


def rotate_of(database: Database, settings: Settings, slug: str) -> UUID | None:
    """`rotate`, for whoever keeps the machine: the id of the new key, None of no federation."""
    with _inside(database, slug) as found:
        return rotate(found[0], settings, found[1]).id if found else None


def revoke_of(database: Database, slug: str, key_id: UUID) -> bool:
    """`revoke`, for whoever keeps the machine: whether there is such a key."""
    with _inside(database, slug) as found:
        if found is None:
            return False
        try:
            revoke(found[0], found[1], key_id)
        except NotFound:
            return False
        return True


@contextmanager
def _inside(database: Database, slug: str) -> Iterator[tuple[Session, UUID] | None]:
    """A session inside the federation that addresses call so; committed at the end."""
    kind = OrganisationKind.FEDERATION
    with database.session() as anybody:
        named = select(Organisation.id).where(Organisation.slug == slug, Organisation.kind == kind)
        organisation_id = anybody.scalars(named).one_or_none()
    if organisation_id is None:
        yield None
        return
    with database.session(Reach(None, organisation_id, kind.value)) as session, session.begin():
        yield session, organisation_id


def _audit(session: Session, key: BadgeKey, what: str) -> None:
    audit.record(
        session, f"badge_key.{what}", organisation_id=key.organisation_id, subject=str(key.id)
    )
