"""Views: certificates and badges of a session, issued at once; a badge taken back."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, gettext_, ngettext
from portal.spaces.federation.certificates import pages
from portal.spaces.federation.certificates.forms import RevokeForm
from portal.trainings.actions import awarding, certifying
from portal.trainings.errors import FederationNotAdmitted, NotYet
from portal.web.page import render
from portal.web.request import actor, session, settings
from portal.web.space import feature

blueprint = feature("certificates", __name__, "/trainings/held/<uuid:session_id>/certificates")


@blueprint.get("")
def list_certificates(session_id: UUID) -> Response:
    """Who has what."""
    dates = certifying.get_for_issuing(session(), actor(), session_id)
    return render("federation/certificates/list.html", **pages.list_page(dates))


@blueprint.post("")
def issue(session_id: UUID) -> ResponseReturnValue:
    """To each person who came."""
    dates = certifying.get_for_issuing(session(), actor(), session_id)
    try:
        made = certifying.issue(session(), actor(), dates, settings())
    except (NotYet, FederationNotAdmitted) as refusal:
        flash(gettext_(refusal.message), "warn")
    else:
        flash(
            ngettext(
                "C’est à jour pour %(n)s personne, qui est prévenue.",
                "C’est à jour pour %(n)s personnes, qui sont prévenues.",
                made,
            )
            if made
            else _("Rien n’a changé depuis la dernière fois.")
        )
    return redirect(url_for(".list_certificates", session_id=session_id))


@blueprint.get("/<uuid:registration_id>/revoke")
def show_revocation(session_id: UUID, registration_id: UUID) -> Response:
    """Take a badge back: why."""
    dates = certifying.get_for_issuing(session(), actor(), session_id)
    values = pages.revocation_page(dates, registration_id, RevokeForm(formdata=None))
    return render("federation/certificates/revoke.html", **values)


@blueprint.post("/<uuid:registration_id>/revoke")
def revoke_badge(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    dates = certifying.get_for_issuing(session(), actor(), session_id)
    form = RevokeForm()
    try:
        because = form.because.data or ""
        awarding.revoke_badge(session(), actor(), dates, registration_id, because)
    except Invalid as refusal:
        form.take(refusal)
        values = pages.revocation_page(dates, registration_id, form)
        return render("federation/certificates/revoke.html", status=422, **values)
    flash(_("Le badge n’est plus valable depuis le %(day)s.", day=pages.said(clock.today())))
    return redirect(url_for(".list_certificates", session_id=session_id))


@blueprint.post("/<uuid:registration_id>/again")
def give_again(session_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Another badge to whom one was taken back."""
    dates = certifying.get_for_issuing(session(), actor(), session_id)
    try:
        awarding.give_again(session(), actor(), dates, registration_id, settings())
    except FederationNotAdmitted as refusal:
        flash(gettext_(refusal.message), "warn")
    else:
        flash(_("La personne a un nouveau badge. Elle est prévenue."))
    return redirect(url_for(".list_certificates", session_id=session_id))
