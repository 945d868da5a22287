"""What shows one's answers, with its files: for the line's own page, and for a share."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.enums import FileState
from portal.files.errors import Refusal
from portal.files.models import StoredFile
from portal.skills.enums import EvidenceKind
from portal.skills.models import Evidence, Framework, FrameworkAction
from portal.skills.queries import frameworks
from portal.skills.reading import plain_words


@dataclass(frozen=True)
class Kept:
    """Something that shows a line, and its file if it has one."""

    id: UUID
    kind: EvidenceKind
    words: str
    created_at: datetime
    file: StoredFile | None

    @property
    def refusal(self) -> str:
        """Why the file cannot be read, in words; empty where it can."""
        if self.file is None or self.file.state != FileState.REFUSED:
            return ""
        return str(Refusal(self.file.refusal or Refusal.UNREADABLE).label)

    @property
    def is_waiting(self) -> bool:
        return self.file is not None and self.file.state == FileState.RECEIVED


@dataclass(frozen=True)
class Showable:
    """What can go with a share: words, a recording or a photo, and the line it shows.

    `line`: the codes of its framework and of its own. `seconds` of sound, `peaks` 0 to 100.
    """

    id: UUID
    kind: EvidenceKind
    words: str
    file_id: UUID | None
    line: tuple[str, str]
    label: str
    french_plain: str
    seconds: int
    peaks: Sequence[int]
    # What its federation says of the line, by language.
    translations: Mapping[str, str]

    @property
    def plain(self) -> str:
        return plain_words(self.label, self.french_plain, self.translations)


def list_kept(session: Session, person_id: UUID, action_id: UUID) -> list[Kept]:
    """What shows a line, the oldest first."""
    rows = session.execute(
        select(Evidence, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.person_id == person_id, Evidence.action_id == action_id)
        .order_by(Evidence.created_at, Evidence.id)
    )
    return [Kept(one.id, one.kind, one.words, one.created_at, file) for one, file in rows]


@dataclass(frozen=True)
class Voice:
    """A recording that shows a line, for its owner. `seconds` of sound, `peaks` 0 to 100."""

    file_id: UUID
    seconds: int
    peaks: Sequence[int]


def list_voices(session: Session, person_id: UUID) -> dict[str, list[Voice]]:
    """One's recordings that can be heard, by the key their line has in a document
    (`portal.skills.reading`), the oldest first.
    """
    rows = session.execute(
        select(Framework.code, FrameworkAction.code, StoredFile)
        .join(Evidence, Evidence.file_id == StoredFile.id)
        .join(FrameworkAction, FrameworkAction.id == Evidence.action_id)
        .join(Framework, Framework.id == FrameworkAction.framework_id)
        .where(
            Evidence.person_id == person_id,
            Evidence.kind == EvidenceKind.VOICE,
            StoredFile.state == FileState.READY,
        )
        .order_by(Evidence.created_at, Evidence.id)
    )
    found: dict[str, list[Voice]] = defaultdict(list)
    for framework, action, file in rows:
        voice = Voice(file.id, round(file.duration or 0), file.waveform or ())
        found[f"{framework}/{action}"].append(voice)
    return found


def list_showable(
    session: Session, person_id: UUID, among: Collection[UUID] | None = None
) -> list[Showable]:
    """What shows one's answers and can be read, played or seen, in the order of the lines.

    `among`: only these; what is not one's own is left out.
    """
    query = (
        select(Evidence, FrameworkAction, Framework.code, StoredFile.duration, StoredFile.waveform)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .join(FrameworkAction, FrameworkAction.id == Evidence.action_id)
        .join(Framework, Framework.id == FrameworkAction.framework_id)
        .where(
            Evidence.person_id == person_id,
            (Evidence.kind == EvidenceKind.TEXT)
            | (StoredFile.state == FileState.READY)
            & ((Evidence.kind == EvidenceKind.VOICE) | StoredFile.page_count.is_not(None)),
        )
        .order_by(FrameworkAction.position, Evidence.created_at)
    )
    if among is not None:
        query = query.where(Evidence.id.in_(among))
    rows = session.execute(query).all()
    told = frameworks.translations(session, {row[1].framework_id for row in rows})
    return [
        Showable(
            id=one.id,
            kind=one.kind,
            words=one.words,
            file_id=one.file_id,
            line=(framework, action.code),
            label=action.label,
            french_plain=action.plain,
            seconds=round(seconds or 0),
            peaks=peaks or (),
            translations=frameworks.plains(told.get(action.id, {})),
        )
        for one, action, framework, seconds, peaks in rows
    ]
