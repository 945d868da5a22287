"""What a candidate may see: the offer they answer, what they prepared, the story of what they sent.

A holder's door opens on the digest of the link they presented (`portal.organisations.holding`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files import queries as files
from portal.files.enums import FileState, ObjectRole
from portal.files.errors import Refusal
from portal.files.models import FileOpening, StoredFile
from portal.jobs.enums import ApplicationState, Author, EventKind, PartKind, Way
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackRequest,
    PublishedOffer,
)
from portal.jobs.reading.parts import told_question
from portal.jobs.sections import question_section, way_section
from portal.kernel import clock, nomenclatures
from portal.kernel.errors import NotFound
from portal.languages.readings import Aloud, aloud
from portal.languages.said import Said, told_title, translation
from portal.organisations import holding
from portal.organisations.scope import Actor

RETENTION = "retention"
# What holds until an operator plants the rules; the rules win.
_ANSWER_DAYS = 21
_DRAFT_DAYS, _POOL_DAYS = 30, 730


@dataclass(frozen=True)
class Question:
    """As the structure wrote it, and as the reader is asked: translated where somebody did, and
    read aloud.
    """

    id: UUID
    text: str
    said: Said
    aloud: Aloud | None = None


@dataclass(frozen=True)
class OfferToAnswer:
    """What the answering pages need of a published offer. `said`: its title, in the reader's
    language if somebody translated it. `ways`: each accepted way, and why.
    """

    id: UUID
    organisation_id: UUID
    slug: str
    state: str
    apply_until: date | None
    title: str
    said: Said
    structure: str
    ways: dict[Way, Said]
    questions: tuple[Question, ...]
    time_choice: str | None
    answer_days: int


@dataclass(frozen=True)
class Part:
    """One thing given. `file` is None when it was written."""

    id: UUID
    kind: PartKind
    question_id: UUID | None
    question_text: str
    text: str
    file: StoredFile | None
    added_at: datetime

    @property
    def asked(self) -> Said:
        """The question of the structure, in the French it was answered in."""
        return Said(self.question_text)

    @property
    def is_refused(self) -> bool:
        return self.file is not None and self.file.state == FileState.REFUSED

    @property
    def refusal(self) -> str:
        """Why it cannot be read, and how to mend it."""
        reason = self.file.refusal if self.file else None
        return Refusal(reason).label if reason in set(Refusal) else ""


@dataclass(frozen=True)
class Prepared:
    """An application with everything the person put in it."""

    application: Application
    parts: tuple[Part, ...]
    callback: CallbackRequest | None

    def of(self, kind: PartKind, question_id: UUID | None = None) -> list[Part]:
        return [p for p in self.parts if p.kind == kind and p.question_id == question_id]


@dataclass(frozen=True)
class Word:
    """A message from one side to the other."""

    at: datetime
    author: Author
    person_name: str
    body: str
    language: str
    file: StoredFile | None


@dataclass(frozen=True)
class Opening:
    file_id: UUID
    person_name: str
    opened_at: datetime


@dataclass(frozen=True)
class AnsweredOffer:
    """What was answered: its title, in the reader's language if somebody translated it, and where,
    while the offer is public. `slug` is its address; `is_over`: it takes no answers any more.
    """

    slug: str
    title: Said
    city: str
    department: str
    is_over: bool


@dataclass(frozen=True)
class Followed:
    """The whole story, as the person reads it."""

    prepared: Prepared
    offer: AnsweredOffer
    events: tuple[ApplicationEvent, ...]
    words: tuple[Word, ...]
    openings: tuple[Opening, ...]


@dataclass(frozen=True)
class Mine:
    """A line of « my applications »."""

    application: Application
    offer: AnsweredOffer


def get_offer(session: Session, slug: str) -> OfferToAnswer:
    """The offer of this address, whether or not it still takes answers."""
    row = session.scalars(select(PublishedOffer).where(PublishedOffer.slug == slug)).one_or_none()
    if row is None:
        raise NotFound
    return _offer(row)


def _offer(row: PublishedOffer) -> OfferToAnswer:
    document: dict[str, Any] = row.document
    ways = document.get("ways") or dict.fromkeys(Way, "")
    heard = aloud(document)
    title = row.card.get("title", "")
    return OfferToAnswer(
        id=row.offer_id,
        organisation_id=row.organisation_id,
        slug=row.slug,
        state=row.state,
        apply_until=row.apply_until,
        title=title,
        said=translation(document, "title") or Said(title),
        structure=row.card.get("structure", ""),
        ways={
            way: translation(document, way_section(way)) or Said(str(ways[way]))
            for way in Way
            if way in ways
        },
        questions=tuple(
            Question(
                UUID(str(q["id"])),
                str(q["text"]),
                told_question(document, q),
                heard.get(question_section(q["id"])),
            )
            for q in document.get("questions", ())
        ),
        time_choice=document.get("time_choice"),
        answer_days=_answer_days(document),
    )


def _answer_days(document: dict[str, Any]) -> int:
    """What the structure promised; an offer that is over has forgotten it."""
    return int(document.get("answer_days") or _ANSWER_DAYS)


def get_slug(session: Session, application: Application) -> str:
    """The address of the offer of an application."""
    return _shown(session, application)[0]


def _shown(session: Session, application: Application) -> tuple[str, dict[str, Any], str]:
    """The address, the card and the state of what was answered, which stay when it is over."""
    found = session.execute(
        select(PublishedOffer.slug, PublishedOffer.card, PublishedOffer.state).where(
            PublishedOffer.offer_id == application.offer_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found.slug, found.card, found.state


def _answered(
    application: Application, slug: str, card: dict[str, Any], state: str
) -> AnsweredOffer:
    title = told_title(card) or Said(application.offer_title)
    city, department = card.get("city") or "", card.get("department") or ""
    return AnsweredOffer(slug, title, city, department, is_over=state == "gone")


def get_mine(
    session: Session, actor: Actor, application_id: UUID, *, lock: bool = False
) -> Application:
    """An application of the actor's, by link or by account. Locked until the end if asked."""
    return holding.get_mine(session, actor, Application, application_id, lock=lock)


def find_held(session: Session, actor: Actor) -> Application | None:
    """The application whose link the actor holds."""
    return holding.find_held(session, actor, Application)


def find_of_person(session: Session, actor: Actor, offer_id: UUID) -> Application | None:
    """What the signed-in person already prepared or sent for this offer, the newest."""
    if actor.person_id is None:
        return None
    return session.scalars(
        select(Application)
        .where(
            Application.person_id == actor.person_id,
            Application.offer_id == offer_id,
            Application.state != ApplicationState.WITHDRAWN,
        )
        .order_by(Application.created_at.desc())
        .limit(1)
    ).one_or_none()


def prepared(session: Session, application: Application) -> Prepared:
    """Everything the person put in an application already found to be theirs."""
    rows = session.execute(
        select(ApplicationPart, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == ApplicationPart.file_id)
        .where(ApplicationPart.application_id == application.id)
        .order_by(ApplicationPart.position, ApplicationPart.added_at)
    )
    parts = tuple(
        Part(p.id, p.kind, p.question_id, p.question_text, p.text, file, p.added_at)
        for p, file in rows
    )
    callback = session.scalars(
        select(CallbackRequest).where(CallbackRequest.application_id == application.id)
    ).one_or_none()
    return Prepared(application, parts, callback)


def get_given_file(
    session: Session, actor: Actor, application: Application, file_id: UUID
) -> StoredFile:
    """A complete file the actor gave for the structure of this application."""
    holding.hold(session, actor)
    found = session.scalars(
        select(StoredFile).where(
            StoredFile.id == file_id,
            StoredFile.organisation_id == application.organisation_id,
            StoredFile.holder_digest == application.holder_digest,
            StoredFile.state.in_((FileState.RECEIVED, FileState.READY)),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def given_of(
    session: Session, application: Application, file_ids: Iterable[UUID]
) -> list[StoredFile]:
    """Those of these files that were given with the link of this application, in this order."""
    wanted = list(file_ids)
    found = session.scalars(
        select(StoredFile).where(
            StoredFile.id.in_(wanted),
            StoredFile.organisation_id == application.organisation_id,
            StoredFile.holder_digest == application.holder_digest,
            StoredFile.state.in_((FileState.RECEIVED, FileState.READY)),
        )
    )
    return sorted(found, key=lambda file: wanted.index(file.id))


def is_photo(session: Session, file_id: UUID) -> bool:
    """A picture of one page, still as it was taken."""
    originals = files.objects_of(session, file_id, ObjectRole.ORIGINAL)
    return len(originals) == 1 and originals[0].content_type.startswith("image/")


@dataclass(frozen=True)
class GivenFiles:
    """The files of an application: those the person gave, those the structure sent."""

    mine: tuple[UUID, ...]
    theirs: tuple[UUID, ...]


def files_of(session: Session, application: Application) -> GivenFiles:
    """`mine` are all those of the link, also the ones no form ever named."""
    mine = set(
        session.scalars(
            select(StoredFile.id).where(StoredFile.holder_digest == application.holder_digest)
        )
    )
    said = session.scalars(
        select(ApplicationMessage.file_id).where(
            ApplicationMessage.application_id == application.id,
            ApplicationMessage.file_id.is_not(None),
        )
    )
    return GivenFiles(tuple(mine), tuple(f for f in said if f is not None and f not in mine))


def last_word(session: Session, application_id: UUID) -> datetime | None:
    """When the person last wrote, spoke or added something after sending."""
    said = select(ApplicationMessage.at).where(
        ApplicationMessage.application_id == application_id,
        ApplicationMessage.author == Author.CANDIDATE,
    )
    added = select(ApplicationEvent.at).where(
        ApplicationEvent.application_id == application_id,
        ApplicationEvent.kind == EventKind.ADDED,
    )
    return max(session.scalars(said.union_all(added)), default=None)


def told_of_receipt(session: Session, application_id: UUID) -> set[str]:
    """The channels the receipt left by: a number that heard much that day hears no more."""
    data = session.scalar(
        select(ApplicationEvent.data).where(
            ApplicationEvent.application_id == application_id,
            ApplicationEvent.kind == EventKind.SUBMITTED,
        )
    )
    return set((data or {}).get("told", ()))


def next_due(session: Session, application: Application) -> date:
    """The day by which the structure promised to answer a new word of the person."""
    document = session.scalar(
        select(PublishedOffer.document).where(PublishedOffer.offer_id == application.offer_id)
    )
    return clock.today() + timedelta(days=_answer_days(document or {}))


def follow(session: Session, actor: Actor) -> Followed:
    """The story of the application whose link the actor holds."""
    application = find_held(session, actor)
    if application is None:
        raise NotFound
    found = prepared(session, application)
    events = session.scalars(
        select(ApplicationEvent)
        .where(ApplicationEvent.application_id == application.id, ApplicationEvent.for_candidate)
        .order_by(ApplicationEvent.at, ApplicationEvent.id)
    )
    words = list_words(session, application.id)
    files = [p.file.id for p in found.parts if p.file] + [w.file.id for w in words if w.file]
    return Followed(
        found,
        _answered(application, *_shown(session, application)),
        tuple(events),
        words,
        _openings(session, files),
    )


def list_words(session: Session, application_id: UUID) -> tuple[Word, ...]:
    """What both sides said about an application already found to be theirs."""
    rows = session.execute(
        select(ApplicationMessage, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == ApplicationMessage.file_id)
        .where(ApplicationMessage.application_id == application_id)
        .order_by(ApplicationMessage.at, ApplicationMessage.id)
    )
    return tuple(Word(m.at, m.author, m.person_name, m.body, m.language, file) for m, file in rows)


def _openings(session: Session, files: Sequence[UUID]) -> tuple[Opening, ...]:
    if not files:
        return ()
    rows = session.execute(
        select(FileOpening.file_id, FileOpening.person_name, FileOpening.opened_at)
        .where(FileOpening.file_id.in_(files))
        .order_by(FileOpening.opened_at)
    )
    return tuple(Opening(*row) for row in rows)


def list_mine(session: Session, actor: Actor) -> list[Mine]:
    """The applications of the signed-in person, newest first."""
    if actor.person_id is None:
        return []
    rows = session.execute(
        select(Application, PublishedOffer.slug, PublishedOffer.card, PublishedOffer.state)
        .join(PublishedOffer, PublishedOffer.offer_id == Application.offer_id)
        .where(Application.person_id == actor.person_id)
        .order_by(Application.created_at.desc())
        .limit(200)
    )
    return [Mine(row.Application, _answered(*row)) for row in rows]


def _days(session: Session, code: str, otherwise: int) -> int:
    entry = nomenclatures.find(session, RETENTION, code)
    return int(entry.data.get("days", otherwise)) if entry else otherwise


def draft_kept_until(session: Session, application: Application) -> date:
    """The last day an application never sent is kept (LG-01)."""
    return (
        application.created_at + timedelta(days=_days(session, "draft_application", _DRAFT_DAYS))
    ).date()


def pool_until(session: Session, today: date) -> date:
    """Until when an application may be kept for later, from a consent given today (LG-01)."""
    return today + timedelta(days=_days(session, "pool", _POOL_DAYS))
