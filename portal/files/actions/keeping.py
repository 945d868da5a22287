"""Letting the organisation see a file, publishing it, writing down who opened it, erasing it."""

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import PurePath
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from portal.files import objects, policy, queries
from portal.files.enums import FileState, ObjectRole
from portal.files.models import FileOpening, StoredFile, StoredObject
from portal.kernel import clock, tokens
from portal.kernel.db import NOWHERE, Reach, reach
from portal.kernel.errors import Conflict, NotAllowed, NotFound
from portal.organisations.scope import Actor

# What of a file is of its bytes, and of nobody.
_OF_THE_BYTES = (
    *("organisation_id", "purpose", "kind", "state", "declared_size", "received_size"),
    *("content_type", "duration", "waveform", "is_silent", "page_count"),
)


def release(session: Session, actor: Actor, *file_ids: UUID) -> None:
    """Let the organisation see files the actor gave it. Already released: nothing happens."""
    for file_id in sorted(file_ids):
        file = queries.get_given(session, actor, file_id)
        objects.lock(session, file_id)
        file.released_at = file.released_at or clock.now()
        if file.state == FileState.READY:
            # Photos wait to be joined until here.
            objects.drop(session, file.id, ObjectRole.ORIGINAL)
    session.flush()


def erase(session: Session, actor: Actor, file_id: UUID) -> None:
    """Erase a file for good. Already erased: nothing happens.

    Raises NotAllowed about a file the actor may only see. What names the file must be gone before.
    """
    queries.hold(session, actor)
    row = session.execute(
        select(StoredFile.id, queries.given().label("given")).where(StoredFile.id == file_id)
    ).one_or_none()
    if row is None:
        return
    if not policy.can_erase(actor, is_given=bool(row.given)):
        raise NotAllowed
    # The organisation's job may erase what a person gave it, though the walls let it only read.
    known: Reach = session.info.get("reach", NOWHERE)
    reach(session, file=str(file_id))
    objects.remove(session, file_id)
    reach(session, file=known.doors.get("file", ""))


def forget_giver(session: Session, actor: Actor, file_id: UUID, at: datetime) -> UUID:
    """What the actor gave and nobody received yet is nobody's from now on: the same bytes under
    another id, a random one, dated `at`, without its name, its link or its account.

    Returns the new id. Raises NotFound; Conflict of what did not arrive or was sent.
    """
    queries.get_given(session, actor, file_id)
    file = objects.lock(session, file_id)
    if file is None:
        raise NotFound
    if file.state not in (FileState.RECEIVED, FileState.READY) or file.released_at:
        raise Conflict
    known, anonymous = session.info.get("reach", NOWHERE), uuid4()
    kept = {name: getattr(file, name) for name in _OF_THE_BYTES}
    is_ready = file.state == FileState.READY
    reach(session, file=str(anonymous))
    session.add(
        StoredFile(
            **kept,
            id=anonymous,
            # Of a link nobody has: it is not the organisation's own either.
            holder_digest=tokens.digest(tokens.new_token()),
            name=f"{file.purpose}{PurePath(file.name).suffix}",
            created_at=at,
            received_at=at,
            ready_at=at if is_ready else None,
        )
    )
    session.flush()
    session.execute(
        update(StoredObject)
        .where(StoredObject.file_id == file_id)
        .values(file_id=anonymous, created_at=at)
    )
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))
    reach(session, file=known.doors.get("file", ""))
    if not is_ready:
        objects.enqueue_conversion(session, anonymous)
    return anonymous


def publish_recordings(session: Session, actor: Actor, file_ids: Iterable[UUID]) -> None:
    """Let everybody hear these recordings of the organisation one is in."""
    _set_public(session, file_ids, is_public=True)


def unpublish_recordings(session: Session, actor: Actor, file_ids: Iterable[UUID]) -> None:
    """Keep them to the organisation again: the offer they read is over."""
    _set_public(session, file_ids, is_public=False)


def _set_public(session: Session, file_ids: Iterable[UUID], *, is_public: bool) -> None:
    session.execute(
        update(StoredFile)
        .where(
            StoredFile.id.in_(list(file_ids)),
            StoredFile.purpose.in_(policy.READ_ALOUD),
            StoredFile.organisation_id == func.portal_organisation(),
        )
        .values(is_public=is_public)
    )


def log_opening(session: Session, actor: Actor, file_id: UUID) -> None:
    """Write down that the actor opened what somebody gave their organisation, once a day: a player
    asks for a recording in many ranges. Not its own files.

    Looks at what somebody shares are written with the share.
    """
    file = queries.get_file(session, actor, file_id)
    given_to_us = file.organisation_id is not None and actor.is_in(file.organisation_id)
    if policy.is_own(file) or not given_to_us:
        return
    now = clock.now()
    midnight = datetime.combine(clock.today(), time(), clock.PARIS)
    already = session.scalar(
        select(
            exists().where(
                FileOpening.file_id == file.id,
                FileOpening.person_id == actor.person_id,
                FileOpening.opened_at >= midnight,
            )
        )
    )
    if not already:
        session.add(
            FileOpening(
                file_id=file.id,
                organisation_id=file.organisation_id,
                person_id=actor.person_id,
                person_name=actor.name[:120],
                opened_at=now,
            )
        )
        session.flush()
