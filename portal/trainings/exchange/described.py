"""A published training as data for other sites: each fact by its column, codes with their label.

What the page of the training shows, and nothing more. Not known is null; texts are French.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import i18n
from portal.trainings.exchange.codecs import Choices, One, Several
from portal.trainings.exchange.columns import (
    APART,
    PASSPORT,
    Column,
    columns_of,
    flat,
)
from portal.trainings.exchange.rows import Funding


def describe(session: Session, document: Mapping[str, Any]) -> dict[str, Any]:
    """{column: value}; the passport is a list of all its lines."""
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        values = flat(document)
        said: dict[str, Any] = {}
        for key, column in columns.items():
            if key in APART or key.startswith(PASSPORT):
                continue
            value = values.get(key)
            if isinstance(column.codec, One):
                said[key] = named(session, column.codec.choices, value) if value else None
            elif isinstance(column.codec, Several):
                choices = column.codec.choices
                said[key] = [named(session, choices, code) for code in value or ()]
            elif isinstance(column.codec, Funding):
                said[key] = [{**row, "amount": row.get("amount")} for row in value or ()]
            else:
                said[key] = None if value == "" else value
        passport = passport_lines(columns, document["passport"])
        return said | {"passport": passport, "publisher": document["federation"]["name"]}


def passport_lines(
    columns: Mapping[str, Column], passport: Mapping[str, str]
) -> list[dict[str, str | None]]:
    """Every line of the passport: one nobody answered is not known."""
    codes = {key.removeprefix(PASSPORT): one for key, one in columns.items() if PASSPORT in key}
    return [
        {"code": code, "label": str(column.label), "answer": passport.get(code) or None}
        for code, column in codes.items()
    ]


def named(session: Session, choices: Choices, code: str) -> dict[str, str | None]:
    """A code with its label; words that are in no list have no code."""
    label = choices.labels(session).get(code)
    return {"code": code if label else None, "label": label or code}
