"""Rows one adds, moves and takes away with buttons that post (see `_components/rows.html`).

A button is called `<list>-<row>-<up|down|remove>`, `<row>` counting the empty rows too, or
`<list>-add`.
"""

from collections.abc import Callable
from typing import Any

from flask import request
from wtforms import FieldList
from wtforms.form import BaseForm


def lists(form: BaseForm) -> "dict[str, FieldList[Any]]":
    return {field.name: field for field in form if isinstance(field, FieldList)}


def give_room(form: BaseForm) -> None:
    """An empty row where there is none yet, and one more in the list named by `?add=`."""
    for name, field in lists(form).items():
        if not field.entries or request.args.get("add") == name:
            field.append_entry()


def moved(form: BaseForm, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of the form once the row button that was pressed has done its work."""
    name, _sep, rest = request.form.get("do", "").partition("-")
    number, _sep, verb = rest.partition("-")
    field = lists(form).get(name)
    if field is None or not number.isdecimal() or len(number) > 3:
        return facts
    filled = [index for index, entry in enumerate(field) if entry.form.fact()]
    if int(number) in filled:
        facts[name] = _MOVES.get(verb, _keep)(facts[name], filled.index(int(number)))
    return facts


def _keep(rows: list[Any], place: int) -> list[Any]:
    return rows


def _remove(rows: list[Any], place: int) -> list[Any]:
    return rows[:place] + rows[place + 1 :]


def _up(rows: list[Any], place: int) -> list[Any]:
    rest = _remove(rows, place)
    rest.insert(max(place - 1, 0), rows[place])
    return rest


def _down(rows: list[Any], place: int) -> list[Any]:
    rest = _remove(rows, place)
    rest.insert(place + 1, rows[place])
    return rest


_MOVES: dict[str, Callable[[list[Any], int], list[Any]]] = {
    "up": _up,
    "down": _down,
    "remove": _remove,
}
