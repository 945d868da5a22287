"""The steps about the work itself: missions, what is asked, French and languages."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Optional

from portal.jobs.enums import (
    FormerlySupported,
    Licence,
    OfferStep,
    OrganisationModel,
    TrainingRequirement,
)
from portal.kernel.i18n import N_
from portal.spaces.employer.offers.forms.fields import StepForm, ToPublish, choices_of
from portal.web.fields import Coded, LinesField, OneOf, line, rows_of, text
from portal.web.forms import choices, strip


class MissionRow(Form):
    title = line(N_("En une ligne"))
    text = text(N_("En quelques mots"), most=3000)
    tasks = LinesField(N_("Tâches, une par ligne"))

    def fact(self) -> dict[str, Any] | None:
        if not (self.title.data or self.text.data or self.tasks.data):
            return None
        return {
            "title": self.title.data or "",
            "text": self.text.data or "",
            "tasks": self.tasks.data or [],
        }


class MissionsForm(StepForm):
    step = OfferStep.MISSIONS

    missions = FieldList(FormField(MissionRow))
    missions_open_ended = BooleanField(N_("Cette liste pourra évoluer avec la personne"))
    organisation_model = OneOf(
        N_("Par rapport au reste de l’équipe"), choices=choices_of(OrganisationModel)
    )
    vigilance = text(
        N_("Ce à quoi il faut faire attention dans ce poste"),
        most=2000,
        hint=N_("Par exemple : rester debout, travailler dehors, prendre du recul."),
    )
    confidentiality = text(
        N_("Discrétion et confidentialité"),
        most=2000,
        hint=N_("La règle est la même pour toute l’équipe."),
    )


class CriterionRow(Form):
    kind = SelectField(
        N_("Genre"),
        choices=choices(
            ("know_how", N_("Savoir faire")),
            ("knowledge", N_("Connaître")),
            ("soft_skill", N_("Savoir être")),
        ),
        default="know_how",
    )
    text = StringField(N_("Ce qui est demandé"), filters=[strip])
    firm = SelectField(
        N_("Pour ce poste, c’est"),
        choices=choices(
            ("firm", N_("Nécessaire (ferme)")),
            ("supple", N_("Un plus (souple)")),
        ),
        default="supple",
    )

    def fact(self) -> dict[str, Any] | None:
        if not self.text.data:
            return None
        return {
            "kind": self.kind.data,
            "text": self.text.data,
            "firm": self.firm.data == "firm",
        }


class ProfileForm(StepForm):
    step = OfferStep.PROFILE

    training_requirement = OneOf(
        N_("Une formation est-elle demandée ?"),
        [ToPublish()],
        choices=choices_of(TrainingRequirement),
    )
    training_detail = text(N_("Laquelle, et comment elle se passe"), most=2000)
    criteria = FieldList(FormField(CriterionRow))
    beginners_welcome = BooleanField(N_("On peut répondre sans expérience du métier"))
    experience = text(N_("Expérience"), most=2000)
    diploma_required = BooleanField(N_("Un diplôme est demandé"))
    diploma = text(N_("Lequel, et pourquoi"), most=1000)
    licence = SelectField(
        N_("Permis de conduire"), choices=choices_of(Licence), default=Licence.NOT_NEEDED.value
    )
    numeracy = text(N_("Calcul"), most=500, hint=N_("Par exemple : compter des lots."))
    software = text(N_("Ordinateur et logiciels"), most=500)
    formerly_supported = OneOf(
        N_("Recrutez-vous des personnes que votre structure a accompagnées ?"),
        choices=choices_of(FormerlySupported),
        description=N_("C’est une règle de votre structure. Personne n’a à le dire de soi."),
    )
    formerly_supported_note = text(N_("Précision sur cette règle"), most=1000)
    evolutions = text(N_("Et après ce poste ?"), most=2000)


class LanguageRow(Form):
    language = Coded(N_("Langue"))
    use = SelectField(
        N_("Pour"),
        choices=choices(
            ("spoken", N_("parler")),
            ("written", N_("lire et écrire")),
            ("interpreting", N_("traduire à l’oral")),
        ),
        default="spoken",
    )

    def fact(self) -> dict[str, Any] | None:
        if not self.language.data:
            return None
        return {"language": self.language.data, "use": self.use.data}


class FrenchForm(StepForm):
    step = OfferStep.FRENCH

    oral_needs = SelectMultipleField(
        N_("À l’oral, il faut savoir"),
        [Optional()],
        description=N_("Plusieurs réponses possibles. C’est plus juste qu’un niveau."),
    )
    written_needs = SelectMultipleField(N_("À l’écrit, il faut savoir"), [Optional()])
    other_needs = LinesField(N_("Autre chose, une par ligne"))
    french_oral = Coded(N_("Niveau à l’oral, si vous y tenez"))
    french_written = Coded(N_("Niveau à l’écrit, si vous y tenez"))
    languages = FieldList(FormField(LanguageRow))

    def facts(self) -> dict[str, Any]:
        return {
            "french_needs": [
                need
                for field in (self.oral_needs, self.written_needs, self.other_needs)
                for need in field.data or ()
            ],
            "french_oral": self.french_oral.data or "",
            "french_written": self.french_written.data or "",
            "languages": rows_of(self.languages),
        }
