"""Fields of arrivals. No field asks about health: the help texts say so (ST-17)."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField

from portal.engagements.enums import EngagementKind, StepState
from portal.kernel.i18n import N_, _
from portal.organisations.queries.members import Member
from portal.web.check_ins import CheckInForm
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip

NOTHING_ON_HEALTH = N_("N’écrivez rien sur la santé, la fragilité ou la vie privée de quelqu’un.")
_NO_DATE = N_("Choisissez une date.")


class ArrivalForm(Form):
    person = SelectField(
        N_("La personne, si elle a un compte ici"),
        description=N_("Sinon, laissez vide et écrivez son nom."),
    )
    name = StringField(N_("Son nom"), validators=[at_most(120)], filters=[strip])
    kind = RadioField(
        N_("Qu’est-ce que c’est ?"),
        choices=choices(*((one, N_(one.label)) for one in EngagementKind)),
    )
    title = StringField(
        N_("Le travail ou la mission"),
        description=N_("Comme sur la fiche de poste."),
        validators=[at_most(160)],
        filters=[strip],
    )
    time = StringField(
        N_("Le temps prévu"),
        description=N_("Par exemple : 24 heures par semaine, ou un jour sur cinq."),
        validators=[at_most(120)],
        filters=[strip],
    )
    began = DateField(N_("Jour de l’arrivée"), validators=[needed(_NO_DATE)])
    hired_on = DateField(
        N_("Jour de l’embauche"),
        description=N_("Les entretiens et les points d’étape se comptent depuis ce jour."),
        validators=[optional()],
    )

    def offer(self, members: Iterable[Member]) -> "ArrivalForm":
        self.person.choices = _people(members, _("Pas de compte pour l’instant"))
        return self


class ItemForm(Form):
    owner = SelectField(N_("Qui s’en occupe ?"))
    due_on = DateField(N_("Pour quand ?"), validators=[optional()])

    def offer(self, members: Iterable[Member]) -> "ItemForm":
        self.owner.choices = _people(members, _("Personne pour l’instant"))
        return self


class NewItemForm(Form):
    label = StringField(
        N_("Autre chose à faire"),
        description=NOTHING_ON_HEALTH,
        validators=[needed(N_("Écrivez ce qu’il y a à faire.")), at_most(300)],
        filters=[strip],
    )
    due_on = DateField(N_("Pour quand ?"), validators=[optional()])


class EndForm(Form):
    ended_on = DateField(N_("Dernier jour"), validators=[needed(_NO_DATE)])


class WordsForm(CheckInForm):
    HELP = NOTHING_ON_HEALTH


class LetterForm(Form):
    post_kept = StringField(
        N_("Le poste que la personne garde"),
        validators=[needed(N_("Écrivez le poste.")), at_most(160)],
        filters=[strip],
    )
    mission_time = StringField(
        N_("Temps de mission, compris dans le temps de travail"),
        description=N_("Par exemple : 20 %, le mardi."),
        validators=[needed(N_("Écrivez le temps de mission.")), at_most(160)],
        filters=[strip],
    )
    missions = TextAreaField(
        N_("Les missions"),
        description=NOTHING_ON_HEALTH,
        validators=[needed(N_("Écrivez les missions.")), at_most(4000)],
        filters=[strip],
    )
    trainings = TextAreaField(
        N_("Formations, sur le temps de travail"), validators=[at_most(2000)], filters=[strip]
    )
    supervision = TextAreaField(
        N_("Supervision, sur le temps de travail"), validators=[at_most(2000)], filters=[strip]
    )
    contact_name = StringField(N_("À qui s’adresser"), validators=[at_most(120)], filters=[strip])
    signed_by = StringField(
        N_("Qui signe, et sa fonction"), validators=[at_most(160)], filters=[strip]
    )


class CheckInDayForm(Form):
    day = DateField(N_("Quel jour ?"), validators=[needed(_NO_DATE)])


class SheetForm(Form):
    content = TextAreaField(
        N_("La fiche de poste"),
        description=NOTHING_ON_HEALTH,
        validators=[needed(N_("Écrivez la fiche de poste.")), at_most(20000)],
        filters=[strip],
    )
    since = DateField(N_("Valable à partir du"), validators=[needed(_NO_DATE)])


class ReviewForm(Form):
    decided = TextAreaField(
        N_("Ce qui change dans la fiche de poste"),
        description=NOTHING_ON_HEALTH,
        validators=[at_most(2000)],
        filters=[strip],
    )


class StepForm(Form):
    state = RadioField(
        N_("Où en êtes-vous ?"), choices=choices(*((one, N_(one.label)) for one in StepState))
    )
    note = TextAreaField(
        N_("Une précision"),
        description=NOTHING_ON_HEALTH,
        validators=[at_most(1000)],
        filters=[strip],
    )


def _people(members: Iterable[Member], nobody: str) -> list[Any]:
    return choices(
        ("", nobody),
        *((one.person_id, one.name or _("Nom non indiqué")) for one in members),
    )
