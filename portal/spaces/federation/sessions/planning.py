"""Views: plan a session, change it, copy it, open it, close it, call it off."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, gettext_, listed, ngettext
from portal.spaces.federation.sessions import pages, sheets
from portal.spaces.federation.sessions.blueprint import blueprint, get_run
from portal.spaces.federation.sessions.forms import CancelForm, SessionForm
from portal.trainings import policy
from portal.trainings.actions import sessions as actions
from portal.trainings.errors import (
    ChangedMeanwhile,
    FederationNotAdmitted,
    SessionMovedOn,
    TrainingNotPublished,
)
from portal.trainings.queries import trainings
from portal.trainings.queries.sessions import TrainingSession
from portal.trainings.queries.trainings import Training
from portal.web import steps
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, need, place, session


@blueprint.get("/new/<uuid:training_id>")
def show_new(training_id: UUID) -> Response:
    return _show_new(_training(training_id), sheets.blank())


@blueprint.post("/new/<uuid:training_id>")
def plan_session(training_id: UUID) -> ResponseReturnValue:
    """Plan it; or, by the button of a half-day, show the form again."""
    training = _training(training_id)
    form = sheets.sent()
    if again := sheets.changed_rows(form):
        return _show_new(training, again)
    if not form.validate():
        return _show_new(training, form, status=422)
    try:
        made = actions.plan_session(
            session(), actor(), training_id, form.values(), future_id(place().id, form.given)
        )
    except Invalid as refusal:
        form.take(refusal)
        return _show_new(training, form, status=422)
    flash(_("La session est en préparation : vous seuls la voyez. Relisez, puis ouvrez-la."))
    return redirect(url_for(".show_session", session_id=made.id))


@blueprint.get("/<uuid:session_id>/copy")
def copy_session(session_id: UUID) -> Response:
    """The form of a new session, with what this one says and no days yet."""
    source = get_run(session_id)
    training = trainings.get_training(session(), actor(), source.training_id)
    return _show_new(training, sheets.copied(source))


@blueprint.get("/<uuid:session_id>/edit")
def edit_session(session_id: UUID) -> Response:
    found = get_run(session_id)
    if not policy.can_change(actor(), found, clock.today()):
        raise SessionMovedOn
    return _show_form(found, sheets.opened(found))


@blueprint.post("/<uuid:session_id>/edit")
def save_session(session_id: UUID) -> ResponseReturnValue:
    """Keep what changed; those who come are told. What somebody else changed is shown."""
    found = get_run(session_id)
    if not policy.can_change(actor(), found, clock.today()):
        raise SessionMovedOn
    form = sheets.sent(found)
    if again := sheets.changed_rows(form, found):
        return _show_form(found, again)
    if not form.validate():
        return _show_form(found, form, status=422)
    version, before = request.form.get("version", 0, type=int), found.revision
    try:
        saved = actions.change_session(
            session(), actor(), session_id, form.values(found.questions), version=version
        )
    except Invalid as refusal:
        form.take(refusal)
        return _show_form(found, form, status=422)
    except ChangedMeanwhile:
        changed = steps.differences(form, sheets.shown(found))
        return _show_form(found, form, status=409, changed=changed, version=found.version)
    flash(_said(saved, is_told=saved.revision > before))
    return redirect(url_for(".show_session", session_id=session_id))


def _said(saved: TrainingSession, *, is_told: bool) -> str:
    told = pages.audience_of(saved).written if is_told and pages.is_heard(saved) else 0
    if not told:
        return _("C’est enregistré.")
    return ngettext(
        "C’est enregistré. Une personne est prévenue.",
        "C’est enregistré. %(n)s personnes sont prévenues.",
        told,
    )


@blueprint.post("/<uuid:session_id>/open")
def open_session(session_id: UUID) -> ResponseReturnValue:
    try:
        actions.open_session(session(), actor(), session_id)
    except (FederationNotAdmitted, TrainingNotPublished) as refusal:
        flash(gettext_(refusal.message), "warn")
    else:
        flash(_("Les inscriptions sont ouvertes."))
    return redirect(url_for(".show_session", session_id=session_id))


@blueprint.post("/<uuid:session_id>/close")
def close_session(session_id: UUID) -> ResponseReturnValue:
    actions.close_session(session(), actor(), session_id)
    flash(_("Les inscriptions sont fermées. La session a lieu."))
    return redirect(url_for(".show_session", session_id=session_id))


@blueprint.post("/<uuid:session_id>/cancel")
def cancel_session(session_id: UUID) -> ResponseReturnValue:
    """Call it off, with words everybody who may come reads."""
    form, found = CancelForm(), get_run(session_id)
    told = pages.audience_of(found) if pages.is_heard(found) else None
    if not form.validate():
        return _show(found, form)
    try:
        actions.cancel_session(session(), actor(), session_id, form.because.data or "")
    except Invalid as refusal:
        form.take(refusal)
        return _show(found, form)
    flash(_("La session est annulée."))
    if told and told.written:
        flash(
            ngettext("Une personne est prévenue.", "%(n)s personnes sont prévenues.", told.written)
        )
    if told and told.only_calls:
        names = listed(one.name for one in told.only_calls)
        flash(_("À appeler : %(names)s.", names=names), "warn")
    return redirect(url_for(".show_session", session_id=session_id))


def _training(training_id: UUID) -> Training:
    training = trainings.get_training(session(), actor(), training_id)
    need(policy.can_write_trainings(actor()))
    return training


def _show(found: TrainingSession, form: CancelForm) -> Response:
    values = pages.session_page(found, form)
    return render("federation/sessions/show.html", status=422, **values)


def _show_new(training: Training, form: SessionForm, status: int = 200) -> Response:
    values = pages.new_page(training, form)
    return render("federation/sessions/form.html", status=status, **values)


def _show_form(
    found: TrainingSession,
    form: SessionForm,
    status: int = 200,
    changed: list[str] | None = None,
    version: int | None = None,
) -> Response:
    values = pages.form_page(found, form, changed, version)
    return render("federation/sessions/form.html", status=status, **values)
