"""« Tout mon dossier » (SE-25): all of a record in one archive, for people and machines.

`record.json` is the record of today in the shape of `portal.skills.documents`, `answers.json` each
answer with its moment, `evidence.json` what shows them, `own_lines.json` what one added to the
grid, `versions/` what was kept, `cv.json` the choices of a CV, `interviews.json` what was prepared,
written and signed, `held_interviews.json` what one prepared as a manager, `hires.json` since when
one says one works where, `shares.json` who was shown what and who looked, `board.json` one's lines
of a team's board, `files/` the recordings and photos themselves. What other contexts hold of the
person is given by the caller, files included. `dossier.html` says it all to whoever reads no JSON.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from portal.organisations.queries import places
from portal.organisations.scope import Actor
from portal.people.models import Share
from portal.people.queries import shares
from portal.skills import documents, minutes, rooms
from portal.skills.actions.record import owner
from portal.skills.models import BoardLine, Evidence, FrameworkAction, GridAnswer, ProfileVersion
from portal.skills.queries import interviews
from portal.skills.queries.grid import read_grid
from portal.skills.queries.hires import list_stated_hires
from portal.skills.queries.record import find_cv
from portal.skills.rooms import Room

# What each file holds, by its name.
Held = Mapping[str, Any]
_IN_MEMORY = 4 * 1024 * 1024


def write_everything(
    session: Session,
    actor: Actor,
    others: Mapping[str, Any],
    files: Mapping[str, Iterable[bytes]],
    page: Callable[[Held], str],
) -> IO[bytes]:
    """The archive, at its beginning; the caller reads and closes it. `others` and `files`: by file
    name, to be written as JSON and as they are, piece by piece.

    `page` writes `dossier.html` from what the other files hold, by file name.
    """
    person_id, held = owner(actor), dict[str, Any]()
    with ExitStack() as unless_whole:
        archive: IO[bytes] = unless_whole.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        with ZipFile(archive, "w", ZIP_DEFLATED) as folder:
            held["record.json"] = documents.current_document(session, person_id)
            held["answers.json"] = _answers(session, person_id)
            for version in _versions(session, person_id):
                held[f"versions/{version.number}.json"] = _version(version)
            held["own_lines.json"] = _own_lines(session, person_id)
            held["cv.json"] = _cv(session, person_id)
            held["interviews.json"] = _interviews(session, actor, folder)
            held["held_interviews.json"] = _held(session)
            held["hires.json"] = _hires(session, person_id)
            held["shares.json"] = _shares(session, person_id)
            held["board.json"] = _board(session, person_id)
            held.update(others)
            held["evidence.json"] = _evidence(session, actor, folder, person_id)
            for name, content in held.items():
                _write(folder, name, content)
            for name, pieces in files.items():
                with folder.open(name, "w", force_zip64=True) as inside:
                    inside.writelines(pieces)
            folder.writestr("dossier.html", page(held))
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


def _own_lines(session: Session, person_id: UUID) -> list[dict[str, str]]:
    return [
        {"group": group.label, "label": line.label}
        for framework in read_grid(session, person_id).frameworks
        if framework.is_own
        for group in framework.groups
        for line in group.lines
    ]


def _cv(session: Session, person_id: UUID) -> dict[str, Any]:
    kept = find_cv(session, person_id)
    if kept is None:
        return {}
    fields = ("name", "headline", "phone", "email", "place", "language", "exact_words")
    return {name: getattr(kept, name) for name in (*fields, "knowledge", "project")}


def _interviews(session: Session, actor: Actor, folder: ZipFile) -> list[dict[str, Any]]:
    """Each with what one prepared, what both wrote once it was open, and the text both signed."""
    return [
        _interview(session, actor, folder, rank, rooms.enter(session, actor, one.interview.id))
        for rank, one in enumerate(interviews.list_mine(session, owner(actor)), start=1)
    ]


def _interview(
    session: Session, actor: Actor, folder: ZipFile, rank: int, room: Room
) -> dict[str, Any]:
    interview = room.meeting.interview
    prepared = {
        topic: {
            "words": said.words,
            "file": _file(session, actor, folder, room.voice(said), f"{rank:03}-{topic}"),
        }
        for topic, said in room.own.items()
    }
    said = {
        "kind": interview.kind,
        "organisation": interview.organisation_name,
        "manager": interview.manager_name,
        "day": room.meeting.day,
        "prepared": prepared,
    }
    if room.meeting.is_signed:
        said["signed"] = minutes.spoken(interviews.get_record(session, actor, interview.id))
    elif room.meeting.is_open:
        said["written"] = room.text
    return said


def _board(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    """One's own lines of the boards of one's teams."""
    lines = session.scalars(
        select(BoardLine)
        .where(BoardLine.person_id == person_id)
        .order_by(BoardLine.changed_at, BoardLine.id)
    )
    fields = ("knows", "helps", "origins", "changed_at")
    return [{name: getattr(line, name) for name in fields} for line in lines]


def _hires(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    """The day they say they were hired, in each place they work."""
    stated = list_stated_hires(session, person_id)
    return [
        {"organisation": place.name, "hired_on": stated[place.id]}
        for place in places.list_workplaces(session, person_id)
        if place.id in stated
    ]


def _held(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "organisation": one.organisation,
            "topic": one.topic,
            "words": one.words,
            "changed_at": one.changed_at.isoformat(),
        }
        for one in interviews.list_held_preparations(session)
    ]


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
            "file": _file(session, actor, folder, file, f"{rank:03}"),
        }
        for rank, (one, file, label) in enumerate(rows, start=1)
    ]


def _file(
    session: Session, actor: Actor, folder: ZipFile, file: StoredFile | None, rank: str
) -> str | None:
    """Its name in the archive; none while it is being prepared, or if it could not be read."""
    if file is None or file.state != FileState.READY:
        return None
    try:
        content = stored.open_content(session, actor, file.id)
    except NotFound:
        return None  # the rest of the archive is worth having
    name = f"files/{rank}-{file.name}"
    with folder.open(name, "w", force_zip64=True) as inside:
        for piece in content.read_range(0, content.size):
            inside.write(piece)
    return name
