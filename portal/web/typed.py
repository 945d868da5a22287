"""What was typed in a form or in an address, without what no keyboard writes: taken out here,
before any view or form reads it.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict, iter_multi_items
from werkzeug.routing import IntegerConverter

from portal.kernel.marks import without_marks

# What PostgreSQL calls an integer.
_MOST = 2**31 - 1


class Typed(ImmutableMultiDict[str, Any]):
    """The values of a form or of an address. Files come through as they are."""

    def __init__(self, values: MultiDict[str, Any] | Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__([(name, _typed(value)) for name, value in iter_multi_items(values)])


class TypedRequest(Request):
    parameter_storage_class = Typed


def _typed(value: Any) -> Any:
    return without_marks(value) if isinstance(value, str) else value


def whole(text: str) -> int:
    """A number in a form, as large as a column holds. Raises ValueError, as the `type` of a value
    does: beyond, or where it is no number, nothing was said.
    """
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > len(str(_MOST)) or int(digits) > _MOST:
        raise ValueError
    return int(digits)


class Number(IntegerConverter):
    """A number in an address, as large as a column holds; beyond, there is no such page."""

    def __init__(self, *asked: Any, **named: Any) -> None:
        super().__init__(*asked, **{"max": _MOST} | named)


def install(app: Flask) -> None:
    app.url_map.converters["int"] = Number
    app.request_class = TypedRequest
