"""Views of what a session leaves its participants, behind the link of a registration."""

import json

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.files.enums import FilePurpose
from portal.kernel import i18n
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _, gettext_
from portal.screens.after import after_page
from portal.skills.actions import record
from portal.skills.errors import TooMany
from portal.spaces.public.after import taking
from portal.spaces.public.after.forms import EvaluationForm, NameForm
from portal.trainings import certificate_pdf, credentials
from portal.trainings.actions import certifying, evaluating
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import AlreadyGiven, NotYet
from portal.trainings.evaluation import QUESTIONS
from portal.trainings.queries import certificates, evaluations, registrations
from portal.trainings.queries.registrations import Registration
from portal.web import languages
from portal.web.arrivals import arrivals
from portal.web.navigation import sign_in_address
from portal.web.page import render
from portal.web.request import actor, hold, keep_holder_token, session
from portal.web.serving import hand_over
from portal.web.space import feature

blueprint = feature("after", __name__, prefix="/registrations/<token>/after")


def _open(token: str) -> Registration:
    """The registration this link opens, of somebody who has a place, in their language. Else 404.

    This browser then knows the link: it is how who scans the code on the screen is known.
    """
    hold(token)
    found = registrations.find_held(session(), actor())
    if found is None or found.state != RegistrationState.CONFIRMED:
        raise NotFound
    keep_holder_token(found.session_id, token)
    languages.speak_to(found.locale)
    return found


@blueprint.get("")
def show_after(token: str) -> Response:
    """What there is for them: their half-days, and what comes afterwards."""
    return render("public/after/show.html", **after_page(_open(token), token))


@blueprint.get("/name")
def show_name(token: str) -> Response:
    """How their name is to be written on the certificate, and whether the badge says it."""
    registration = _open(token)
    said = certificates.find_wish(session(), registration)
    data = {"name": said.name if said else registration.name, "in_badge": said and said.in_badge}
    return _name_page(token, NameForm(formdata=None, data=data))


@blueprint.post("/name")
def write_name(token: str) -> ResponseReturnValue:
    registration, form = _open(token), NameForm()
    if form.validate():
        try:
            certifying.wish(
                session(),
                actor(),
                registration.id,
                name=form.name.data or "",
                in_badge=bool(form.in_badge.data),
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré."))
            return redirect(url_for(".show_after", token=token))
    return _name_page(token, form, 422)


def _name_page(token: str, form: NameForm, status: int = 200) -> Response:
    back_url = url_for(".show_after", token=token)
    return render("public/after/name.html", status=status, form=form, steps=[], back_url=back_url)


@blueprint.get("/certificate/<tag>")
def download_certificate(token: str, tag: str) -> Response:
    """Their certificate as a PDF, in one of the portal's languages."""
    found = certificates.find_certificate(session(), _open(token))
    locale = i18n.find(tag)
    if found is None or locale is None:
        raise NotFound
    with i18n.use(locale):
        content = certificate_pdf.certificate_pdf(found)
    return hand_over(content, f"attestation-{locale.tag}.pdf", "application/pdf")


@blueprint.get("/badge.jwt")
def download_jwt(token: str) -> Response:
    """Their badge as it was signed: what a wallet or a verifier takes."""
    found = certificates.find_badge(session(), _open(token))
    if found is None:
        raise NotFound
    return hand_over(found.jwt.encode(), "badge.jwt", "application/jwt")


@blueprint.get("/badge.json")
def download_json(token: str) -> Response:
    """What the badge says, to read; the signature is in the other file."""
    found = certificates.find_badge(session(), _open(token))
    if found is None:
        raise NotFound
    content = json.dumps(credentials.said_in(found.jwt), ensure_ascii=False, indent=2)
    return hand_over(content.encode(), "badge.json", "application/json")


@blueprint.get("/evaluation")
def show_evaluation(token: str) -> ResponseReturnValue:
    """A few questions; nobody learns who answered."""
    registration = _open(token)
    if evaluations.is_given(session(), registration):
        flash(_("Vous avez déjà donné votre avis. Merci."))
        return redirect(url_for(".show_after", token=token))
    return _evaluation_page(registration, token, EvaluationForm(formdata=None))


@blueprint.post("/evaluation")
def give_evaluation(token: str) -> ResponseReturnValue:
    registration, form = _open(token), EvaluationForm()
    if form.validate():
        try:
            owner = registration.organisation_id
            spoken = arrivals(form, ("voice", "kept"), owner, FilePurpose.VOICE)
            evaluating.give(
                session(),
                actor(),
                registration.id,
                answers=form.answers,
                words=form.words.data or "",
                file_id=spoken[-1] if spoken else None,
            )
        except (Invalid, AlreadyGiven, NotYet) as refusal:
            form.object_to(refusal)
        else:
            flash(_("Merci. Votre avis est donné, sans votre nom."))
            return redirect(url_for(".show_after", token=token))
    return _evaluation_page(registration, token, form, 422)


def _evaluation_page(
    registration: Registration, token: str, form: EvaluationForm, status: int = 200
) -> Response:
    back_url = url_for(".show_after", token=token)
    return render(
        "public/after/evaluation.html",
        status=status,
        form=form,
        steps=[],
        back_url=back_url,
        questions=[form[question.code] for question in QUESTIONS],
        least=evaluations.LEAST,
        uploads=url_for("public.uploads.create_upload", token=token),
        key=f"{registration.id}:evaluation",
    )


@blueprint.get("/path")
def show_path(token: str) -> Response:
    """Put the training into one's own record, if one wants; it asks for an account."""
    return _path_page(_open(token), token)


@blueprint.post("/path")
def take_into_path(token: str) -> ResponseReturnValue:
    """On their word only: the stage, and the lines of knowledge they ticked."""
    registration = _open(token)
    offered = taking.offered(registration)
    ticked = [words for words in offered.knowledge if words in request.form.getlist("knowledge")]
    try:
        record.take_training(session(), actor(), offered.stage, ticked)
    except TooMany as refusal:
        flash(gettext_(refusal.message), "warn")
        return _path_page(registration, token, 409)
    flash(_("C’est dans votre parcours. Vous pouvez le changer ou le retirer."))
    return redirect(url_for("peer.path.show_path"))


def _path_page(registration: Registration, token: str, status: int = 200) -> Response:
    return render(
        "public/after/path.html",
        status=status,
        offered=taking.offered(registration),
        back_url=url_for(".show_after", token=token),
        sign_in=sign_in_address(),
    )
