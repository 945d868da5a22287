"""Views: who asked to come to a session, one registration, its moves, words to the person."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.files import actions as files
from portal.files.queries import open_content
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.people.reachable import channels
from portal.spaces.federation.sessions import joined_pages as pages
from portal.spaces.federation.sessions.blueprint import blueprint, get_run
from portal.spaces.federation.sessions.forms import MoveForm
from portal.spaces.federation.sessions.moves import STEPS, Step
from portal.spaces.federation.sessions.writing_forms import WordsForm
from portal.trainings.actions import selection
from portal.trainings.errors import NoPlaceLeft
from portal.trainings.queries import registrations as queries
from portal.trainings.queries.registrations import Registration
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.searches import page_number
from portal.web.serving import PDF, hand_over, serve


@blueprint.get("/<uuid:session_id>/registrations")
def list_registrations(session_id: UUID) -> Response:
    """In the order they came. No score and no ranking: a state is all one can choose by."""
    found = get_run(session_id)
    return render(
        "federation/sessions/registrations.html",
        fragment="federation/sessions/_registrations.html",
        **pages.registrations_page(found, request.args.get("state", ""), page_number(request.args)),
    )


@blueprint.get("/registrations/<uuid:registration_id>")
def show_registration(registration_id: UUID) -> Response:
    """Opening it marks it as read, for all who organise."""
    _get(registration_id)
    registration = selection.mark_seen(session(), actor(), registration_id)
    return _show(registration, WordsForm())


@blueprint.post("/registrations/<uuid:registration_id>/messages")
def write_message(registration_id: UUID) -> ResponseReturnValue:
    registration, form = _get(registration_id), WordsForm()
    if not form.validate():
        return _show(registration, form, status=422)
    try:
        selection.write_to(
            session(), actor(), registration_id, form.words.data or "", others=form.others
        )
    except Invalid as refusal:
        form.take(refusal)
        return _show(registration, form, status=422)
    flash(_said(registration))
    return redirect(_page(registration_id))


@blueprint.get("/registrations/<uuid:registration_id>/moves/<step>")
def show_move(registration_id: UUID, step: str) -> Response:
    """What the move does and what the person will read, before anything is sent."""
    return _show_move(_get(registration_id), step, MoveForm())


@blueprint.post("/registrations/<uuid:registration_id>/moves/<step>")
def make_move(registration_id: UUID, step: str) -> ResponseReturnValue:
    registration, form, found = _get(registration_id), MoveForm(), _known(step)
    if not form.fits(wants_words=found.wants_words):
        return _show_move(registration, step, form, status=422)
    try:
        found.act(session(), actor(), registration_id, form.words.data or "")
    except NoPlaceLeft as refusal:
        form.object_to(refusal)
        return _show_move(registration, step, form, status=409)
    flash(_said(registration))
    return redirect(_page(registration_id))


@blueprint.get("/registrations/<uuid:registration_id>/recording")
def play_recording(registration_id: UUID) -> Response:
    """What the person said aloud, in ranges. Who opened it is written down; the person sees it."""
    registration = _get(registration_id)
    if registration.file_id is None:
        raise NotFound
    content = open_content(session(), actor(), registration.file_id)
    files.log_opening(session(), actor(), registration.file_id)
    return serve(content)


@blueprint.get("/registrations/<uuid:registration_id>/convocation")
def download_convocation(registration_id: UUID) -> Response:
    """To print and hand over, for who has no telephone that opens a link; in their language."""
    content = pages.convocation_of(_get(registration_id))
    return hand_over(content, "convocation.pdf", PDF)


def _get(registration_id: UUID) -> Registration:
    registration = queries.get_received(session(), actor(), registration_id)
    get_run(registration.session_id)
    return registration


def _known(step: str) -> Step:
    if step not in STEPS:
        raise NotFound
    return STEPS[step]


def _page(registration_id: UUID) -> str:
    return url_for(".show_registration", registration_id=registration_id)


def _said(registration: Registration) -> str:
    """What became of the message: some people can only be called."""
    if channels(registration):
        return _("C’est fait. La personne est prévenue.")
    return _(
        "C’est fait. Cette personne n’a ni téléphone portable ni e-mail : appelez-la. Vos mots"
        " l’attendent derrière son lien."
    )


def _show(registration: Registration, form: WordsForm, status: int = 200) -> Response:
    values = pages.registration_page(registration, form)
    return render("federation/sessions/registration.html", status=status, **values)


def _show_move(
    registration: Registration, step: str, form: MoveForm, status: int = 200
) -> Response:
    values = pages.move_page(registration, step, _known(step), form)
    return render("federation/sessions/move.html", status=status, **values)
