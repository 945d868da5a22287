"""Fields of the steps a training is written in. Nothing answered means « not known »."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms import FieldList, FormField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import NumberRange, Optional, ValidationError

from portal.kernel.i18n import N_
from portal.trainings import facts
from portal.trainings.checks import price_problem
from portal.trainings.enums import NOT_KNOWN, Known, Subject, TrainingStep
from portal.trainings.steps import FIELDS
from portal.web.fields import AmountField, Coded, LinesField, line, plain, text
from portal.web.forms import DateField, Row, choices, needed, optional
from portal.web.forms import Form as PortalForm


class ThreeWay(RadioField):
    """Yes, no, or not known: the last is what nobody answered."""

    def __init__(self, label: Any, **options: Any) -> None:
        answers = choices(*((one.value, N_(one.label)) for one in Known), ("", NOT_KNOWN))
        super().__init__(label, [Optional()], choices=answers, **options)

    def process_data(self, value: object) -> None:
        self.data = str(value or "")

    @property
    def known(self) -> Known | None:
        return Known(self.data) if self.data else None


class Several(SelectMultipleField):
    """Codes of a list; the page gives its choices."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=[], **options)

    def offer_choices(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.choices = choices(*pairs)


def number(label: Any, hint: Any = "") -> IntegerField:
    return IntegerField(label, [optional()], description=hint)


class StepForm(PortalForm):
    """A step: its fields bear the names of the facts they are about."""

    step: ClassVar[TrainingStep]

    def facts(self) -> dict[str, Any]:
        """What the form says, as `save_step` takes it."""
        named = ((name, self._fields.get(name)) for name in FIELDS[self.step])
        return {name: _said(field) for name, field in named if field is not None}


def _said(field: Any) -> Any:
    if isinstance(field, ThreeWay):
        return field.known
    return field.data or [] if isinstance(field, Several) else plain(field)


class IdentityForm(StepForm):
    step = TrainingStep.IDENTITY
    title = line(N_("Le nom de la formation"), needed(N_("Donnez un nom.")), most=200)
    summary = text(
        N_("Résumé"),
        most=1000,
        hint=N_(
            "Deux ou trois phrases : à qui elle sert, ce que l’on y apprend, combien de temps."
        ),
    )
    organiser = line(
        N_("L’organisme qui la fait"), most=200, hint=N_("Ce n’est pas forcément la fédération.")
    )
    partners = text(N_("Avec quels partenaires ?"), most=1000)
    audiences = Several(N_("Pour qui ?"))
    audience = text(N_("Pour qui, avec les mots de l’organisme"), most=2000)
    open_to_concerned = ThreeWay(N_("Ouverte aux personnes concernées"))
    origin = text(N_("D’où vient cette formation"))


class ModuleRow(Row):
    title = line(N_("Le nom du module"), most=200)
    hours = AmountField(N_("Heures"), [Optional()])
    text = text(N_("Ce que l’on y fait"), most=2000)

    def fact(self) -> dict[str, Any] | None:
        title, words = self.title.data or "", self.text.data or ""
        hours = float(self.hours.data) if self.hours.data is not None else None
        return {"title": title, "hours": hours, "text": words} if title or words else None


class ContentForm(StepForm):
    step = TrainingStep.CONTENT
    goals = text(N_("Ce que l’on vise"), hint=N_("Une idée par ligne."))
    content = text(N_("Ce que l’on y fait"))
    modules = FieldList(FormField(ModuleRow), N_("Module"))
    topics = Several(
        N_("Ce que l’on y travaille"),
        description=N_("Cochez ce que l’organisme dit lui-même. Rien si la fiche ne le dit pas."),
    )
    trainers = text(N_("Qui forme"), most=1000)
    professional_trainers = ThreeWay(N_("Une personne professionnelle forme"))
    peer_trainers = ThreeWay(N_("Une personne paire forme"))
    certification = text(N_("Ce que l’on reçoit à la fin"), most=1000)
    outlook = text(N_("Et après"), most=2000)


class TimeForm(StepForm):
    step = TrainingStep.TIME
    days = AmountField(N_("Jours"), [Optional()])
    hours = AmountField(N_("Heures"), [Optional()])
    weeks = number(N_("Semaines"))
    months = number(N_("Mois"))
    duration_words = line(
        N_("La durée, avec les mots de l’organisme"),
        most=300,
        hint=N_("Par exemple : 6 modules de 2 à 3 jours."),
    )
    internship_weeks = number(N_("Stage : nombre de semaines"))
    internship_hours_min = number(N_("Stage : heures, au moins"))
    internship_hours_max = number(N_("Stage : heures, au plus"))
    internship_words = line(N_("Le stage, avec les mots de l’organisme"), most=300)
    rhythm = line(N_("Rythme"), most=300, hint=N_("Par exemple : un module par mois."))
    period = line(N_("Dates"), most=300, hint=N_("Par exemple : de janvier à juin."))
    settings = Several(N_("Qui est dans la salle"))
    venue = line(N_("Adresse"), most=200)
    city = line(N_("Ville"), most=120)
    department = Coded(N_("Département"))
    region = Coded(N_("Région"))


class EntryForm(StepForm):
    step = TrainingStep.ENTRY
    prerequisites = Several(N_("Ce qu’il faut avant"))
    prerequisites_words = text(N_("Ce qu’il faut avant, avec les mots de l’organisme"), most=2000)
    places = number(N_("Nombre de places"))
    places_words = line(N_("Une précision sur les places"), most=200)
    selection = LinesField(N_("Les étapes pour entrer"), description=N_("Une étape par ligne."))


class FundingRow(Row):
    year = IntegerField(
        N_("Année"),
        [optional(), NumberRange(1990, 2100, N_("Écrivez une année, par exemple 2026."))],
        description=N_("Vide si on ne la connaît pas."),
    )
    free = ThreeWay(N_("Gratuite pour la personne"))
    amount = AmountField(
        N_("Ce que paie la personne, en euros"),
        [optional()],
        description=N_("Pour toute la formation. Vide si on ne le sait pas ou si c’est gratuit."),
    )
    words = line(N_("Qui paie"), most=300)

    def validate_amount(self, field: AmountField) -> None:
        if field.data is None:
            return
        if wrong := price_problem(self.free.data or "", field.data):
            raise ValidationError(wrong)

    def fact(self) -> dict[str, Any] | None:
        year, free, words = self.year.data, self.free.data or "", self.words.data or ""
        price = float(self.amount.data) if self.amount.data is not None else None
        said = year or free or words or price is not None
        return facts.funding_row(year, free, words, price) if said else None


class MoneyForm(StepForm):
    step = TrainingStep.MONEY
    funding = FieldList(FormField(FundingRow), N_("Financement"))


class PassportForm(StepForm):
    """`lines` has a field for each line of the passport: see `passport_form`."""

    step = TrainingStep.PASSPORT
    codes: ClassVar[tuple[str, ...]] = ()

    def facts(self) -> dict[str, Any]:
        answers = {code: self._fields[f"line_{code}"] for code in self.codes}
        known = {code: field.known.value for code, field in answers.items() if field.known}
        return {**super().facts(), "passport": known}


def passport_form(lines: Iterable[tuple[str, str]]) -> type[PassportForm]:
    """The form with one question for each (code, label), then what the organiser says of it."""
    fields: dict[str, Any] = {f"line_{code}": ThreeWay(label) for code, label in lines}
    fields["codes"] = tuple(name.removeprefix("line_") for name in fields)
    fields["passport_words"] = text(N_("Une précision sur l’accessibilité"), most=2000)
    fields["referent"] = line(
        N_("La personne à qui parler du handicap"),
        most=300,
        hint=N_("Sa fonction et comment la joindre, sans nom."),
    )
    return type("PassportStep", (PassportForm,), fields)


class LanguageRow(Row):
    language = Coded(N_("Langue"))

    def fact(self) -> str | None:
        return self.language.data or None


class LanguagesForm(StepForm):
    step = TrainingStep.LANGUAGES
    languages = FieldList(FormField(LanguageRow), N_("Langue de la formation"))
    trainer_languages = FieldList(FormField(LanguageRow), N_("Langue parlée par qui forme"))
    french_oral = Coded(N_("Français à l’oral"))
    french_written = Coded(N_("Français à l’écrit"))
    needs = Several(N_("À quoi sert le français ici"))
    other_needs = LinesField(N_("Un autre besoin"), description=N_("Un besoin par ligne."))

    def facts(self) -> dict[str, Any]:
        needs = [*(self.needs.data or []), *(self.other_needs.data or [])]
        return {**super().facts(), "french_needs": needs}


class DifferenceRow(Row):
    """Two sources have fields of their own; the others, which are rare, a line each."""

    about = Coded(N_("Sur quoi ?"))
    one = line(N_("Ce que dit une source"), most=500)
    one_source = line(N_("Le nom de cette source"), most=200)
    other = line(N_("Ce que dit une autre source"), most=500)
    other_source = line(N_("Le nom de cette autre source"), most=200)
    more = LinesField(
        N_("D’autres sources"),
        description=N_("Une ligne par source : ce qu’elle dit | le nom de la source"),
    )

    def fact(self) -> dict[str, Any] | None:
        more = [said.partition("|") for said in self.more.data or []]
        told = [
            (self.one.data, self.one_source.data),
            (self.other.data, self.other_source.data),
            *((text.strip(), source.strip()) for text, _bar, source in more),
        ]
        said = [{"text": text, "source": source or ""} for text, source in told if text]
        return {"about": self.about.data or Subject.OTHER.value, "said": said} if said else None


def shown_difference(row: Mapping[str, Any]) -> dict[str, Any]:
    """What sources say of one thing, as its row shows it."""
    said: list[dict[str, str]] = row["said"]
    nothing = {"text": "", "source": ""}
    one, other, *more = [*said, nothing, nothing]
    return {
        "about": row["about"],
        "one": one["text"],
        "one_source": one["source"],
        "other": other["text"],
        "other_source": other["source"],
        "more": [f"{rest['text']} | {rest['source']}" for rest in more if rest["text"]],
    }


class SourcesForm(StepForm):
    step = TrainingStep.SOURCES
    contact_role = line(N_("À qui s’adresser : une fonction, sans nom"))
    contact_email = line(N_("E-mail"), most=320)
    contact_phone = line(N_("Téléphone"), most=30)
    website = line(N_("La page de l’organisme"), most=300)
    sources = LinesField(
        N_("D’où viennent ces informations"), description=N_("Une source par ligne.")
    )
    contradictions = FieldList(FormField(DifferenceRow), N_("Différence"))
    verified_on = DateField(
        N_("Vérifiée le"),
        [optional()],
        description=N_("Le jour où vous avez relu la fiche avec l’organisme."),
    )


FORMS: dict[TrainingStep, type[StepForm]] = {
    form.step: form
    for form in (
        IdentityForm,
        ContentForm,
        TimeForm,
        EntryForm,
        MoneyForm,
        PassportForm,
        LanguagesForm,
        SourcesForm,
    )
}
