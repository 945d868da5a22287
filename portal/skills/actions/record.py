"""Writing one's knowledge, path and project: one's own, nobody else's."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_
from portal.languages.nomenclatures import list_languages
from portal.organisations.scope import Actor
from portal.skills.enums import Ease, Level, PathKind, Source, Wish
from portal.skills.errors import TooMany
from portal.skills.models import CareerProject, KnowledgeLine, PathEntry, ProjectStep
from portal.skills.queries import record as queries

MOST_LINES = 100
MOST_STEPS = 30
UNKNOWN_LANGUAGE = N_("Choisissez une langue, ou écrivez son nom.")
EMPTY = N_("Écrivez quelques mots.")


@dataclass(frozen=True)
class Knowledge:
    """A line of the knowledge table. No source is an answer too: one need not say."""

    field: str
    sources: Collection[Source] = ()
    mastery: Level | None = None
    interest: Level | None = None
    note: str = ""


@dataclass(frozen=True)
class Stage:
    """A line of the path. Dates are the first day of a month.

    A language has its code in `language`, or the name somebody wrote in `title`.
    """

    kind: PathKind
    title: str = ""
    place: str = ""
    began: date | None = None
    ended: date | None = None
    is_current: bool = False
    level: str = ""
    words: str = ""
    language: str = ""
    spoken: Ease | None = None
    written: Ease | None = None
    interprets: Ease | None = None
    not_interpreted: str = ""


@dataclass(frozen=True)
class Project:
    """Where somebody wants to go, for as long as they wish."""

    in_peer_work: Wish | None = None
    in_sector: Wish | None = None
    how_long: str = ""
    time_wish: str = ""
    trainings: str = ""
    words: str = ""


@dataclass(frozen=True)
class Step:
    """What to do, by when, with whose help."""

    what: str
    by_when: date | None = None
    who_helps: str = ""


def owner(actor: Actor) -> UUID:
    """The person whose record this is: whoever asks. Raises NotFound without an account."""
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def write_knowledge(
    session: Session, actor: Actor, said: Knowledge, line_id: UUID | None = None
) -> KnowledgeLine:
    """Add a line, or change one. Raises Invalid, NotFound, TooMany."""
    person_id = owner(actor)
    if not said.field.strip():
        raise Invalid({"field": str(EMPTY)})
    if line_id is None:
        line = KnowledgeLine(
            person_id=person_id, position=_next(session, KnowledgeLine, person_id, MOST_LINES)
        )
        session.add(line)
    else:
        line = queries.get_knowledge(session, person_id, line_id)
    line.field, line.note = said.field.strip(), said.note.strip()
    line.sources = [str(source) for source in Source if source in said.sources]
    line.mastery, line.interest = said.mastery, said.interest
    line.changed_at = clock.now()
    session.flush()
    return line


def remove_knowledge(session: Session, actor: Actor, line_id: UUID) -> None:
    session.delete(queries.get_knowledge(session, owner(actor), line_id))
    session.flush()


def kept_stage(session: Session, actor: Actor, entry_id: UUID) -> Stage:
    """A line of the path as it was said. A listed language has no title beside. NotFound."""
    entry = queries.get_path_entry(session, owner(actor), entry_id)
    said = {one.name: getattr(entry, one.name) for one in fields(Stage)}
    return Stage(**said | ({"title": ""} if entry.language else {}))


def write_stage(
    session: Session, actor: Actor, said: Stage, entry_id: UUID | None = None
) -> PathEntry:
    """Add a line to the path, or change one. Raises Invalid, NotFound, TooMany."""
    person_id = owner(actor)
    title = _french_name(session, said.language) if said.language else said.title.strip()
    if not title:
        raise Invalid({"title": str(EMPTY)})
    if said.began and said.ended and said.ended < said.began:
        raise Invalid({"ended": str(N_("La fin vient avant le début."))})
    if entry_id is None:
        _next(session, PathEntry, person_id, MOST_LINES)
        entry = PathEntry(person_id=person_id)
        session.add(entry)
    else:
        entry = queries.get_path_entry(session, person_id, entry_id)
    entry.kind, entry.title, entry.place = said.kind, title, said.place.strip()
    entry.began, entry.ended = said.began, None if said.is_current else said.ended
    entry.is_current, entry.level = said.is_current, said.level.strip()
    entry.language, entry.spoken, entry.written = said.language, said.spoken, said.written
    entry.interprets, entry.not_interpreted = said.interprets, said.not_interpreted.strip()
    entry.words, entry.changed_at = said.words.strip(), clock.now()
    session.flush()
    return entry


def take_training(
    session: Session, actor: Actor, said: Stage, fields: Collection[str]
) -> tuple[bool, int]:
    """On somebody's word, a training into their path and what they learned into their knowledge.

    What is there already is not added again: whether the stage is new, and how many lines are.
    Raises Invalid, TooMany.
    """
    person_id = owner(actor)
    same = [
        entry
        for entry in queries.list_path(session, person_id)
        if (entry.kind, entry.title, entry.began) == (said.kind, said.title.strip(), said.began)
    ]
    if not same:
        write_stage(session, actor, said)
    known = {line.field.casefold() for line in queries.list_knowledge(session, person_id)}
    fresh = [field for field in dict.fromkeys(fields) if field.strip().casefold() not in known]
    for field in fresh:
        write_knowledge(session, actor, Knowledge(field, sources=(Source.TRAINING,)))
    return not same, len(fresh)


def remove_stage(session: Session, actor: Actor, entry_id: UUID) -> None:
    session.delete(queries.get_path_entry(session, owner(actor), entry_id))
    session.flush()


def write_project(session: Session, actor: Actor, said: Project) -> CareerProject:
    """Keep what somebody wants; the newest words stand."""
    person_id = owner(actor)
    project = queries.find_project(session, person_id)
    if project is None:
        project = CareerProject(person_id=person_id)
        session.add(project)
    project.in_peer_work, project.in_sector = said.in_peer_work, said.in_sector
    project.how_long, project.time_wish = said.how_long.strip(), said.time_wish
    project.trainings, project.words = said.trainings.strip(), said.words.strip()
    project.changed_at = clock.now()
    session.flush()
    return project


def write_step(
    session: Session, actor: Actor, said: Step, step_id: UUID | None = None
) -> ProjectStep:
    """Add a step to the project, or change one. Raises Invalid, NotFound, TooMany."""
    person_id = owner(actor)
    if not said.what.strip():
        raise Invalid({"what": str(EMPTY)})
    if step_id is None:
        step = ProjectStep(
            person_id=person_id, position=_next(session, ProjectStep, person_id, MOST_STEPS)
        )
        session.add(step)
    else:
        step = queries.get_step(session, person_id, step_id)
    step.what, step.by_when = said.what.strip(), said.by_when
    step.who_helps = said.who_helps.strip()
    session.flush()
    return step


def mark_step(session: Session, actor: Actor, step_id: UUID, *, done: bool) -> ProjectStep:
    """Say that a step is done, or that it is not after all."""
    step = queries.get_step(session, owner(actor), step_id)
    step.done_on = (step.done_on or clock.today()) if done else None
    session.flush()
    return step


def remove_step(session: Session, actor: Actor, step_id: UUID) -> None:
    session.delete(queries.get_step(session, owner(actor), step_id))
    session.flush()


def _french_name(session: Session, code: str) -> str:
    """What a listed language is called; catalogues know it by that name. Raises Invalid."""
    with i18n.use(i18n.DEFAULT):
        known = dict(list_languages(session))
    if code not in known:
        raise Invalid({"language": str(UNKNOWN_LANGUAGE)})
    return known[code]


def _next(
    session: Session,
    table: type[KnowledgeLine | PathEntry | ProjectStep],
    person_id: UUID,
    most: int,
) -> int:
    """The place of a new line. Raises TooMany."""
    count = session.scalar(select(func.count()).where(table.person_id == person_id)) or 0
    if count >= most:
        raise TooMany
    return count
