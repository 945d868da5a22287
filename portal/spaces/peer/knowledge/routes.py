"""Views of the knowledge table."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills.actions import record as actions
from portal.skills.enums import Level, Source
from portal.skills.errors import TooMany
from portal.skills.queries import record as queries
from portal.spaces.peer.knowledge.forms import KnowledgeForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.space import feature

blueprint = feature("knowledge", __name__, prefix="/knowledge")


@blueprint.get("")
def list_knowledge() -> Response:
    lines = queries.list_knowledge(session(), person_id())
    return render("peer/knowledge/list.html", lines=lines, source=Source)


@blueprint.get("/new")
def show_form() -> Response:
    return _form(KnowledgeForm())


@blueprint.post("/new")
def add_knowledge() -> ResponseReturnValue:
    return _write(None)


@blueprint.get("/<uuid:line_id>")
def show_line(line_id: UUID) -> Response:
    line = queries.get_knowledge(session(), person_id(), line_id)
    return _form(KnowledgeForm(obj=line), line_id)


@blueprint.post("/<uuid:line_id>")
def change_knowledge(line_id: UUID) -> ResponseReturnValue:
    queries.get_knowledge(session(), person_id(), line_id)
    return _write(line_id)


@blueprint.post("/<uuid:line_id>/remove")
def remove_knowledge(line_id: UUID) -> ResponseReturnValue:
    actions.remove_knowledge(session(), actor(), line_id)
    flash(_("La ligne est retirée. Vos versions gardées ne changent pas."))
    return redirect(url_for(".list_knowledge"))


def _write(line_id: UUID | None) -> ResponseReturnValue:
    form = KnowledgeForm()
    if not form.validate():
        return _form(form, line_id, status=422)
    try:
        actions.write_knowledge(session(), actor(), _said(form), line_id)
    except (Invalid, TooMany) as refusal:
        form.object_to(refusal)
        return _form(form, line_id, status=422)
    flash(_("C’est enregistré."))
    return redirect(url_for(".list_knowledge"))


def _said(form: KnowledgeForm) -> actions.Knowledge:
    return actions.Knowledge(
        field=form.field.data or "",
        sources=[Source(one) for one in form.sources.data or ()],
        mastery=Level(form.mastery.data) if form.mastery.data else None,
        interest=Level(form.interest.data) if form.interest.data else None,
        note=form.note.data or "",
    )


def _form(form: KnowledgeForm, line_id: UUID | None = None, status: int = 200) -> Response:
    return render("peer/knowledge/form.html", status=status, form=form, line_id=line_id, steps=[])
