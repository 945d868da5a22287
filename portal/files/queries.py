"""Looking files up and opening what they hold. NotFound outside the walls of whoever asks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.files import policy
from portal.files.enums import FileKind, FileState, ObjectRole
from portal.files.models import FileOpening, StoredFile, StoredObject
from portal.kernel import vault
from portal.kernel.db import NOWHERE, Reach, reach
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Content:
    """Something to show or play. `read_range(start, stop)` decrypts; it needs no database."""

    id: UUID
    role: ObjectRole
    kind: FileKind
    name: str
    content_type: str
    size: int
    is_public: bool
    read_range: Callable[[int, int], Iterator[bytes]]


def hold(session: Session, actor: Actor) -> None:
    """Reach what was given with the actor's link, unless a link was already opened."""
    known: Reach = session.info.get("reach", NOWHERE)
    if actor.holder and not known.doors.get("holder"):
        reach(session, holder=actor.holder)


def get_file(session: Session, actor: Actor, file_id: UUID) -> StoredFile:
    """A file the actor may see, whoever gave it."""
    hold(session, actor)
    return _one(session, StoredFile.id == file_id)


def get_given(session: Session, actor: Actor, file_id: UUID) -> StoredFile:
    """A file the actor gave, or their organisation's own: theirs to send, to change, to erase."""
    hold(session, actor)
    return _one(session, and_(StoredFile.id == file_id, given()))


def given() -> ColumnElement[bool]:
    """The rows that whoever this transaction reaches gave: by link, by account, as a member."""
    return or_(
        StoredFile.holder_digest == func.portal_door("holder"),
        StoredFile.person_id == func.portal_person(),
        and_(
            StoredFile.organisation_id == func.portal_organisation(),
            StoredFile.holder_digest.is_(None),
            StoredFile.person_id.is_(None),
        ),
    )


def received_offset(session: Session, actor: Actor, file_id: UUID) -> int:
    """How far the file came: where its next piece begins."""
    return get_given(session, actor, file_id).received_size


def objects_of(session: Session, file_id: UUID, *roles: ObjectRole) -> list[StoredObject]:
    """The objects of a visible file in these roles, in order."""
    return list(
        session.scalars(
            select(StoredObject)
            .where(StoredObject.file_id == file_id, StoredObject.role.in_(roles))
            .order_by(StoredObject.position)
        )
    )


def openings(session: Session, file_ids: Iterable[UUID]) -> list[FileOpening]:
    """Who of the organisation listened to or read these files, the newest first."""
    return list(
        session.scalars(
            select(FileOpening)
            .where(FileOpening.file_id.in_(list(file_ids)))
            .order_by(FileOpening.opened_at.desc())
        )
    )


def open_content(
    session: Session,
    actor: Actor,
    file_id: UUID,
    role: ObjectRole = ObjectRole.CONTENT,
    position: int = 0,
) -> Content:
    """What was converted, or (`PREVIEW`, pages from 1) the picture of a page.

    Raises NotFound too while the file is being prepared: nobody opens what was uploaded.
    """
    file = get_file(session, actor, file_id)
    found = session.scalars(
        select(StoredObject).where(
            StoredObject.file_id == file.id,
            StoredObject.role == role,
            StoredObject.role.in_((ObjectRole.CONTENT, ObjectRole.PREVIEW)),
            StoredObject.position == position,
        )
    ).one_or_none()
    if found is None or not policy.can_be_played(file):
        raise NotFound
    read_range = partial(vault.current().read_range, found.id, found.wrapped_key, found.size)
    return Content(
        id=found.id,
        role=ObjectRole(found.role),
        kind=FileKind(file.kind),
        name=file.name,
        content_type=found.content_type,
        size=found.size,
        is_public=file.is_public,
        read_range=read_range,
    )


def open_published(session: Session, actor: Actor, file_id: UUID) -> Content:
    """A recording everybody may hear, even where the actor sees more."""
    file = get_file(session, actor, file_id)
    if not file.is_public or file.state != FileState.READY:
        raise NotFound
    return open_content(session, actor, file_id)


def _one(session: Session, condition: ColumnElement[bool]) -> StoredFile:
    found = session.scalars(
        select(StoredFile).where(condition).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
