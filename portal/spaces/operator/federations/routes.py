"""Views of the federations."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import i18n, nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations import policy
from portal.organisations.actions import supervision as actions
from portal.organisations.enums import Standing
from portal.organisations.nomenclatures import REGION
from portal.organisations.queries import supervision
from portal.spaces.operator.federations.forms import (
    AdministratorForm,
    FederationForm,
    ReasonForm,
)
from portal.web.page import render
from portal.web.request import actor, need, session
from portal.web.space import feature

blueprint = feature("federations", __name__, "/federations")


def _label(scheme: str, code: str) -> str:
    return nomenclatures.label_of(session(), scheme, code) if code else ""


def _form() -> FederationForm:
    return FederationForm().offer(nomenclatures.entries(session(), REGION))


@blueprint.get("")
def list_federations() -> Response:
    page = min(max(1, request.args.get("page", 1, int)), 1000)
    found, pages = supervision.list_supervised(session(), actor(), page=page)
    return render(
        "operator/federations/list.html",
        federations=found,
        standings=Standing,
        page=page,
        pages=pages,
        can_open=policy.can_run_portal(actor()),
        label=_label,
    )


@blueprint.get("/new")
def show_form() -> Response:
    need(policy.can_run_portal(actor()))
    return render("operator/federations/new.html", form=_form())


@blueprint.post("/new")
def open_federation() -> ResponseReturnValue:
    need(policy.can_run_portal(actor()))
    form = _form()
    if form.validate():
        try:
            actions.open_federation(
                session(),
                actor(),
                name=form.name.data or "",
                region=form.region.data or "",
                address=form.address.data or "",
                locale=i18n.current().tag,
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("La fédération est ouverte. L’invitation est partie."))
            return redirect(url_for(".list_federations"))
    return render("operator/federations/new.html", status=422, form=form)


@blueprint.get("/<uuid:federation_id>")
def show_federation(federation_id: UUID) -> Response:
    return _page(federation_id)


def _page(
    federation_id: UUID,
    reason_form: ReasonForm | None = None,
    invite_form: AdministratorForm | None = None,
    status: int = 200,
) -> Response:
    federation = supervision.get_supervised(session(), actor(), federation_id)
    return render(
        "operator/federations/federation.html",
        status=status,
        federation=federation,
        standing=Standing(federation.standing),
        can_supervise=policy.can_supervise(actor(), federation),
        reason_form=reason_form or ReasonForm(formdata=None),
        invite_form=invite_form or AdministratorForm(formdata=None),
        label=_label,
    )


def _need_supervision(federation_id: UUID) -> None:
    found = supervision.get_supervised(session(), actor(), federation_id)
    need(policy.can_supervise(actor(), found))


@blueprint.post("/<uuid:federation_id>/admit")
def admit_federation(federation_id: UUID) -> ResponseReturnValue:
    federation = actions.admit(session(), actor(), federation_id)
    flash(_("%(name)s est validée. Son équipe est prévenue.", name=federation.name))
    return redirect(url_for(".show_federation", federation_id=federation_id))


@blueprint.post("/<uuid:federation_id>/suspend")
def suspend_federation(federation_id: UUID) -> ResponseReturnValue:
    _need_supervision(federation_id)
    form = ReasonForm()
    if form.validate():
        try:
            actions.suspend(session(), actor(), federation_id, form.reason.data or "")
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("La fédération est suspendue. Son équipe connaît la raison."))
            return redirect(url_for(".show_federation", federation_id=federation_id))
    return _page(federation_id, reason_form=form, status=422)


@blueprint.post("/<uuid:federation_id>/invite")
def invite_administrator(federation_id: UUID) -> ResponseReturnValue:
    _need_supervision(federation_id)
    form = AdministratorForm()
    if form.validate():
        found = supervision.get_supervised(session(), actor(), federation_id)
        try:
            actions.invite_administrator(
                session(), actor(), found, form.address.data or "", locale=i18n.current().tag
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("L’invitation est partie. Elle est valable sept jours."))
            return redirect(url_for(".show_federation", federation_id=federation_id))
    return _page(federation_id, invite_form=form, status=422)
