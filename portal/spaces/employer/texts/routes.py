"""Views of the words a structure writes at each step."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from portal.jobs import step_texts
from portal.jobs.actions import state_texts as actions
from portal.jobs.queries import state_texts as queries
from portal.kernel import i18n
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_, _
from portal.spaces.employer.words import language_name, moment
from portal.web.forms import Form, strip
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("texts", __name__, "/texts")


class TextForm(Form):
    text = TextAreaField(N_("Votre texte"), filters=[strip])


@blueprint.get("")
def list_texts() -> Response:
    """Every step in one language: ours, or theirs."""
    chosen = i18n.find(request.args.get("language")) or i18n.DEFAULT
    return render(
        "employer/texts/list.html",
        texts=queries.list_texts(session(), actor(), chosen.tag),
        chosen=chosen,
        locales=list(i18n.LOCALES.values()),
        language_name=language_name,
        step_label=step_texts.step_label,
    )


@blueprint.get("/<step>/<language>")
def edit_text(step: str, language: str) -> Response:
    found = _find(step, language)
    form = TextForm()
    form.text.data = found.body
    return _edit(found, form)


@blueprint.post("/<step>/<language>")
def save_text(step: str, language: str) -> ResponseReturnValue:
    found, form = _find(step, language), TextForm()
    try:
        actions.save_state_text(
            session(), actor(), step=step, language=found.language, text=form.text.data or ""
        )
    except Invalid as refusal:
        form.take(refusal)
        return _edit(found, form, status=422)
    flash(_("Texte enregistré. Il sert dès maintenant."))
    return redirect(url_for(".list_texts", language=found.language))


@blueprint.post("/<step>/<language>/reset")
def reset_text(step: str, language: str) -> ResponseReturnValue:
    found = _find(step, language)
    actions.reset_state_text(session(), actor(), step=step, language=found.language)
    flash(_("Le texte du portail sert de nouveau."))
    return redirect(url_for(".list_texts", language=found.language))


def _find(step: str, language: str) -> queries.StepText:
    if i18n.find(language) is None:
        raise NotFound
    return queries.get_text(session(), actor(), step, language)


def _edit(found: queries.StepText, form: TextForm, status: int = 200) -> Response:
    locale = i18n.find(found.language) or i18n.DEFAULT
    return render(
        "employer/texts/edit.html",
        status=status,
        found=found,
        form=form,
        in_language=language_name(locale.tag),
        label=step_texts.step_label(found.step),
        holes=[
            ("{" + hole + "}", step_texts.HOLE_LABELS[hole])
            for hole in step_texts.HOLES[found.step]
        ],
        ours=step_texts.default(found.step, locale.tag),
        french=step_texts.default(found.step, "fr") if locale.babel != "fr" else "",
        moment=moment,
    )
