"""From what was uploaded to what is shown or played, outside any request.

No row is locked while the sandbox works; whoever finishes second throws its own work away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.files import objects, queries
from portal.files.answers import CONTENT, Document, Recording
from portal.files.enums import FilePurpose, FileState, ObjectRole
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import taken
from portal.files.models import StoredFile, StoredObject
from portal.files.names import clean_name
from portal.files.sandbox import Workbench, workbench
from portal.kernel import clock, vault
from portal.kernel.db import Database, Reach, new_id
from portal.kernel.vault import Stored

_PREVIEW_TYPE = "image/webp"


@dataclass(frozen=True)
class _Made:
    id: UUID
    role: ObjectRole
    position: int
    stored: Stored


def convert(database: Database, file_id: UUID) -> None:
    """Convert a file that was received; refused now, it keeps the reason for whoever sent it.

    Raises SandboxBroken or VaultError where the fault is ours: trying again may succeed.
    """
    reaching = Reach(doors={"file": str(file_id)})
    with database.session(reaching) as session:
        file = session.get(StoredFile, file_id)
        if file is None or file.state != FileState.RECEIVED:
            return
        purpose = FilePurpose(file.purpose)
        originals = queries.objects_of(session, file_id, ObjectRole.ORIGINAL)
    answer: Recording | Document | Refusal
    made: list[_Made] = []
    try:
        with workbench() as bench:
            answer = _converted(bench, purpose, originals)
            made = _stored(bench, answer)
    except FileRefused as refusal:
        answer = refusal.reason
    with database.session(reaching) as session, session.begin():
        file = objects.lock(session, file_id)
        if file is not None and file.state == FileState.RECEIVED:
            if isinstance(answer, Refusal):
                objects.refuse(session, file, answer)
            else:
                _finish(file, answer)
                session.add_all(_rows(file_id, made, answer))
                if not _may_be_joined(file, originals):
                    objects.drop(session, file_id, ObjectRole.ORIGINAL)
            return
    for unused in made:
        vault.current().delete(unused.id)


def _converted(
    bench: Workbench, purpose: FilePurpose, originals: Sequence[StoredObject]
) -> Recording | Document:
    for original in originals:
        size = original.size
        bench.receive(vault.current().read_range(original.id, original.wrapped_key, size, 0, size))
    return bench.convert(taken(purpose))


def _stored(bench: Workbench, answer: Recording | Document) -> list[_Made]:
    """Put what was made in the vault; no row names it yet."""
    wanted = [(CONTENT, ObjectRole.CONTENT, 0)]
    if isinstance(answer, Document):
        wanted += [(name, ObjectRole.PREVIEW, page) for page, name in enumerate(answer.previews, 1)]
    made = []
    for name, role, position in wanted:
        object_id = new_id()
        with bench.made(name) as source:
            stored = vault.current().put(object_id, source)
        made.append(_Made(object_id, role, position, stored))
    return made


def _finish(file: StoredFile, answer: Recording | Document) -> None:
    file.state, file.ready_at = FileState.READY, clock.now()
    file.kind, file.content_type = answer.format.kind, answer.format.media_type
    file.name = clean_name(file.name, answer.format)
    if isinstance(answer, Recording):
        file.duration, file.waveform = answer.duration, answer.waveform
        file.is_silent = answer.is_silent
    else:
        file.page_count, file.text_preview = answer.page_count, answer.text


def _rows(file_id: UUID, made: Sequence[_Made], answer: Recording | Document) -> list[StoredObject]:
    return [
        objects.row(
            file_id,
            one.id,
            one.role,
            one.stored,
            _PREVIEW_TYPE if one.role is ObjectRole.PREVIEW else answer.format.media_type,
            one.position,
        )
        for one in made
    ]


def _may_be_joined(file: StoredFile, originals: Sequence[StoredObject]) -> bool:
    """A photo of one page waits for the others, until it is released."""
    is_photo = len(originals) == 1 and originals[0].content_type.startswith("image/")
    return is_photo and file.released_at is None
