"""Letting the organisation see a file, publishing it, writing down who opened it, erasing it."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from portal.files import objects, policy, queries
from portal.files.enums import FileState, ObjectRole
from portal.files.models import FileOpening, StoredFile
from portal.kernel import clock
from portal.kernel.db import NOWHERE, Reach, reach
from portal.kernel.errors import NotAllowed
from portal.organisations.scope import Actor


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
