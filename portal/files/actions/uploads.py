"""Files arriving: in pieces that go on where they stopped, or whole with a form.

Each piece, and what a check found, is kept in a transaction of its own: a file that is refused
stays refused although the request ends in an error.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from io import SEEK_END
from itertools import chain
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.files import objects, policy, queries
from portal.files.answers import Checked
from portal.files.enums import FileKind, FilePurpose, FileState, ObjectRole
from portal.files.errors import FileRefused, Refusal, WrongOffset
from portal.files.formats import MAX_SIZE, taken
from portal.files.models import StoredFile, StoredObject
from portal.files.names import clean_name
from portal.files.sandbox import workbench
from portal.kernel import clock, vault
from portal.kernel.db import aside, new_id
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.scope import Actor

# 25 MB in pieces of 32 kB, as on the slowest network.
_MAX_PIECES = 800
_PIECE_TYPE = "application/octet-stream"


def create_upload(
    session: Session,
    actor: Actor,
    purpose: FilePurpose,
    organisation_id: UUID | None,
    declared_size: int,
    name: str,
    *,
    language: str | None = None,
) -> StoredFile:
    """Expect a file of this size. What never arrives whole is swept after a day."""
    if declared_size > MAX_SIZE:
        raise FileRefused(Refusal.TOO_BIG)
    if declared_size < 1:
        raise FileRefused(Refusal.EMPTY)
    file = _expected(session, actor, purpose, organisation_id, name, language)
    file.declared_size = declared_size
    session.add(file)
    session.flush()
    return file


def receive_piece(session: Session, actor: Actor, file_id: UUID, offset: int, data: bytes) -> int:
    """Keep the bytes that begin at `offset`; returns where the next piece begins.

    A piece sent again is there once. Raises WrongOffset, which says where the file stands.
    """
    queries.get_given(session, actor, file_id)
    with aside(session, file=str(file_id)) as own:
        file = objects.lock(own, file_id)
        if file is None:
            raise NotFound
        _unless_refused(file)
        beyond = offset + len(data) > file.declared_size
        if not data or (not beyond and _is_known(own, file, offset, data)):
            return file.received_size
        if file.state != FileState.RECEIVING or offset != file.received_size or beyond:
            raise WrongOffset(file.received_size)
        count = own.scalar(select(func.count()).where(StoredObject.file_id == file_id)) or 0
        if count >= _MAX_PIECES:
            raise FileRefused(Refusal.TOO_HEAVY)
        object_id = new_id()
        stored = vault.current().put(object_id, [data])
        own.add(objects.row(file_id, object_id, ObjectRole.PIECE, stored, _PIECE_TYPE, offset))
        file.received_size = offset + len(data)
        return file.received_size


def complete(session: Session, actor: Actor, file_id: UUID) -> StoredFile:
    """Look at a file whose pieces are all here, then have it converted. Done: nothing happens.

    Raises FileRefused (the file keeps the reason), WrongOffset while pieces are missing.
    """
    file = queries.get_given(session, actor, file_id)
    _unless_refused(file)
    if file.state != FileState.RECEIVING:
        return file
    pieces = queries.objects_of(session, file_id, ObjectRole.PIECE)
    if sum(piece.size for piece in pieces) != file.declared_size:
        raise WrongOffset(file.received_size)
    # In memory, 25 MB at most: the vault cannot read an object while it writes another.
    data = list(_read(pieces))
    try:
        checked = _look(file.purpose, data)
    except FileRefused as refusal:
        with aside(session, file=str(file_id)) as own:
            arrived = objects.lock(own, file_id)
            if arrived is not None and arrived.state == FileState.RECEIVING:
                objects.refuse(own, arrived, refusal.reason)
        raise
    object_id = new_id()
    stored = vault.current().put(object_id, data)
    with aside(session, file=str(file_id)) as own:
        arrived = objects.lock(own, file_id)
        if arrived is not None and arrived.state == FileState.RECEIVING:
            objects.drop(own, file_id, ObjectRole.PIECE)
            media_type = checked.format.media_type
            original = objects.row(file_id, object_id, ObjectRole.ORIGINAL, stored, media_type)
            own.add(original)
            _received(own, arrived, checked)
        else:
            # Somebody completed it meanwhile, or erased it.
            vault.current().delete(object_id)
    return queries.get_given(session, actor, file_id)


def receive_whole(
    session: Session,
    actor: Actor,
    purpose: FilePurpose,
    organisation_id: UUID | None,
    name: str,
    stream: BinaryIO,
    *,
    language: str | None = None,
) -> UUID:
    """A file that came whole, in a stream that can be read twice. Refused, nothing is kept."""
    file = _expected(session, actor, purpose, organisation_id, name, language)
    checked = _look(purpose, stream)
    file.declared_size = file.received_size = stream.seek(0, SEEK_END)
    stream.seek(0)
    session.add(file)
    # Before any byte: where the account was closed meanwhile, the store is left as it was.
    session.flush()
    object_id = new_id()
    stored = vault.current().put(object_id, stream)
    media_type = checked.format.media_type
    session.add(objects.row(file.id, object_id, ObjectRole.ORIGINAL, stored, media_type))
    _received(session, file, checked)
    return file.id


def join_photos(session: Session, actor: Actor, file_ids: Sequence[UUID]) -> UUID:
    """Make one document of several photos, in this order; the single ones are gone.

    Do it before anything names them, and before they are released. Raises FileRefused: not photos.
    """
    files = [queries.get_given(session, actor, file_id) for file_id in file_ids]
    for file_id in sorted(file_ids):
        objects.lock(session, file_id)
    originals = [queries.objects_of(session, file.id, ObjectRole.ORIGINAL)[:1] for file in files]
    if len({file.purpose for file in files}) != 1 or not all(map(_is_photo, originals)):
        raise FileRefused(Refusal.MIXED)
    size = sum(file.received_size for file in files)
    if size > MAX_SIZE:
        raise FileRefused(Refusal.TOO_BIG)
    first = files[0]
    joined = _expected(
        session, actor, FilePurpose(first.purpose), first.organisation_id, first.name, None
    )
    joined.name = first.name
    joined.declared_size = joined.received_size = size
    joined.state, joined.received_at = FileState.RECEIVED, clock.now()
    session.add(joined)
    session.flush()
    for rank, original in enumerate(chain.from_iterable(originals)):
        session.execute(
            update(StoredObject)
            .where(StoredObject.id == original.id)
            .values(file_id=joined.id, position=rank)
            .execution_options(synchronize_session=False)
        )
    for file in files:
        objects.remove(session, file.id)
    objects.enqueue_conversion(session, joined.id)
    return joined.id


def _expected(
    session: Session,
    actor: Actor,
    purpose: FilePurpose,
    organisation_id: UUID | None,
    name: str,
    language: str | None,
) -> StoredFile:
    """A new row, given by the link, else by the place one stands in, else by the account."""
    if not policy.can_give(actor, purpose, organisation_id):
        raise NotAllowed
    queries.hold(session, actor)
    own = not actor.holder and organisation_id is not None and actor.is_in(organisation_id)
    kinds = taken(purpose)
    return StoredFile(
        id=new_id(),
        organisation_id=organisation_id,
        holder_digest=actor.holder,
        person_id=None if actor.holder or own else actor.person_id,
        purpose=purpose,
        # Where both are taken, known once the file was looked at.
        kind=FileKind.AUDIO if FileKind.AUDIO in kinds else FileKind.DOCUMENT,
        state=FileState.RECEIVING,
        name=clean_name(name, "txt").removesuffix(".txt"),
        language=language,
        received_size=0,
        created_at=clock.now(),
    )


def _received(session: Session, file: StoredFile, checked: Checked) -> None:
    file.state, file.received_at = FileState.RECEIVED, clock.now()
    file.kind, file.duration = checked.format.kind, checked.duration
    file.name = clean_name(file.name, checked.format)
    session.flush()
    objects.enqueue_conversion(session, file.id)


def _look(purpose: FilePurpose, source: BinaryIO | Iterable[bytes]) -> Checked:
    with workbench() as bench:
        bench.receive(source)
        return bench.check(taken(purpose))[0]


def _read(pieces: Iterable[StoredObject]) -> Iterator[bytes]:
    """The bytes of these objects one after the other, decrypted as they are needed."""
    opened = vault.current()
    return chain.from_iterable(
        opened.read_range(piece.id, piece.wrapped_key, piece.size, 0, piece.size)
        for piece in pieces
    )


def _unless_refused(file: StoredFile) -> None:
    if file.state == FileState.REFUSED:
        raise FileRefused(Refusal(file.refusal or Refusal.UNREADABLE))


def _is_known(session: Session, file: StoredFile, offset: int, data: bytes) -> bool:
    """The very same piece was already received: the answer to it was lost."""
    if file.state != FileState.RECEIVING:
        return offset + len(data) <= file.received_size
    known = session.scalar(
        select(StoredObject.sha256).where(
            StoredObject.file_id == file.id,
            StoredObject.role == ObjectRole.PIECE,
            StoredObject.position == offset,
        )
    )
    return known is not None and known == hashlib.sha256(data).hexdigest()


def _is_photo(originals: Sequence[StoredObject]) -> bool:
    return bool(originals) and originals[0].content_type.startswith("image/")
