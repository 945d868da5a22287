"""Views of the link a structure had sent: `/registrations/proposed/<token>`.

« Yes » begins one's own registration, which the structure never reads.
"""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirection

from portal.kernel import clock, i18n, throttle, tokens
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _
from portal.trainings import calendar_words, policy, register_links
from portal.trainings.actions import proposing as actions
from portal.trainings.queries import proposals as queries
from portal.trainings.queries import sessions
from portal.trainings.queries.proposals import WorkerProposal
from portal.web import languages
from portal.web.forms import Form
from portal.web.page import render
from portal.web.request import keep_holder_token, session, settings
from portal.web.space import feature

blueprint = feature("proposals", __name__, prefix="/registrations/proposed/<token>")

# How often an answer may be changed in an hour.
CHANGES_AN_HOUR = 20


def _open(token: str) -> WorkerProposal:
    """What this link opens, in the person's language unless they chose another. Else 404."""
    found = queries.get_by_link(session(), tokens.digest(token))
    languages.speak_to(found.locale)
    return found


@blueprint.get("")
def show_proposal(token: str) -> ResponseReturnValue:
    """Once they began, their own page."""
    found = _open(token)
    if found.registration_id is not None:
        return _mine(register_links.token(settings(), found.registration_id, 1))
    dates = sessions.get_public(session(), found.session_id)
    return render(
        "public/proposals/proposal.html",
        form=Form(),
        proposal=found,
        told=calendar_words.tell(session(), dates, sessions.places_of(session(), dates)),
        is_open=policy.takes_registrations(dates, clock.today()),
    )


@blueprint.post("")
def answer(token: str) -> ResponseReturnValue:
    """Yes: the questions follow, with what is known filled in. No: nothing more."""
    found, digest = _open(token), tokens.digest(token)
    throttle.hit(session(), key=f"proposal:{digest}", limit=CHANGES_AN_HOUR, seconds=3600)
    if request.form.get("agrees") == "no":
        actions.refuse(session(), digest)
        flash(_("C’est noté. Vous n’avez pas à dire pourquoi."), "success")
        return redirect(url_for(".show_proposal", token=token))
    mine = actions.accept(session(), digest, settings())
    return _begin(found, mine)


def _begin(found: WorkerProposal, mine: str) -> Redirection:
    dates = sessions.get_public(session(), found.session_id)
    published = sessions.find_published(session(), dates.training_id)
    if published is None:
        raise NotFound
    keep_holder_token(dates.id, mine)
    following = url_for(
        "public.join.show_step",
        slug=published.slug,
        session_id=dates.id,
        step="name",
        lang=i18n.current().tag,
    )
    return redirect(following)


def _mine(token: str) -> Response | Redirection:
    return redirect(url_for("public.registrations.show_story", token=token))
