"""What was typed in a form or in an address, without what no keyboard writes.

A NUL, which PostgreSQL refuses, and the marks that embed, override or isolate a direction: they
turn around what stands beside them, and languages that mix are isolated by the pages. Taken out
here, before any view or form reads them.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict, iter_multi_items

_NEVER = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Typed(ImmutableMultiDict[str, Any]):
    """The values of a form or of an address. Files come through as they are."""

    def __init__(self, values: MultiDict[str, Any] | Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__([(name, _typed(value)) for name, value in iter_multi_items(values)])


class TypedRequest(Request):
    parameter_storage_class = Typed


def _typed(value: Any) -> Any:
    return value.translate(_NEVER) if isinstance(value, str) else value


def install(app: Flask) -> None:
    app.request_class = TypedRequest
