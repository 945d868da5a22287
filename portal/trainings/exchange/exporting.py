"""The trainings of a federation with their sessions to come as a table, which can be imported
again; and an empty one to fill.

Headers and words of lists are French, whatever the language of who asks: a file goes from hand to
hand, and French is what its reader is sure to find again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import i18n
from portal.kernel.sheets import Cell, Rows
from portal.organisations.scope import Actor
from portal.trainings.enums import TrainingState
from portal.trainings.exchange.codecs import Choices, Day, Number, One, Several
from portal.trainings.exchange.columns import (
    REFERENCE,
    SESSIONS,
    VERSION,
    Column,
    columns_of,
    document_of,
    flat,
)
from portal.trainings.exchange.timetable import row_of
from portal.trainings.models import Training, TrainingReference, TrainingSession
from portal.trainings.queries import imports as queries

_NAME = "formations"
_STATE = "État"


def table_of(session: Session, actor: Actor) -> Rows:
    """Every training of the federation but the archived ones, by name. A training no file named
    bears our own identifier.
    """
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        known = {one.training_id: one for one in queries.list_references(session, actor)}
        trainings = [
            training
            for training in queries.list_all_trainings(session, actor)
            if training.state != TrainingState.ARCHIVED
        ]
        trainings.sort(key=lambda one: (one.title, str(one.id)))
        dated = queries.list_sessions_to_come(session, actor)
        rows = [
            _row(session, columns, one, known.get(one.id), dated.get(one.id, ()))
            for one in trainings
        ]
        return Rows(_NAME, "Formations", [*_headers(columns), _STATE], rows)


def model_of(session: Session) -> list[Rows]:
    """A table with its headers and nothing else; how each column is written."""
    with i18n.use(i18n.DEFAULT):
        columns = {key: one for key, one in columns_of(session).items() if key != VERSION}
        headers = ["Colonne", "Comment l’écrire", "Mots de la liste"]
        help_rows: list[list[Cell]] = [
            [str(one.label), one.hint, ", ".join(_listed(session, one))] for one in columns.values()
        ]
        return [
            Rows(_NAME, "Formations", _headers(columns), []),
            Rows("aide", "Aide", headers, help_rows),
        ]


def _headers(columns: Mapping[str, Column]) -> list[str]:
    return [str(column.label) for column in columns.values()]


def _row(
    session: Session,
    columns: Mapping[str, Column],
    training: Training,
    known: TrainingReference | None,
    dated: Sequence[TrainingSession],
) -> list[Cell]:
    values = flat(document_of(training)) | {
        REFERENCE: (known.reference if known else "") or str(training.id),
        VERSION: training.version,
        SESSIONS: [row_of(one) for one in dated],
    }
    cells = [_cell(session, column, values.get(key)) for key, column in columns.items()]
    return [*cells, training.state.label]


def _cell(session: Session, column: Column, value: Any) -> Cell:
    """Whole numbers and days as a spreadsheet knows them, all the rest as text."""
    if isinstance(column.codec, Number) and isinstance(value, int):
        return value
    if isinstance(column.codec, Day) and value:
        return date.fromisoformat(value)
    return column.codec.write(session, value)


def _listed(session: Session, column: Column) -> list[str]:
    choices: Choices | None = None
    if isinstance(column.codec, (One, Several)):
        choices = column.codec.choices
    return list(choices.labels(session).values()) if choices else []
