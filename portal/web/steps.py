"""The pages of a sheet written in steps: what surrounds a step, and what is said once it is kept.

The page is named, so that it may save many times (decision 0016).
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import FieldList
from wtforms.form import BaseForm

from portal.web.page import htmx, render

_SAVED = "_layouts/_step_saved.html"


def around(step: StrEnum, *, version: int, updated_at: datetime) -> dict[str, Any]:
    """What every step shows around its fields. `version` and `page`: see `save_step`."""
    order = list(type(step))
    place = order.index(step)
    return {
        "updated_at": updated_at,
        "step": step,
        "page": request.form.get("page") or secrets.token_urlsafe(12),
        "version": request.form.get("version", version, type=int),
        "previous": order[place - 1] if place else None,
        "changed": None,
        "added": request.args.get("add", ""),
    }


def differences(form: BaseForm, stored: dict[str, Any]) -> list[str]:
    """The names of what is written here and saved otherwise by somebody else."""
    return [
        field.label.text
        for name, field in form._fields.items()
        if name in stored and not isinstance(field, FieldList) and field.data != stored[name]
    ]


def show(template: str, form: BaseForm, sheet: dict[str, Any], status: int = 200) -> Response:
    """The page of a step; refused, what htmx puts under the fields."""
    fragment = _SAVED if status != 200 else None
    return render(template, fragment=fragment, status=status, form=form, saved=None, **sheet)


def show_conflict(template: str, form: BaseForm, sheet: dict[str, Any], version: int) -> Response:
    """Nothing written is lost: it stays in the fields, and saving again replaces knowingly."""
    # htmx shows a 422 and swallows a 409.
    status = 422 if htmx else 409
    newest = {} if htmx else {"version": version}
    return render(template, fragment=_SAVED, status=status, form=form, saved=None, **sheet | newest)


def changed_meanwhile() -> Response:
    """What a page that saves while one writes shows where somebody else saved first."""
    # htmx shows a 422 and swallows a 409.
    return render(_SAVED, status=422, updated_at=None, changed=[], form=None)


def refused(why: str) -> Response:
    """What a page that saves while one writes shows where nothing can be saved, and why."""
    return render(_SAVED, status=422, updated_at=None, changed=None, form=None, refusal=why)


def kept_by_itself(updated_at: datetime) -> Response | None:
    """What a page that saves while one writes shows; None where a button was pressed."""
    return render(_SAVED, updated_at=updated_at, changed=None, form=None) if htmx else None


def pressed() -> tuple[str, str]:
    """The button: its name and, where it is of a list's rows, what it does there."""
    name, _sep, rest = request.form.get("do", "").partition("-")
    return name, rest


def back_to_rows(edit: Callable[..., str]) -> ResponseReturnValue | None:
    """Where the button of a row leads; None where it was another one. `edit`: this step again."""
    name, rest = pressed()
    if rest == "add":
        # No anchor: the new row takes the cursor, and with it the screen.
        return redirect(edit(add=name))
    return redirect(edit(_anchor=name)) if rest else None
