"""Rows of stored objects and the end of a file: what the vault holds always follows the database.

Bytes are written before the row that names them and removed after it, by a job of the same
transaction: a rollback loses nothing, and what it leaves behind is swept.
"""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.files.enums import FileState, ObjectRole
from portal.files.errors import Refusal
from portal.files.models import StoredFile, StoredObject
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.jobs import enqueue
from portal.kernel.models import Erasure
from portal.kernel.vault import Stored

CONVERT = "files.convert"
FORGET = "files.forget_objects"


def row(
    file_id: UUID,
    object_id: UUID,
    role: ObjectRole,
    stored: Stored,
    content_type: str,
    position: int = 0,
) -> StoredObject:
    return StoredObject(
        id=object_id,
        file_id=file_id,
        role=role,
        position=position,
        size=stored.size,
        sha256=stored.sha256,
        content_type=content_type,
        wrapped_key=stored.wrapped_key,
        created_at=clock.now(),
    )


def lock(session: Session, file_id: UUID) -> StoredFile | None:
    """The file, locked until the end of the transaction."""
    return session.scalars(
        select(StoredFile)
        .where(StoredFile.id == file_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def refuse(session: Session, file: StoredFile, reason: Refusal) -> None:
    """Keep the reason for the person who sent it, and nothing of the file."""
    file.state, file.refusal = FileState.REFUSED, reason.value
    drop(session, file.id, *ObjectRole)


def drop(session: Session, file_id: UUID, *roles: ObjectRole) -> None:
    """Remove these objects; their bytes go once this is committed."""
    gone = session.scalars(
        delete(StoredObject)
        .where(StoredObject.file_id == file_id, StoredObject.role.in_(roles))
        .returning(StoredObject.id)
    ).all()
    if gone:
        enqueue(session, FORGET, object_ids=[str(object_id) for object_id in gone])


def remove(session: Session, file_id: UUID) -> None:
    """Remove a file and all it holds. The ledger keeps its id: a restored backup forgets it too.

    The file is locked before its objects, as by whoever converts it: neither waits for the other.
    """
    lock(session, file_id)
    drop(session, file_id, *ObjectRole)
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))
    session.execute(
        insert(Erasure)
        .values(id=new_id(), kind="stored_file", subject_id=file_id, erased_at=clock.now())
        .on_conflict_do_nothing()
    )


def enqueue_conversion(session: Session, file_id: UUID) -> None:
    enqueue(session, CONVERT, lock=f"file:{file_id}", file_id=str(file_id))
