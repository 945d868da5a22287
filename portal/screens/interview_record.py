"""Views of the record of an interview: written side by side, signed, on paper."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _, gettext_
from portal.skills import minutes, rooms
from portal.skills.actions import interviews as actions
from portal.skills.errors import ChangedMeanwhile, TooMany
from portal.skills.interview_enums import AgreementKind
from portal.skills.queries import interviews as queries
from portal.skills.queries import periods
from portal.skills.record_pdf import record_pdf
from portal.web.interviews import AgreementForm, OutcomeForm, WordsForm
from portal.web.request import actor, session
from portal.web.screens import Screens, render_own

screens = Screens()


@screens.get("/<uuid:interview_id>/record")
def show_record(interview_id: UUID) -> ResponseReturnValue:
    room = rooms.enter(session(), actor(), interview_id)
    if room.meeting.is_signed:
        return redirect(url_for(".show_signed", interview_id=interview_id))
    return _record(interview_id)


@screens.get("/<uuid:interview_id>/record/<step>")
def show_entry(interview_id: UUID, step: str) -> Response:
    return _entry(interview_id, step)


@screens.post("/<uuid:interview_id>/record/<step>")
def write_entry(interview_id: UUID, step: str) -> ResponseReturnValue:
    queries.get_meeting(session(), actor(), interview_id)
    form = WordsForm()
    if not form.validate():
        return _entry(interview_id, step, form, 422)
    actions.write_entry(
        session(), actor(), interview_id, rooms.topic_of(step), form.words.data or ""
    )
    flash(_("C’est écrit dans le compte rendu."))
    return redirect(url_for(".show_record", interview_id=interview_id, _anchor=step))


@screens.post("/<uuid:interview_id>/agreements")
def add_agreement(interview_id: UUID) -> ResponseReturnValue:
    queries.get_meeting(session(), actor(), interview_id)
    form = AgreementForm()
    if not form.validate():
        return _record(interview_id, form, 422)
    agreed = actions.Agreed(
        AgreementKind(form.kind.data), form.what.data or "", form.by_when.data, form.who.data or ""
    )
    try:
        actions.add_agreement(session(), actor(), interview_id, agreed)
    except TooMany as refusal:
        form.form_errors.append(gettext_(refusal.message))
        return _record(interview_id, form, 422)
    flash(_("C’est ajouté à ce qui est convenu."))
    return redirect(url_for(".show_record", interview_id=interview_id, _anchor="agreements"))


@screens.post("/<uuid:interview_id>/agreements/<uuid:agreement_id>/remove")
def remove_agreement(interview_id: UUID, agreement_id: UUID) -> ResponseReturnValue:
    actions.remove_agreement(session(), actor(), interview_id, agreement_id)
    flash(_("C’est retiré."))
    return redirect(url_for(".show_record", interview_id=interview_id, _anchor="agreements"))


@screens.post("/<uuid:interview_id>/outcomes")
def tell_outcomes(interview_id: UUID) -> ResponseReturnValue:
    """What became of each earlier agreement, all in one form; those left blank stay as they are."""
    room = rooms.enter_open(session(), actor(), interview_id)
    told = OutcomeForm.told(room)
    for agreement_id, outcome in told.items():
        actions.tell_outcome(session(), actor(), interview_id, agreement_id, outcome)
    if told:
        flash(_("C’est noté."))
    else:
        flash(_("Choisissez une des réponses proposées."), "warn")
    return redirect(url_for(".show_record", interview_id=interview_id, _anchor="earlier"))


@screens.post("/<uuid:interview_id>/sign")
def sign_record(interview_id: UUID) -> ResponseReturnValue:
    try:
        done = actions.sign(session(), actor(), interview_id, request.form.get("digest", ""))
    except (ChangedMeanwhile, Invalid) as refusal:
        flash(gettext_(refusal.message), "warn")
        return redirect(url_for(".show_record", interview_id=interview_id))
    if not done:
        flash(_("Vous avez signé. L’autre personne est prévenue."))
        return redirect(url_for(".show_record", interview_id=interview_id, _anchor="sign"))
    flash(_("Le compte rendu est signé par les deux. Il ne change plus."))
    return redirect(url_for(".show_signed", interview_id=interview_id))


@screens.get("/<uuid:interview_id>/signed")
def show_signed(interview_id: UUID) -> Response:
    record = queries.get_record(session(), actor(), interview_id)
    text = minutes.spoken(record)
    return render_own("signed.html", record=record, text=text)


@screens.get("/<uuid:interview_id>/signed.pdf")
def print_record(interview_id: UUID) -> Response:
    record = queries.get_record(session(), actor(), interview_id)
    response = Response(record_pdf(record), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="entretien-{record.met_on}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _record(interview_id: UUID, form: AgreementForm | None = None, status: int = 200) -> Response:
    room = rooms.enter_open(session(), actor(), interview_id)
    return render_own(
        "record.html",
        status=status,
        room=room,
        form=form or AgreementForm(formdata=None),
        has_review=periods.rule_of(session(), room.meeting.interview.kind).has_review,
        outcomes=OutcomeForm.about_earlier(room),
        kept_until=room.meeting.day + periods.kept_for(session(), "interview_record"),
    )


def _entry(
    interview_id: UUID, step: str, form: WordsForm | None = None, status: int = 200
) -> Response:
    topic, room = rooms.topic_of(step), rooms.enter_open(session(), actor(), interview_id)
    return render_own(
        "entry.html",
        status=status,
        room=room,
        topic=topic,
        form=(form or WordsForm(formdata=None, words=room.first_words(topic))).warn(room),
    )
