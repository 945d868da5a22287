"""« Tout mon dossier » (SE-25): all of a record in one archive, for people and machines.

`record.json` is the record of today in the shape of `portal.skills.documents`, `answers.json` each
answer with its moment, `evidence.json` what shows them, `versions/` what was kept, `shares.json`
who was shown what and who looked, `files/` the recordings and photos themselves.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from portal.files import queries as stored
from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.people.models import Share
from portal.people.queries import shares
from portal.skills import documents
from portal.skills.actions.record import owner
from portal.skills.models import Evidence, FrameworkAction, GridAnswer, ProfileVersion

_IN_MEMORY = 4 * 1024 * 1024


def write_everything(session: Session, actor: Actor) -> IO[bytes]:
    """The archive, at its beginning; the caller reads and closes it."""
    person_id = owner(actor)
    with ExitStack() as unless_whole:
        archive: IO[bytes] = unless_whole.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        with ZipFile(archive, "w", ZIP_DEFLATED) as folder:
            _write(folder, "record.json", documents.current_document(session, person_id))
            _write(folder, "answers.json", _answers(session, person_id))
            for version in _versions(session, person_id):
                _write(folder, f"versions/{version.number}.json", _version(version))
            _write(folder, "shares.json", _shares(session, person_id))
            _write(folder, "evidence.json", _evidence(session, actor, folder, person_id))
        archive.seek(0)
        unless_whole.pop_all()
        return archive


def _write(folder: ZipFile, name: str, content: Mapping[str, Any] | Sequence[Any]) -> None:
    folder.writestr(name, json.dumps(content, ensure_ascii=False, indent=2, default=str))


def _answers(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.execute(
        select(GridAnswer, FrameworkAction.label)
        .join(FrameworkAction, FrameworkAction.id == GridAnswer.action_id)
        .where(GridAnswer.person_id == person_id)
        .order_by(GridAnswer.answered_at)
    )
    return [
        {
            "label": label,
            "mobilised": answer.mobilised,
            "mastery": answer.mastery,
            "interest": answer.interest,
            "answered_at": answer.answered_at.isoformat(),
        }
        for answer, label in rows
    ]


def _versions(session: Session, person_id: UUID) -> Sequence[ProfileVersion]:
    return session.scalars(
        select(ProfileVersion)
        .where(ProfileVersion.person_id == person_id)
        .options(undefer(ProfileVersion.document))
        .order_by(ProfileVersion.number)
    ).all()


def _version(version: ProfileVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "title": version.title,
        "taken_at": version.taken_at.isoformat(),
        "document": version.document,
    }


def _shares(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    made = session.scalars(
        select(Share).where(Share.person_id == person_id).options(undefer(Share.document))
    ).all()
    looks = shares.list_looks(session, person_id, [share.id for share in made])
    return [
        {
            "recipient": share.recipient_name,
            "purpose": share.purpose,
            "sentence": share.sentence,
            "created_at": share.created_at.isoformat(),
            "until": share.until.isoformat(),
            "revoked_at": share.revoked_at.isoformat() if share.revoked_at else None,
            "document": share.document,
            "looks": [
                {"name": look.looker_name, "place": look.place_name, "at": look.at.isoformat()}
                for look in looks
                if look.share_id == share.id
            ],
        }
        for share in made
    ]


def _evidence(
    session: Session, actor: Actor, folder: ZipFile, person_id: UUID
) -> list[dict[str, Any]]:
    """What shows the answers; the files are written in the archive on the way."""
    rows = session.execute(
        select(Evidence, StoredFile, FrameworkAction.label)
        .join(FrameworkAction, FrameworkAction.id == Evidence.action_id)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.person_id == person_id)
        .order_by(Evidence.created_at, Evidence.id)
    ).all()
    return [
        {
            "label": label,
            "kind": one.kind,
            "words": one.words,
            "created_at": one.created_at.isoformat(),
            "file": _file(session, actor, folder, file, rank),
        }
        for rank, (one, file, label) in enumerate(rows, start=1)
    ]


def _file(
    session: Session, actor: Actor, folder: ZipFile, file: StoredFile | None, rank: int
) -> str | None:
    """Its name in the archive; none while it is being prepared, or if it could not be read."""
    if file is None or file.state != FileState.READY:
        return None
    try:
        content = stored.open_content(session, actor, file.id)
    except NotFound:
        return None  # the rest of the archive is worth having
    name = f"files/{rank:03}-{file.name}"
    with folder.open(name, "w", force_zip64=True) as inside:
        for piece in content.read_range(0, content.size):
            inside.write(piece)
    return name
