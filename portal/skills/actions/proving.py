"""« Dossier de preuves »: a PDF of chosen lines and what shows them, or that and the recordings."""

from collections.abc import Collection
from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from PIL import Image
from sqlalchemy.orm import Session

from portal.files import queries as files
from portal.files.enums import FileState, ObjectRole
from portal.files.models import StoredFile
from portal.kernel import audit, clock
from portal.kernel.i18n import gettext_ as _
from portal.organisations.scope import Actor
from portal.people.queries import get_person
from portal.skills.actions.record import owner
from portal.skills.enums import EvidenceKind
from portal.skills.errors import NothingChosen, TooHeavy
from portal.skills.exports.as_pdf import to_pdf
from portal.skills.exports.formats import Format, Taken, dated, taken
from portal.skills.exports.proofs import Proof, Proved, proofs_sheet, recording_name
from portal.skills.exports.sheet import Picture
from portal.skills.exports.writable import writable
from portal.skills.models import Evidence
from portal.skills.queries.grid import list_evidence_of, read_grid

# What a mailbox or a phone still takes.
MOST_BYTES = 60_000_000


@dataclass
class _Bundle:
    """What was read so far; recordings in the order the document names them."""

    with_sound: bool
    recordings: list[bytes] = field(default_factory=list)
    numbered: int = 0
    weight: int = 0

    def take(self, content: bytes) -> bytes:
        """Raises TooHeavy."""
        self.weight += len(content)
        if self.weight > MOST_BYTES:
            raise TooHeavy
        return content


def make_proofs(
    session: Session, actor: Actor, action_ids: Collection[UUID], *, with_sound: bool
) -> Taken:
    """The document; `with_sound`, a ZIP of it and of the recordings.

    Raises NothingChosen where none of these lines is shown by anything, TooHeavy.
    """
    person_id = owner(actor)
    bundle = _Bundle(with_sound)
    shown: dict[UUID, list[Proof]] = {}
    for evidence in list_evidence_of(session, person_id, action_ids):
        proof = _proof(session, actor, evidence, bundle)
        shown.setdefault(evidence.action_id, []).append(proof)
    proved = [
        Proved(group, line, shown[line.action_id])
        for group, line in read_grid(session, person_id).shown
        if line.action_id in shown
    ]
    if not proved:
        raise NothingChosen
    now = clock.now()
    name = get_person(session, person_id).display_name
    document = to_pdf(proofs_sheet(writable(name), now, proved))
    audit.record(
        session, "proofs.made", person_id=person_id, lines=len(proved), with_sound=with_sound
    )
    if not with_sound:
        return taken(document, "preuves", now, Format.PDF)
    stem = dated("preuves", now)
    return Taken(_zipped(stem, document, bundle.recordings), f"{stem}.zip", "application/zip")


def _proof(session: Session, actor: Actor, evidence: Evidence, bundle: _Bundle) -> Proof:
    if evidence.file_id is None:
        return Proof(evidence.created_at, words=writable(evidence.words))
    file = files.get_given(session, actor, evidence.file_id)
    if evidence.kind == EvidenceKind.VOICE:
        bundle.numbered += 1
        if bundle.with_sound:
            ready = file.state == FileState.READY
            bundle.recordings.append(_content(session, actor, file, bundle) if ready else b"")
        seconds = None if file.duration is None else round(file.duration)
        return Proof(evidence.created_at, recording=bundle.numbered, seconds=seconds)
    return Proof(
        evidence.created_at,
        words=_("Une photo ou un document"),
        pictures=[
            _picture(_content(session, actor, file, bundle, page))
            for page in range(1, (file.page_count or 0) + 1)
        ],
    )


def _content(
    session: Session, actor: Actor, file: StoredFile, bundle: _Bundle, page: int = 0
) -> bytes:
    role = ObjectRole.PREVIEW if page else ObjectRole.CONTENT
    content = files.open_content(session, actor, file.id, role, page)
    return bundle.take(b"".join(content.read_range(0, content.size)))


def _picture(content: bytes) -> Picture:
    """Pictures of pages are made by us: opening one is safe."""
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
        kept = BytesIO()
        picture.convert("RGB").save(kept, "JPEG", quality=80)
    return Picture(kept.getvalue(), "image/jpeg", width, height, _("Photo donnée par la personne"))


def _zipped(stem: str, document: bytes, recordings: list[bytes]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo(f"{stem}.pdf"), document)
        for number, content in enumerate(recordings, start=1):
            if content:
                archive.writestr(ZipInfo(f"enregistrements/{recording_name(number)}"), content)
    return kept.getvalue()
