"""A table or an XML document somebody sends to be read once: nothing of the file is kept.

The sandbox reads it; what it answers is believed no more than the file.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from portal.files.answers import CONTENT
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import MAX_ROWS, TableKind
from portal.files.sandbox import workbench

_ROOM = 32 * 1024 * 1024

# What a table is told instead of what a document is.
_OF_TABLES = {
    Refusal.TOO_BIG: Refusal.TABLE_TOO_BIG,
    Refusal.TOO_HEAVY: Refusal.TABLE_TOO_HEAVY,
    Refusal.NOT_A_DOCUMENT: Refusal.NOT_A_TABLE,
}


@dataclass(frozen=True)
class Sent:
    """What the file holds: `rows` (number in the file, cells) of a table, or `xml`, a document
    without a document type, comments or instructions, each element on its line of the file.
    """

    kind: TableKind
    rows: list[tuple[int, list[str]]]
    xml: bytes


def read_sent(stream: BinaryIO | Iterable[bytes]) -> Sent:
    """Raises FileRefused with the reason, SandboxBroken where the fault is ours."""
    try:
        with workbench() as bench:
            bench.receive(stream)
            kind = bench.read_table()
            with bench.made(CONTENT) as file:
                content = file.read(_ROOM)
    except FileRefused as refusal:
        raise FileRefused(_OF_TABLES.get(refusal.reason, refusal.reason)) from refusal
    if kind == TableKind.XML:
        return Sent(TableKind.XML, [], content)
    return Sent(TableKind.TABLE, _rows(content), b"")


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        rows = [
            (int(number), [str(cell) for cell in cells]) for number, cells in json.loads(content)
        ]
    except (ValueError, TypeError) as error:
        raise FileRefused(Refusal.UNREADABLE) from error
    if not rows or len(rows) > MAX_ROWS + 1:
        raise FileRefused(Refusal.UNREADABLE)
    return rows
