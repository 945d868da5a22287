"""A published training as data for other sites: each fact by its column, codes with their label.

What the page of the training shows, and nothing more. Not known is null; texts are French.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import i18n
from portal.trainings.exchange.codecs import Choices, One, Several
from portal.trainings.exchange.columns import PASSPORT, REFERENCE, VERSION, columns_of, flat


def describe(session: Session, document: Mapping[str, Any]) -> dict[str, Any]:
    """{column: value}; the passport is a list of all its lines."""
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        values = flat(document)
        said: dict[str, Any] = {}
        passport = []
        for key, column in columns.items():
            if key in (REFERENCE, VERSION):
                continue
            value = values.get(key)
            if key.startswith(PASSPORT):
                code = key.removeprefix(PASSPORT)
                passport.append({"code": code, "label": str(column.label), "answer": value})
            elif isinstance(column.codec, One):
                said[key] = _named(session, column.codec.choices, value) if value else None
            elif isinstance(column.codec, Several):
                choices = column.codec.choices
                said[key] = [_named(session, choices, code) for code in value or ()]
            else:
                said[key] = None if value == "" else value
        return said | {"passport": passport, "publisher": document["federation"]["name"]}


def _named(session: Session, choices: Choices, code: str) -> dict[str, str | None]:
    """A code with its label; words that are in no list have no code."""
    label = choices.labels(session).get(code)
    return {"code": code if label else None, "label": label or code}
