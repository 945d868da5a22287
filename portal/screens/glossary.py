"""Views of a glossary: how the terms one meets everywhere are said in each language."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_, _
from portal.languages import actions, policy, queries
from portal.languages.names import both_names
from portal.screens.translation_pages import targets
from portal.web.forms import Form, at_most, choices, needed, strip
from portal.web.request import actor, need, session
from portal.web.screens import Screens, render_own

screens = Screens()


class TermForm(Form):
    term = StringField(
        N_("Le terme, en français"),
        validators=[needed(N_("Écrivez le terme en français.")), at_most(160)],
        filters=[strip],
    )
    language = SelectField(N_("La langue"))
    translation = StringField(
        N_("Comment il se dit"),
        validators=[
            needed(N_("Écrivez comment il se dit dans cette langue.")),
            at_most(300),
        ],
        filters=[strip],
    )
    note = StringField(
        N_("Une précision"),
        validators=[at_most(500)],
        filters=[strip],
        description=N_("Par exemple : à dire plutôt qu’un autre mot, et pourquoi."),
    )

    def offer(self) -> "TermForm":
        self.language.choices = choices(
            *((locale.tag, both_names(session(), locale.tag)) for locale in targets())
        )
        return self


def need_to_keep() -> None:
    """The guard of the feature."""
    need(policy.can_keep_glossary(actor()))


@screens.get("")
def list_terms() -> Response:
    return _page(TermForm().offer())


@screens.post("")
def save_term() -> ResponseReturnValue:
    """One more; the same term in the same language is corrected."""
    form = TermForm().offer()
    if form.validate():
        said = (form.term.data or "", form.language.data or "", form.translation.data or "")
        try:
            actions.save_term(session(), actor(), *said, form.note.data or "")
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Le terme est dans le glossaire."))
            return redirect(url_for(".list_terms"))
    return _page(form, 422)


@screens.post("/<uuid:term_id>/remove")
def remove_term(term_id: UUID) -> ResponseReturnValue:
    actions.remove_term(session(), actor(), term_id)
    flash(_("Le terme est retiré du glossaire."))
    return redirect(url_for(".list_terms"))


def _page(form: TermForm, status: int = 200) -> Response:
    terms = [
        {
            "id": term.id,
            "term": term.term,
            "language": both_names(session(), term.language),
            "locale": next(one for one in targets() if one.tag == term.language),
            "translation": term.translation,
            "note": term.note,
        }
        for term in queries.list_terms(session(), actor())
    ]
    return render_own("list.html", status=status, form=form, terms=terms)
