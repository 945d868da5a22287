"""Views of the structures of a federation."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.actions.relays import pause_offers_of
from portal.jobs.queries import relays
from portal.kernel import nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy, siret
from portal.organisations.actions import supervision as actions
from portal.organisations.enums import Standing
from portal.organisations.queries import supervision
from portal.spaces.federation.structures.forms import ReasonForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("structures", __name__, "/structures")


def _label(scheme: str, code: str) -> str:
    return nomenclatures.label_of(session(), scheme, code) if code else ""


@blueprint.get("")
def list_structures() -> Response:
    """All of them, or those of one standing."""
    asked = request.args.get("standing", "")
    standing = Standing(asked) if asked in set(Standing) else None
    page = max(1, request.args.get("page", 1, int))
    found, pages = supervision.list_supervised(
        session(), actor(), standing=standing, page=min(page, 1000)
    )
    return render(
        "federation/structures/list.html",
        structures=found,
        standing=standing,
        standings=Standing,
        counts=supervision.count_by_standing(session(), actor()),
        late=relays.count_late_answers(session(), actor()),
        page=page,
        pages=pages,
        label=_label,
    )


@blueprint.get("/<uuid:structure_id>")
def show_structure(structure_id: UUID) -> Response:
    return _page(structure_id, ReasonForm())


def _page(structure_id: UUID, form: ReasonForm, status: int = 200) -> Response:
    structure = supervision.get_supervised(session(), actor(), structure_id)
    return render(
        "federation/structures/structure.html",
        status=status,
        structure=structure,
        standing=Standing(structure.standing),
        same_siret=supervision.same_siret(session(), actor(), structure),
        late=relays.count_late_answers(session(), actor()).get(structure.id, 0),
        can_supervise=policy.can_supervise(actor(), structure),
        form=form,
        label=_label,
        shown_siret=siret.shown,
    )


@blueprint.post("/<uuid:structure_id>/admit")
def admit_structure(structure_id: UUID) -> ResponseReturnValue:
    structure = actions.admit(session(), actor(), structure_id)
    flash(_("%(name)s est validée. Son équipe est prévenue.", name=structure.name))
    return redirect(url_for(".list_structures"))


@blueprint.post("/<uuid:structure_id>/suspend")
def suspend_structure(structure_id: UUID) -> ResponseReturnValue:
    found = supervision.get_supervised(session(), actor(), structure_id)
    need(policy.can_supervise(actor(), found))
    form = ReasonForm()
    if form.validate():
        try:
            actions.suspend(session(), actor(), structure_id, form.reason.data or "")
        except Invalid as refusal:
            form.take(refusal)
        else:
            pause_offers_of(session(), actor(), found)
            flash(_("%(name)s ne peut plus publier.", name=found.name))
            return redirect(url_for(".show_structure", structure_id=structure_id))
    return _page(structure_id, form, 422)
