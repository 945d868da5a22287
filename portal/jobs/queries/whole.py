"""Everything about one application, in one look at the database whatever its length."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, load_only

from portal.files.enums import FileKind, FileState
from portal.jobs.enums import Author, CallbackState, CallOutcome, EventKind, PartKind
from portal.jobs.models import Application, Offer
from portal.jobs.queries.screening import require_screener
from portal.jobs.queries.whole_lists import APPLICATION_ID, ORGANISATION_ID, lists
from portal.kernel.errors import NotFound
from portal.languages.said import Said
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class File:
    """A stored file as a screen shows it. `duration` in seconds, `previews` is a page count."""

    id: UUID
    kind: FileKind
    state: FileState
    name: str
    duration: float | None
    waveform: list[int]
    page_count: int | None
    previews: int
    text: str
    language: str
    refusal: str

    @property
    def is_ready(self) -> bool:
        return self.state == FileState.READY


@dataclass(frozen=True)
class Part:
    kind: PartKind
    question_text: str
    text: str
    file: File | None

    @property
    def asked(self) -> Said:
        """The question of the structure, in the French it was answered in."""
        return Said(self.question_text)


@dataclass(frozen=True)
class Message:
    at: datetime
    author: Author
    person_name: str
    body: str
    language: str
    file: File | None


@dataclass(frozen=True)
class Event:
    at: datetime
    kind: EventKind
    author: Author
    person_name: str
    from_state: str
    to_state: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Opening:
    file_id: UUID
    at: datetime
    person_name: str


@dataclass(frozen=True)
class Note:
    id: UUID
    at: datetime
    person_id: UUID | None
    person_name: str
    criterion: str
    body: str
    mentions: list[UUID]


@dataclass(frozen=True)
class Try:
    at: datetime
    person_name: str
    outcome: CallOutcome
    note: str


@dataclass(frozen=True)
class Callback:
    id: UUID
    phone: str
    moments: list[str]
    moments_note: str
    language: str
    state: CallbackState
    tries: list[Try]


@dataclass(frozen=True)
class Delivery:
    """A message that left towards the person, and what became of it."""

    at: datetime
    channel: str
    state: str
    address: str


@dataclass(frozen=True)
class Colleague:
    id: UUID
    name: str


@dataclass(frozen=True)
class WholeApplication:
    """An application with its offer and all that hangs on it, oldest first."""

    application: Application
    offer: Offer
    parts: list[Part]
    messages: list[Message]
    events: list[Event]
    openings: list[Opening]
    notes: list[Note]
    callback: Callback | None
    deliveries: list[Delivery]
    colleagues: list[Colleague]

    def of(self, kind: PartKind) -> list[Part]:
        return [part for part in self.parts if part.kind == kind]

    def document(self, file_id: UUID) -> tuple[str, File]:
        """Something the person gave to read, and what it is. Raises NotFound."""
        for part in self.parts:
            if part.file and part.file.id == file_id and part.file.kind == FileKind.DOCUMENT:
                return part.kind.label, part.file
        raise NotFound

    @property
    def undelivered(self) -> Delivery | None:
        """The last message, if the address is dead: somebody has to call."""
        dead = [found for found in self.deliveries if found.state == "dead"]
        return dead[-1] if dead else None


@cache
def _whole() -> Select[*tuple[Any, ...]]:
    """Built once: building it takes longer than its answer."""
    return (
        select(Application, Offer, *lists())
        .join(
            Offer,
            and_(
                Offer.organisation_id == Application.organisation_id,
                Offer.id == Application.offer_id,
            ),
        )
        .where(
            Application.organisation_id == ORGANISATION_ID,
            Application.id == APPLICATION_ID,
            Application.submitted_at.is_not(None),
        )
        # An offer has a hundred columns, and these are what an application's page shows of it.
        .options(load_only(Offer.title, Offer.criteria, Offer.missions, raiseload=True))
    )


def get_whole_application(session: Session, actor: Actor, application_id: UUID) -> WholeApplication:
    """Raises NotFound outside the structure's own, submitted applications."""
    organisation_id = require_screener(actor)
    asked = {"organisation_id": organisation_id, "application_id": application_id}
    found = session.execute(_whole(), asked).one_or_none()
    if found is None:
        raise NotFound
    files = {row["id"]: _file(row) for row in found.files}
    return WholeApplication(
        application=found.Application,
        offer=found.Offer,
        parts=[
            Part(
                PartKind(row["kind"]), row["question_text"], row["text"], files.get(row["file_id"])
            )
            for row in found.parts
        ],
        messages=[
            Message(
                _at(row["at"]),
                Author(row["author"]),
                row["person_name"],
                row["body"],
                row["language"],
                files.get(row["file_id"]),
            )
            for row in found.messages
        ],
        events=[_event(row) for row in found.events],
        openings=[
            Opening(UUID(row["file_id"]), _at(row["opened_at"]), row["person_name"])
            for row in found.openings
        ],
        notes=[_note(row) for row in found.notes],
        callback=_called_back(found.callback, found.tries),
        deliveries=[
            Delivery(_at(row["created_at"]), row["channel"], row["state"], row["address"])
            for row in found.deliveries
        ],
        colleagues=[
            Colleague(UUID(row["person_id"]), row["display_name"]) for row in found.colleagues
        ],
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _file(row: Mapping[str, Any]) -> File:
    return File(
        id=UUID(row["id"]),
        kind=FileKind(row["kind"]),
        state=FileState(row["state"]),
        name=row["name"],
        duration=row["duration"],
        waveform=row["waveform"] or [],
        page_count=row["page_count"],
        previews=row["previews"],
        text=row["text_preview"],
        language=row["language"] or "",
        refusal=row["refusal"] or "",
    )


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        _at(row["at"]),
        EventKind(row["kind"]),
        Author(row["author"]),
        row["person_name"],
        row["from_state"],
        row["to_state"],
        row["data"],
    )


def _note(row: Mapping[str, Any]) -> Note:
    return Note(
        UUID(row["id"]),
        _at(row["at"]),
        UUID(row["person_id"]) if row["person_id"] else None,
        row["person_name"],
        row["criterion"],
        row["body"],
        [UUID(person) for person in row["mentions"]],
    )


def _called_back(found: list[dict[str, Any]], tries: list[dict[str, Any]]) -> Callback | None:
    if not found:
        return None
    row = found[0]
    return Callback(
        id=UUID(row["id"]),
        phone=row["phone"],
        moments=row["moments"],
        moments_note=row["moments_note"],
        language=row["language"],
        state=CallbackState(row["state"]),
        tries=[
            Try(_at(one["at"]), one["person_name"], CallOutcome(one["outcome"]), one["note"])
            for one in tries
        ],
    )
