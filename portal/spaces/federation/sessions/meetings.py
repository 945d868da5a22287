"""Views: the meetings before a session, for a session whose organiser chooses."""

from uuid import UUID, uuid4

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, listed, ngettext
from portal.people.reachable import channels
from portal.spaces.federation.sessions import meetings_pages as pages
from portal.spaces.federation.sessions.blueprint import blueprint, get_run
from portal.spaces.federation.sessions.meetings_forms import InviteForm, MomentsForm, NoteForm
from portal.trainings.actions import meetings as actions
from portal.trainings.errors import MomentTaken, NoMomentLeft
from portal.trainings.queries import meetings as queries
from portal.trainings.queries import registrations, sessions
from portal.trainings.queries.sessions import TrainingSession
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, place, session


@blueprint.get("/<uuid:session_id>/interviews")
def list_interviews(session_id: UUID) -> Response:
    """The moments by date, who chose which, who is to be invited or called."""
    values = pages.interviews_page(get_run(session_id))
    return render("federation/sessions/interviews.html", **values)


@blueprint.get("/<uuid:session_id>/interviews/new")
def show_moments(session_id: UUID) -> Response:
    form = MomentsForm(formdata=None, once=str(uuid4()), minutes=30, how_many=4)
    return _show_moments(get_run(session_id), form)


@blueprint.post("/<uuid:session_id>/interviews/new")
def open_moments(session_id: UUID) -> ResponseReturnValue:
    found = get_run(session_id)
    form = MomentsForm().offer(sessions.list_colleagues(session(), actor()))
    if not form.validate():
        return _show_moments(found, form, 422)
    try:
        once = future_id(place().id, form.given)
        actions.open_moments(session(), actor(), session_id, form.row(), once)
    except Invalid as refusal:
        form.take(refusal)
        return _show_moments(found, form, 422)
    flash(_("C’est enregistré. Vous pouvez inviter les personnes à choisir."))
    return redirect(_page(session_id))


@blueprint.post("/<uuid:session_id>/interviews/invite")
def invite(session_id: UUID) -> ResponseReturnValue:
    """Each person is asked to choose, by the way they gave, in their language."""
    found = get_run(session_id)
    waiting = queries.list_to_invite(session(), actor(), session_id)
    form = InviteForm().offer(waiting)
    if not form.validate():
        return _show(found, form)
    try:
        people = actions.invite(session(), actor(), session_id, form.wanted())
    except (Invalid, NoMomentLeft) as refusal:
        form.object_to(refusal)
        return _show(found, form)
    told = [one for one in people if channels(one)]
    flash(ngettext("Une personne est invitée.", "%(n)s personnes sont invitées.", len(told)))
    if only_calls := [one.name for one in people if not channels(one)]:
        flash(_("À appeler : %(names)s.", names=listed(only_calls)), "warn")
    return redirect(_page(session_id))


@blueprint.post("/interviews/<uuid:slot_id>/remove")
def remove_moment(slot_id: UUID) -> ResponseReturnValue:
    """Take a moment away; whoever chose it is told."""
    slot = queries.get_slot(session(), actor(), slot_id)
    get_run(slot.session_id)
    actions.remove_moment(session(), actor(), slot_id)
    flash(_("Ce moment est retiré."))
    return redirect(_page(slot.session_id))


@blueprint.post("/registrations/<uuid:registration_id>/moment")
def note_choice(registration_id: UUID) -> ResponseReturnValue:
    """The person said, by voice, which moment suits."""
    registration = registrations.get_received(session(), actor(), registration_id)
    found = get_run(registration.session_id)
    form = pages.note_form(registration_id, sent=True).offer(pages.free_moments(found))
    if not form.validate():
        return _show(found, note=form, note_for=registration_id)
    try:
        slot_id = UUID(form.slot.data)
        actions.note_choice(session(), actor(), registration_id, slot_id)
    except MomentTaken as refusal:
        form.take(Invalid({"slot": refusal.message}))
        return _show(found, note=form, note_for=registration_id)
    flash(_("C’est noté."))
    return redirect(_page(found.id))


@blueprint.get("/<uuid:session_id>/panel")
def show_panel(session_id: UUID) -> Response:
    """Whom one meets and when, for who will be there: names, nothing else."""
    found = queries.get_met(session(), actor(), session_id)
    return render("federation/sessions/panel.html", **pages.panel_page(found))


def _page(session_id: UUID) -> str:
    return url_for(".list_interviews", session_id=session_id)


def _show(
    found: TrainingSession,
    form: InviteForm | None = None,
    note: NoteForm | None = None,
    note_for: UUID | None = None,
) -> Response:
    values = pages.interviews_page(found, form, note, note_for)
    return render("federation/sessions/interviews.html", status=422, **values)


def _show_moments(found: TrainingSession, form: MomentsForm, status: int = 200) -> Response:
    form.offer(sessions.list_colleagues(session(), actor()))
    values = pages.moments_page(found, form)
    return render("federation/sessions/moments.html", status=status, **values)
