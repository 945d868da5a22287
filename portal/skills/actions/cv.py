"""One's CV: the choices are kept, the CV is made of the record each time."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit, clock, i18n
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.skills import documents
from portal.skills.actions.record import owner
from portal.skills.enums import Part
from portal.skills.errors import NothingChosen
from portal.skills.exports.as_pdf import to_pdf
from portal.skills.exports.cvs import Card, cv_sheet
from portal.skills.exports.formats import Format, Taken, taken
from portal.skills.exports.sheet import Sheet
from portal.skills.exports.writable import writable
from portal.skills.exports.writers import to_docx
from portal.skills.models import CvChoice
from portal.skills.queries import record as queries
from portal.skills.reading import read

_WRITERS = {Format.PDF: to_pdf, Format.DOCX: to_docx}


@dataclass(frozen=True)
class Chosen:
    """What goes into a CV. `language` is the tag of one of ours. Without `knowledge_lines`, what is
    known goes in whole.
    """

    language: str
    name: str = ""
    headline: str = ""
    phone: str = ""
    email: str = ""
    place: str = ""
    entries: Collection[UUID] = ()
    lines: Collection[UUID] = ()
    exact_words: bool = False
    knowledge: bool = False
    knowledge_lines: Collection[UUID] = ()
    knowledge_sources: bool = False
    project: bool = False


def keep_choices(session: Session, actor: Actor, chosen: Chosen) -> CvChoice:
    """Keep what somebody puts in their CV; the newest choices stand. Raises NothingChosen."""
    person_id = owner(actor)
    if not (chosen.entries or chosen.lines or chosen.knowledge or chosen.project):
        raise NothingChosen
    kept = queries.find_cv(session, person_id)
    if kept is None:
        kept = CvChoice(person_id=person_id)
        session.add(kept)
    kept.name, kept.headline = chosen.name.strip(), chosen.headline.strip()
    kept.phone, kept.email = chosen.phone.strip(), chosen.email.strip()
    kept.place, kept.language = chosen.place.strip(), chosen.language
    kept.entries, kept.lines = list(chosen.entries), list(chosen.lines)
    kept.exact_words, kept.knowledge = chosen.exact_words, chosen.knowledge
    kept.knowledge_lines = list(chosen.knowledge_lines) if chosen.knowledge else []
    # Where a knowledge comes from is never said of knowledge that is not there.
    kept.knowledge_sources = chosen.knowledge and chosen.knowledge_sources
    kept.project, kept.changed_at = chosen.project, clock.now()
    session.flush()
    return kept


def forget_choices(session: Session, actor: Actor) -> None:
    """Erase them. Already erased: nothing happens. CVs somebody took away stay theirs."""
    kept = queries.find_cv(session, owner(actor))
    if kept is not None:
        session.delete(kept)
        session.flush()


def preview_cv(session: Session, actor: Actor) -> tuple[Sheet, i18n.Locale]:
    """The CV as it is today, and the language it speaks. Raises NotFound before any choice."""
    kept = queries.find_cv(session, owner(actor))
    if kept is None:
        raise NotFound
    locale = i18n.find(kept.language) or i18n.DEFAULT
    with i18n.use(locale):
        return _sheet(session, kept), locale


def make_cv(session: Session, actor: Actor, form: Format) -> Taken:
    """The CV as a PDF or a DOCX. Raises NotFound before any choice."""
    sheet, locale = preview_cv(session, actor)
    audit.record(session, "cv.made", person_id=owner(actor), format=form.name.lower())
    with i18n.use(locale):
        return taken(_WRITERS[form](sheet), "cv", clock.now(), form)


def _sheet(session: Session, kept: CvChoice) -> Sheet:
    whole = documents.current_document(
        session, kept.person_id, lines=kept.lines, entries=kept.entries
    )
    parts = [Part.GRID, Part.PATH]
    if kept.knowledge:
        parts.append(Part.KNOWLEDGE)
    if kept.knowledge_sources:
        parts.append(Part.KNOWLEDGE_SOURCES)
    if kept.project:
        parts.append(Part.PROJECT)
    card = Card(
        name=kept.name,
        headline=kept.headline,
        place=kept.place,
        contacts=[text for text in (kept.phone, kept.email) if text],
        exact_words=kept.exact_words,
    )
    known = [str(one) for one in kept.knowledge_lines] or None
    copy = documents.extract(whole, parts, knowledge=known)
    return cv_sheet(read(writable(copy)), card)
