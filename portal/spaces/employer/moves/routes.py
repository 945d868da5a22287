"""Views of a move: read what will be sent, then send it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs import step_texts
from portal.jobs.actions import screening
from portal.jobs.enums import ApplicationState as State
from portal.kernel.errors import Invalid, NotFound, Refused
from portal.kernel.i18n import _, ngettext
from portal.people.reachable import channels
from portal.spaces.employer.moves import pages
from portal.spaces.employer.moves.forms import AnswerEverybodyForm, shown
from portal.spaces.employer.words import helpers
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("moves", __name__, "/applications")

ACTS: dict[str, Callable[..., Any]] = {
    State.IN_REVIEW: screening.review_application,
    State.INTERVIEW: screening.invite_to_interview,
    State.OFFERED: screening.offer_post,
    State.ACCEPTED: screening.record_acceptance,
    State.DECLINED: screening.decline_application,
    State.POOL: screening.keep_for_later,
    State.OBSOLETE: screening.close_as_hired_elsewhere,
    State.WITHDRAWN: screening.record_withdrawal,
    step_texts.ASK_POOL: screening.ask_to_keep,
}


def _said(moved: Any) -> str:
    """What became of the message: some people can only be called."""
    if channels(moved):
        return _("C’est fait. La personne est prévenue.")
    if moved.state in screening.SAID_BY_THE_PERSON:
        return _("C’est fait.")
    return _(
        "C’est fait. Cette personne n’a ni téléphone portable ni e-mail : nous ne pouvons pas la"
        " prévenir. Elle est dans les rappels, appelez-la."
    )


@blueprint.get("/<uuid:application_id>/move/<step>")
def show_move(application_id: UUID, step: str) -> Response:
    """What the move does, and the words of the person's language, before anything is sent."""
    return _show(pages.prepare(application_id, _known(step)))


@blueprint.post("/<uuid:application_id>/move/<step>/preview")
def preview_move(application_id: UUID, step: str) -> Response:
    """The same page with what was typed: nothing is sent, nothing is kept."""
    return _show(pages.prepare(application_id, _known(step)))


@blueprint.post("/<uuid:application_id>/move/<step>")
def make_move(application_id: UUID, step: str) -> ResponseReturnValue:
    page = pages.prepare(application_id, _known(step))
    if not page.form.validate():
        return _show(page, status=422)
    try:
        act, details = ACTS[step], page.form.details()
        moved = act(session(), actor(), application_id, page.form.move(), **details)
    except Invalid as refusal:
        page.form.take(refusal)
        return _show(page, status=422)
    flash(_said(moved))
    return redirect(
        url_for("employer.applications.show_application", application_id=application_id)
    )


def _known(step: str) -> str:
    if step not in ACTS:
        raise NotFound
    return step


def _show(page: pages.MovePage, status: int = 200) -> Response:
    if not page.is_possible:
        raise Refused(_("Cette candidature est déjà à une autre étape. Relisez-la d’abord."))
    return render(
        "employer/moves/move.html",
        fragment="employer/moves/_preview.html",
        status=status,
        page=page,
        form=page.form,
        preview=page.preview(),
        **helpers(),
    )


@blueprint.get("/offers/<uuid:offer_id>/answer")
def show_everybody_left(offer_id: UUID) -> Response:
    """Who still waits for an answer once the post is filled. Proposed, never done by itself."""
    return _show_left(offer_id, AnswerEverybodyForm(reason=pages.usual_reason(offer_id)))


@blueprint.post("/offers/<uuid:offer_id>/answer")
def answer_everybody_left(offer_id: UUID) -> ResponseReturnValue:
    form = AnswerEverybodyForm()
    chosen = shown(request.form.getlist("application"))
    try:
        answered = screening.decline_everybody(
            session(), actor(), offer_id, chosen, reason=form.reason.data or ""
        )
    except Invalid as refusal:
        form.take(refusal)
        return _show_left(offer_id, form, status=422)
    told, to_call = answered
    if told:
        flash(ngettext("Une personne est prévenue.", "%(n)s personnes sont prévenues.", told))
    if to_call:
        flash(
            ngettext(
                "Une personne est à appeler : nous ne pouvons pas lui écrire.",
                "%(n)s personnes sont à appeler : nous ne pouvons pas leur écrire.",
                to_call,
            )
        )
    return redirect(url_for("employer.applications.list_applications", offer=offer_id))


def _show_left(offer_id: UUID, form: AnswerEverybodyForm, status: int = 200) -> Response:
    return render(
        "employer/moves/everybody.html",
        status=status,
        form=form,
        **pages.everybody_left(offer_id, form),
    )
