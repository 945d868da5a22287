"""Views of the employer's link: `/registrations/agreement/<token>`.

A name, a training and dates are all it opens.
"""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import throttle, tokens
from portal.kernel.i18n import _
from portal.spaces.public.agreements import pages
from portal.spaces.public.agreements.forms import AgreementForm
from portal.trainings.actions import registrations
from portal.web.forms import Form
from portal.web.page import render
from portal.web.request import session
from portal.web.space import feature

blueprint = feature("agreements", __name__, prefix="/registrations/agreement/<token>")

# How often an answer may be changed in an hour.
CHANGES_AN_HOUR = 20


@blueprint.get("")
def show_agreement(token: str) -> Response:
    asked = pages.find(token)
    said = {"words": asked.registration.agreement_words}
    return _show(asked, AgreementForm(formdata=None, data=said))


def _show(asked: pages.Asked, form: Form, status: int = 200) -> Response:
    values = pages.agreement(asked, form)
    return render("public/agreements/agreement.html", status=status, **values)


@blueprint.post("")
def answer(token: str) -> ResponseReturnValue:
    """Yes or no, with a word; it may be changed until the session begins."""
    asked, form = pages.find(token), AgreementForm()
    digest = tokens.digest(token)
    throttle.hit(session(), key=f"agreement:{digest}", limit=CHANGES_AN_HOUR, seconds=3600)
    if not form.validate() or request.form.get("agrees") not in ("yes", "no"):
        return _show(asked, form, 422)
    registrations.answer_as_employer(
        session(),
        digest,
        agrees=request.form["agrees"] == "yes",
        words=form.words.data or "",
        name=asked.registration.employer_name,
    )
    flash(
        _("C’est noté, merci. Vous pouvez changer d’avis jusqu’au début de la session."), "success"
    )
    return redirect(url_for(".show_agreement", token=token))
