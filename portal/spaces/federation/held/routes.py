"""Views: the sessions that have begun, who was there, the code on the screen, the list on paper."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import DomainError, Invalid
from portal.kernel.i18n import _
from portal.spaces.federation.held import pages
from portal.spaces.federation.held.forms import PracticeForm
from portal.trainings.actions import attending
from portal.trainings.enums import MarkedBy
from portal.trainings.errors import MarkedOtherwise, NotYet, SessionMovedOn
from portal.web import waiting
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("held", __name__, "/trainings/held")


@blueprint.get("")
def list_sessions() -> Response:
    return render("federation/held/list.html", **pages.list_page())


@blueprint.get("/<uuid:session_id>")
def show_session(session_id: UUID) -> Response:
    """The half-days of a session, and how much each person was there."""
    dates = attending.get_for_marking(session(), actor(), session_id)
    return render("federation/held/session.html", **pages.session_page(dates))


@blueprint.get("/<uuid:session_id>/half-days/<slug>")
def show_half(session_id: UUID, slug: str) -> Response:
    """One half-day, on the trainer's phone: three large buttons a person."""
    dates = attending.get_for_marking(session(), actor(), session_id)
    return render("federation/held/half.html", **pages.half_page(dates, pages.slot(dates, slug)))


@blueprint.post("/<uuid:session_id>/half-days/<slug>/<uuid:registration_id>")
def mark(session_id: UUID, slug: str, registration_id: UUID) -> ResponseReturnValue:
    """One mark: from the page, or from a phone that waited for the network."""
    waiting.need_owner()
    dates = attending.get_for_marking(session(), actor(), session_id)
    slot = pages.slot(dates, slug)
    try:
        attending.mark(session(), actor(), dates, registration_id, slot, pages.said())
    except (MarkedOtherwise, NotYet, SessionMovedOn) as refusal:
        return _refused(refusal, session_id, slug)
    if waiting.has_waited():
        return make_response("", 204)
    back = url_for(".show_half", session_id=session_id, slug=slug)
    return redirect(f"{back}#p-{registration_id}")


@blueprint.get("/<uuid:session_id>/half-days/<slug>/code")
def show_code(session_id: UUID, slug: str) -> Response:
    """The code participants scan. It changes by itself."""
    dates = attending.get_for_marking(session(), actor(), session_id)
    values = pages.code_page(dates, pages.slot(dates, slug))
    response = render("federation/held/code.html", **values)
    response.headers["Refresh"] = str(pages.REFRESH)
    return response


@blueprint.get("/<uuid:session_id>/half-days/<slug>/paper")
def show_paper(session_id: UUID, slug: str) -> Response:
    """What the list on paper says, to type in."""
    dates = attending.get_for_marking(session(), actor(), session_id)
    values = pages.half_page(dates, pages.slot(dates, slug))
    return render("federation/held/paper.html", **values)


@blueprint.post("/<uuid:session_id>/half-days/<slug>/paper")
def type_paper(session_id: UUID, slug: str) -> ResponseReturnValue:
    """All of a half-day at once; what a colleague said meanwhile is told and stays."""
    dates = attending.get_for_marking(session(), actor(), session_id)
    slot = pages.slot(dates, slug)
    for registration_id in pages.typed(dates):
        said = pages.said(str(registration_id), MarkedBy.PAPER)
        try:
            attending.mark(session(), actor(), dates, registration_id, slot, said)
        except MarkedOtherwise as refusal:
            flash(pages.told(refusal), "warn")
        except (NotYet, SessionMovedOn) as refusal:
            return _refused(refusal, session_id, slug)
    flash(_("La liste est enregistrée."))
    return redirect(url_for(".show_half", session_id=session_id, slug=slug))


@blueprint.get("/<uuid:session_id>/practice/<uuid:registration_id>")
def show_practice(session_id: UUID, registration_id: UUID) -> Response:
    """Weeks and hours of practice somebody did."""
    dates = attending.get_for_marking(session(), actor(), session_id)
    values = pages.practice_page(dates, registration_id)
    return render("federation/held/practice.html", **values)


@blueprint.post("/<uuid:session_id>/practice/<uuid:registration_id>")
def state_practice(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    dates = attending.get_for_marking(session(), actor(), session_id)
    form = PracticeForm()
    if form.validate():
        try:
            attending.state_internship(
                session(),
                actor(),
                dates,
                registration_id,
                weeks=form.weeks.data or 0,
                hours=form.hours.data or 0,
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré."))
            return redirect(url_for(".show_session", session_id=session_id))
    values = pages.practice_page(dates, registration_id) | {"form": form}
    return render("federation/held/practice.html", status=422, **values)


def _refused(refusal: DomainError, session_id: UUID, slug: str) -> ResponseReturnValue:
    if waiting.has_waited():
        return waiting.refuse(refusal, now=refusal.values.get("now"))
    flash(pages.told(refusal), "warn")
    return redirect(url_for(".show_half", session_id=session_id, slug=slug))
