"""Views of the nomenclatures."""

import json
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.kernel.nomenclatures import UNKNOWN_START
from portal.organisations import policy
from portal.organisations.actions import nomenclatures as actions
from portal.organisations.queries import service
from portal.spaces.operator.nomenclatures.forms import LineForm, NewLineForm
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("nomenclatures", __name__, "/nomenclatures")


@blueprint.get("")
def list_schemes() -> Response:
    return render(
        "operator/nomenclatures/schemes.html", schemes=service.list_schemes(session(), actor())
    )


@blueprint.get("/<scheme>")
def show_scheme(scheme: str) -> Response:
    return render(
        "operator/nomenclatures/scheme.html",
        scheme=scheme,
        entries=service.list_entries(session(), actor(), scheme),
        today=clock.today(),
        unknown_start=UNKNOWN_START,
        can_edit=policy.can_run_portal(actor()),
    )


@blueprint.get("/<scheme>/new")
def show_new(scheme: str) -> Response:
    has_address = service.lead_elsewhere(service.list_entries(session(), actor(), scheme))
    need(policy.can_run_portal(actor()))
    form = NewLineForm(valid_from=clock.today(), checked_on=clock.today(), rule="{}")
    return _line(form, scheme, has_address=has_address)


@blueprint.post("/<scheme>/new")
def add_entry(scheme: str) -> ResponseReturnValue:
    has_address = service.lead_elsewhere(service.list_entries(session(), actor(), scheme))
    need(policy.can_run_portal(actor()))
    form = NewLineForm()
    if form.validate():
        line = form.line(has_address=has_address)
        try:
            actions.add_entry(session(), actor(), scheme, form.code.data or "", line)
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("La ligne est ajoutée."))
            return redirect(url_for(".show_scheme", scheme=scheme))
    return _line(form, scheme, has_address=has_address, status=422)


@blueprint.get("/entries/<uuid:entry_id>")
def show_entry(entry_id: UUID) -> Response:
    entry = service.get_entry(session(), actor(), entry_id)
    need(policy.can_run_portal(actor()))
    form = LineForm(
        label=entry.label,
        source=entry.source,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        checked_on=entry.checked_on,
        rule=json.dumps(entry.data, ensure_ascii=False, indent=2),
        address=entry.data.get("url", ""),
    )
    return _line(form, entry.scheme, entry, has_address=service.lead_elsewhere([entry]))


@blueprint.post("/entries/<uuid:entry_id>")
def amend_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = service.get_entry(session(), actor(), entry_id)
    need(policy.can_run_portal(actor()))
    form, has_address = LineForm(), service.lead_elsewhere([entry])
    if form.validate():
        try:
            actions.amend_entry(session(), actor(), entry_id, form.line(has_address=has_address))
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("La ligne est corrigée. Elle compte partout d’ici une minute."))
            return redirect(url_for(".show_scheme", scheme=entry.scheme))
    return _line(form, entry.scheme, entry, has_address=has_address, status=422)


def _line(
    form: LineForm,
    scheme: str,
    entry: object = None,
    *,
    has_address: bool,
    status: int = 200,
) -> Response:
    return render(
        "operator/nomenclatures/line.html",
        status=status,
        form=form,
        scheme=scheme,
        entry=entry,
        has_address=has_address,
    )
