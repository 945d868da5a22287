"""What the store holds of the files of the factories: rows at once, bytes for who reads them.

Sealing costs a few milliseconds an object, and most tests never open one.
"""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.models import StoredFile, StoredObject
from portal.kernel import vault
from portal.people.models import Person

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_UNSEALED = "x"


def add_objects(session: Session, file: StoredFile) -> None:
    """The row of what was converted, and of the picture of its first page."""
    for rank, role in enumerate(("content", "preview")):
        session.add(
            StoredObject(
                file_id=file.id,
                role=role,
                position=rank,
                size=100,
                sha256="0" * 64,
                content_type="audio/mp4",
                wrapped_key=_UNSEALED,
                created_at=NOW,
            )
        )
    session.flush()


def give_recording(session: Session, person: Person, name: str) -> StoredFile:
    """A recording somebody gave; nothing names it yet."""
    found = StoredFile(
        person_id=person.id,
        purpose="evidence",
        kind="audio",
        state="ready",
        name=f"{name}.m4a",
        declared_size=10,
        created_at=NOW,
    )
    session.add(found)
    session.flush()
    add_objects(session, found)
    return found


def seal_objects(session: Session) -> None:
    """Put in each object the name of its file, which holds the word of its house."""
    found = session.execute(
        select(StoredObject, StoredFile.name)
        .join(StoredFile, StoredFile.id == StoredObject.file_id)
        .where(StoredObject.wrapped_key == _UNSEALED)
    ).all()
    for one, name in found:
        stored = vault.current().put(one.id, [name.encode()])
        one.wrapped_key, one.size, one.sha256 = stored.wrapped_key, stored.size, stored.sha256
    session.flush()
