"""A file of trainings arrives: read whole, its columns named, each line compared with what is here.

Nothing of a training changes before somebody has seen what would (see `importing`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.files.formats import TableKind
from portal.files.names import clean_name
from portal.files.tables import Sent, read_sent
from portal.kernel import clock, i18n
from portal.kernel.db import new_id, take_turns
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.kernel.marks import without_marks
from portal.organisations.scope import Actor
from portal.trainings import policy
from portal.trainings.errors import MovedOn, NothingToImport
from portal.trainings.exchange import comparing, guessing
from portal.trainings.exchange.columns import REFERENCE, columns_of
from portal.trainings.exchange.matching import UNDECIDED, Timetable
from portal.trainings.import_enums import ImportKind, ImportState, Verdict
from portal.trainings.lheo import reading as lheo
from portal.trainings.models import Training, TrainingImport, TrainingImportLine
from portal.trainings.queries import imports as queries

_ENDS = ("csv", "tsv", "txt", "xlsx", "xml")
_OPEN = (ImportState.COLUMNS, ImportState.PREVIEW)


def receive_file(
    session: Session, actor: Actor, name: str, stream: BinaryIO, import_id: UUID | None = None
) -> TrainingImport:
    """Read a file; the file itself is not kept. With an `import_id` already used, that import.

    Raises FileRefused with the reason, NothingToImport.
    """
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if import_id is not None:
        take_turns(session, 31, str(import_id))
        known = queries.find_import(session, actor, import_id)
        if known is not None:
            return known
    sent = read_sent(stream)
    kind, columns, lines = _contents(session, sent)
    remarks = lheo.remarks(sent.xml) if kind == ImportKind.LHEO else [[] for _line in lines]
    with i18n.use(i18n.DEFAULT):
        known_columns = columns_of(session)
    is_lheo = kind == ImportKind.LHEO
    found = TrainingImport(
        id=import_id or new_id(),
        organisation_id=actor.organisation_id,
        name=_name(name, kind),
        kind=kind,
        state=ImportState.COLUMNS,
        columns=columns,
        mapping=columns if is_lheo else guessing.guess(columns, known_columns),
        person_name=actor.name,
        created_at=clock.now(),
    )
    session.add(found)
    session.flush()
    session.add_all(
        TrainingImportLine(
            organisation_id=actor.organisation_id,
            import_id=found.id,
            number=number,
            cells=cells,
            remarks=missing,
        )
        for (number, cells), missing in zip(lines, remarks, strict=True)
    )
    session.flush()
    if is_lheo:
        _compare(session, actor, found)
    return found


def may_be_named(found: TrainingImport) -> bool:
    """Whether one may still say what its columns are."""
    return found.kind == ImportKind.TABLE and found.state in _OPEN


def name_columns(
    session: Session, actor: Actor, import_id: UUID, mapping: Sequence[str]
) -> TrainingImport:
    """Say which of our columns each of the file is, then compare. May be said anew before the
    import. Raises Invalid where one of ours is named twice, MovedOn once it was imported.
    """
    found = _open(session, actor, import_id)
    if not may_be_named(found):
        raise MovedOn
    known = columns_of(session)
    chosen = [key if key in known else "" for key in mapping][: len(found.columns)]
    chosen += [""] * (len(found.columns) - len(chosen))
    wrong = {
        f"column-{place}": str(N_("Cette colonne est déjà choisie plus haut."))
        for place, key in enumerate(chosen)
        if key and key in chosen[:place]
    }
    if not any(chosen):
        wrong["column-0"] = str(N_("Choisissez au moins une colonne."))
    if wrong:
        raise Invalid(wrong)
    found.mapping = chosen
    _compare(session, actor, found)
    return found


def compare_again(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    """What it would change now, the choices of lines made anew."""
    found = _open(session, actor, import_id)
    if found.state == ImportState.PREVIEW:
        _compare(session, actor, found)
    return found


@dataclass(frozen=True)
class Choices:
    """Of the lines that were `shown`, by their numbers: those that are `taken`, those whose new
    sessions are `announced` and not only planned, and how many `places` the sessions have of which
    the file says no number.
    """

    shown: Collection[int]
    taken: Collection[int]
    announced: Collection[int] = ()
    places: Mapping[int, int] = field(default_factory=dict)


def choose_lines(
    session: Session, actor: Actor, import_id: UUID, choices: Choices
) -> TrainingImport:
    """Keep what is chosen of the lines that were shown; the others stay as they are."""
    found = _open(session, actor, import_id)
    if found.state != ImportState.PREVIEW:
        raise MovedOn
    may = [verdict for verdict in Verdict if verdict.may_be_taken]
    session.execute(
        update(TrainingImportLine)
        .where(
            TrainingImportLine.import_id == import_id,
            TrainingImportLine.organisation_id == actor.organisation_id,
            TrainingImportLine.number.in_(choices.shown),
        )
        .values(
            is_taken=TrainingImportLine.number.in_(set(choices.taken) & set(choices.shown))
            & TrainingImportLine.verdict.in_(may)
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    for line in queries.list_numbered(session, actor, import_id, choices.shown):
        number = line.number
        told = {"announce": number in choices.announced, "places": choices.places.get(number)}
        line.changes = [
            {**change, **told} if change["kind"] in UNDECIDED else change for change in line.changes
        ]
    session.flush()
    return found


def forget_import(session: Session, actor: Actor, import_id: UUID) -> None:
    """Forget a file nothing was imported from. Raises MovedOn once something was."""
    found = _open(session, actor, import_id)
    session.execute(
        delete(TrainingImport).where(
            TrainingImport.id == found.id, TrainingImport.organisation_id == actor.organisation_id
        )
    )


def _open(session: Session, actor: Actor, import_id: UUID) -> TrainingImport:
    found = queries.lock_import(session, actor, import_id)
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if found.state not in _OPEN:
        raise MovedOn
    return found


def _name(given: str, kind: ImportKind) -> str:
    """The name of the file, harmless, with the end it came with if that is one of ours."""
    stem, _dot, end = given.rpartition(".")
    known = end.lower() if end.lower() in _ENDS else ""
    end = known or ("xml" if kind == ImportKind.LHEO else "csv")
    return clean_name((stem if known else given)[-80:], end)


def _contents(
    session: Session, sent: Sent
) -> tuple[ImportKind, list[str], list[tuple[int, list[str | None]]]]:
    """What kind of file it is, its columns, and the cells of each of its lines."""
    if sent.kind == TableKind.XML:
        keys = list(columns_of(session))
        told = lheo.read_trainings(sent.xml, keys)
        lines = [[_plain(cells.get(key)) for key in keys] for cells in told]
        return ImportKind.LHEO, keys, list(enumerate(lines, start=1))
    (_number, head), *rows = sent.rows
    if not rows:
        raise NothingToImport
    width = max(len(cells) for _place, cells in sent.rows)
    headers = [*map(without_marks, head), *([""] * (width - len(head)))]
    filled: list[tuple[int, list[str | None]]] = [
        (number, [*map(_plain, cells), *([""] * (width - len(cells)))]) for number, cells in rows
    ]
    return ImportKind.TABLE, headers, filled


def _plain(cell: str | None) -> str | None:
    return None if cell is None else without_marks(cell)


def _compare(session: Session, actor: Actor, found: TrainingImport) -> None:
    """Read every line by the columns, and say what it would do. Messages are kept in French."""
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        trainings = queries.list_all_trainings(session, actor)
        shelf = comparing.Shelf(trainings, queries.list_references(session, actor))
        dated = queries.list_sessions(session, actor)
        timetable = Timetable.of(dated, queries.list_joined(session, actor), clock.today())
        first: dict[UUID | str, int] = {}
        for line in queries.list_lines(session, actor, found.id):
            read = comparing.read_line(session, columns, found.mapping, line.cells)
            _judge(session, shelf, timetable, first, line, read)
    found.state = ImportState.PREVIEW
    session.flush()


def _judge(
    session: Session,
    shelf: comparing.Shelf,
    timetable: Timetable,
    first: dict[UUID | str, int],
    line: TrainingImportLine,
    read: comparing.Read,
) -> None:
    line.reference = str(read.said.get(REFERENCE) or "")
    line.title = str(read.said.get("title") or "")
    organiser = str(read.said.get("organiser") or "")
    training = shelf.find(line.reference, line.title, organiser)
    for about in _names(training, line):
        if about in first:
            comparing.object_to_second(read, first[about])
        first.setdefault(about, line.number)
    known = shelf.references.get(training.id) if training else None
    judged = comparing.judge(session, read, training, known, timetable)
    line.said, line.errors, line.changes = read.said, read.errors, judged.changes
    line.verdict = judged.verdict
    line.is_taken = judged.verdict in (Verdict.NEW, Verdict.CHANGED)
    line.training_id = training.id if training else None
    line.version = training.version if training else None
    line.title = line.title or (training.title if training else "")


def _names(training: Training | None, line: TrainingImportLine) -> list[UUID | str]:
    """What makes two lines be about one training."""
    if training is not None:
        return [training.id]
    return [line.reference] if line.reference else []
