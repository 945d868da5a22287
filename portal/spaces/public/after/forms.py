"""The fields of the pages behind the link of a registration, during and after the session."""

from typing import Any

from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField

from portal.kernel.i18n import N_
from portal.trainings.evaluation import QUESTIONS, Question
from portal.web.forms import Form, at_most, choices, optional, strip


class NameForm(Form):
    name = StringField(
        N_("Comment voulez-vous que votre nom soit écrit ?"),
        description=N_("Dans l’écriture que vous voulez."),
        validators=[at_most(120)],
        filters=[strip],
    )
    in_badge = BooleanField(
        N_("Écrire aussi mon nom dans le badge"),
        description=N_("Sinon, le badge garde seulement une empreinte de votre nom."),
    )


def _asked(question: Question) -> Any:
    return RadioField(
        question.text, choices=choices(*question.choices), validators=[optional()], default=""
    )


class EvaluationForm(Form):
    """Each question of `portal.trainings.evaluation`, then words, then a voice."""

    useful, understood, pace, welcome, arranged = (_asked(question) for question in QUESTIONS)
    words = TextAreaField(
        N_("Ce que vous voulez dire d’autre"),
        description=N_("N’écrivez ni votre nom, ni celui d’une autre personne."),
        validators=[at_most(2000)],
        filters=[strip],
    )
    voice = FileField(N_("Enregistrer avec votre téléphone"))
    kept = FileField(N_("Choisir un enregistrement déjà fait"))

    @property
    def answers(self) -> dict[str, str]:
        found = {question.code: self[question.code].data for question in QUESTIONS}
        return {code: str(said) for code, said in found.items() if said}
