"""Views: the list, a training, its writing in steps, its moves, its log."""

from functools import partial
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import DomainError, Invalid, NotFound
from portal.kernel.i18n import _, gettext_
from portal.spaces.federation.trainings import pages, sheets
from portal.spaces.federation.trainings.forms import FORMS, StepForm
from portal.trainings import policy, reading
from portal.trainings.actions import moves, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.errors import ChangedMeanwhile, FederationNotAdmitted, NotReady, OwnWriting
from portal.trainings.queries import trainings as queries
from portal.trainings.queries.trainings import Training
from portal.web import rows, steps
from portal.web.forms import future_id
from portal.web.page import render
from portal.web.request import actor, need, place, session
from portal.web.space import feature

blueprint = feature("trainings", __name__, "/trainings")
_STEP = "federation/trainings/step.html"


@blueprint.before_request
def _writers_only() -> None:
    need(policy.can_write_trainings(actor()))


@blueprint.get("")
def list_trainings() -> Response:
    return render("federation/trainings/list.html", **pages.list_page())


@blueprint.post("")
def start_training() -> ResponseReturnValue:
    """Start an empty training and go to its first step."""
    made = writing.create_training(session(), actor(), _given_id())
    return redirect(url_for(".edit_step", training_id=made.id, step=TrainingStep.IDENTITY.value))


@blueprint.post("/<uuid:training_id>/copy")
def copy_training(training_id: UUID) -> ResponseReturnValue:
    made = writing.copy_training(session(), actor(), training_id, _given_id())
    flash(_("C’est copié. Vérifiez tout avant de demander une relecture."))
    return redirect(url_for(".edit_step", training_id=made.id, step=TrainingStep.IDENTITY.value))


@blueprint.get("/<uuid:training_id>")
def show_training(training_id: UUID) -> Response:
    """Where a training stands, and what may be done with it."""
    training = queries.get_training(session(), actor(), training_id)
    return render("federation/trainings/show.html", **pages.training_page(training))


@blueprint.get("/<uuid:training_id>/steps/<step>")
def edit_step(training_id: UUID, step: str) -> ResponseReturnValue:
    """One step of the writing, with what the training says so far."""
    training = writing.get_for_writing(session(), actor(), training_id)
    return _show_step(training, sheets.opened_form(training, _known(step)))


@blueprint.post("/<uuid:training_id>/steps/<step>")
def save_step(training_id: UUID, step: str) -> ResponseReturnValue:
    """Keep a step: by its button, by a row's button, or by itself while one writes."""
    training = writing.get_for_writing(session(), actor(), training_id)
    form = sheets.sent_form(_known(step))
    if not form.validate():
        return _show_step(training, form, status=422)
    try:
        saved = writing.save_step(
            session(),
            actor(),
            training_id,
            form.step,
            rows.moved(form, form.facts()),
            version=request.form.get("version", 0, type=int),
            page=request.form.get("page", "")[:40],
        )
    except Invalid as refusal:
        form.take(refusal)
        return _show_step(training, form, status=422)
    except ChangedMeanwhile:
        return _show_conflict(training, form)
    return _saved(saved, form.step)


@blueprint.post("/<uuid:training_id>/review")
def ask_review(training_id: UUID) -> ResponseReturnValue:
    """Hand it to a colleague who has not written it."""
    try:
        moves.ask_review(session(), actor(), training_id)
    except NotReady as refusal:
        return _refused(training_id, refusal)
    flash(_("La relecture est demandée. Une autre personne de la fédération peut publier."))
    return redirect(url_for(".show_training", training_id=training_id))


@blueprint.post("/<uuid:training_id>/publish")
def publish_training(training_id: UUID) -> ResponseReturnValue:
    """Put what one has read before the public."""
    version = request.form.get("version", 0, type=int)
    try:
        moves.publish_training(session(), actor(), training_id, version=version)
    except (ChangedMeanwhile, FederationNotAdmitted, OwnWriting) as refusal:
        return _refused(training_id, refusal)
    flash(_("La formation est en ligne."))
    return redirect(url_for(".show_training", training_id=training_id))


@blueprint.post("/<uuid:training_id>/send-back")
def send_back(training_id: UUID) -> ResponseReturnValue:
    """Give it back to who writes, with what is to be changed."""
    words = request.form.get("words", "")[:2000]
    try:
        moves.send_back(session(), actor(), training_id, words)
    except Invalid as refusal:
        training = queries.get_training(session(), actor(), training_id)
        values = pages.training_page(training, words, gettext_(refusal.fields["words"]))
        return render("federation/trainings/show.html", status=422, **values)
    flash(_("La fiche est de nouveau un brouillon."))
    return redirect(url_for(".show_training", training_id=training_id))


@blueprint.post("/<uuid:training_id>/archive")
def archive_training(training_id: UUID) -> ResponseReturnValue:
    moves.archive_training(session(), actor(), training_id)
    flash(_("La fiche est archivée. Son adresse dit qu’elle n’est plus en ligne."))
    return redirect(url_for(".show_training", training_id=training_id))


@blueprint.get("/<uuid:training_id>/log")
def show_log(training_id: UUID) -> Response:
    """Who moved the training, when, with which words; the editions before."""
    training = queries.get_training(session(), actor(), training_id)
    return render("federation/trainings/log.html", **pages.log_page(training))


@blueprint.get("/<uuid:training_id>/editions/<int:number>")
def show_edition(training_id: UUID, number: int) -> Response:
    """What was published once, as it was."""
    training = queries.get_training(session(), actor(), training_id)
    edition = queries.get_edition(session(), actor(), training_id, number)
    return render(
        "federation/trainings/edition.html",
        training=training,
        edition=edition,
        reading=reading.read(session(), edition.document),
    )


def _given_id() -> UUID | None:
    """The id the form carries, so that pressing twice makes one."""
    given = request.form.get("training_id", type=UUID)
    return future_id(place().id, given) if given else None


def _known(step: str) -> TrainingStep:
    if step not in FORMS:
        raise NotFound
    return TrainingStep(step)


def _refused(training_id: UUID, refusal: DomainError) -> ResponseReturnValue:
    flash(gettext_(refusal.message), "warn")
    return redirect(url_for(".show_training", training_id=training_id))


def _show_step(training: Training, form: StepForm, status: int = 200) -> Response:
    return steps.show(_STEP, form, sheets.sheet(training, form.step), status)


def _show_conflict(training: Training, form: StepForm) -> Response:
    found = sheets.sheet(training, form.step, changed=sheets.differences(form, training))
    return steps.show_conflict(_STEP, form, found, training.version)


def _saved(training: Training, step: TrainingStep) -> ResponseReturnValue:
    if kept := steps.kept_by_itself(training.updated_at):
        return kept
    edit = partial(url_for, ".edit_step", training_id=training.id)
    name, _row = steps.pressed()
    order = list(TrainingStep)
    if name == "leave" or (name == "next" and step == order[-1]):
        flash(_("C’est enregistré. Vous pouvez continuer plus tard."))
        return redirect(url_for(".show_training", training_id=training.id))
    if back := steps.back_to_rows(partial(edit, step=step.value)):
        return back
    following = order[order.index(step) + 1] if name == "next" else step
    return redirect(edit(step=following.value))
