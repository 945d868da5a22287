"""Views: sessions one may propose, who was asked and how far each stands, asking more people.

A structure reads four words about each person, and nothing of what they answered or need.
"""

from uuid import UUID, uuid4

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import throttle
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, ngettext
from portal.spaces.employer.trainings import pages
from portal.spaces.employer.trainings.forms import ProposeForm
from portal.trainings import policy
from portal.trainings.actions import proposing as actions
from portal.trainings.errors import SessionNotOpen
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, need, place, session, settings
from portal.web.space import feature

blueprint = feature("trainings", __name__, "/trainings")

# How often a structure may ask people in a day: each time a few.
ASKS_A_DAY = 40


@blueprint.get("")
def list_sessions() -> Response:
    need(policy.can_propose(actor()))
    return render("employer/trainings/list.html", **pages.list_page())


@blueprint.get("/<uuid:dates>")
def show_session(dates: UUID) -> Response:
    need(policy.can_propose(actor()))
    return _show(dates, ProposeForm(formdata=None, once=str(uuid4())))


@blueprint.post("/<uuid:dates>")
def propose(dates: UUID) -> ResponseReturnValue:
    """Ask these people, each in their language."""
    need(policy.can_propose(actor()))
    form = ProposeForm()
    if not form.validate():
        return _show(dates, form, 422)
    throttle.hit(session(), key=f"propose:{place().id}", limit=ASKS_A_DAY, seconds=86_400)
    try:
        made = actions.propose(
            session(),
            actor(),
            dates,
            form.workers(),
            settings(),
            agreed=form.agreed.data,
            once=future_id(place().id, form.given),
        )
    except (Invalid, SessionNotOpen) as refusal:
        form.object_to(refusal)
        return _show(dates, form, 422)
    flash(ngettext("Une personne est prévenue.", "%(n)s personnes sont prévenues.", len(made)))
    return redirect(url_for(".show_session", dates=dates))


@blueprint.post("/proposals/<uuid:proposal_id>/remove")
def take_back(proposal_id: UUID) -> ResponseReturnValue:
    """As long as the person did not answer."""
    dates = actions.take_back(session(), actor(), proposal_id)
    flash(_("C’est retiré : le lien de cette personne n’ouvre plus rien."))
    return redirect(url_for(".show_session", dates=dates))


def _show(dates: UUID, form: ProposeForm, status: int = 200) -> Response:
    values = pages.session_page(dates, form)
    return render("employer/trainings/session.html", status=status, **values)
