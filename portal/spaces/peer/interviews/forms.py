"""Fields of an interview, on the person's side."""

from datetime import datetime

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.skills.enums import Part
from portal.skills.interview_enums import AgreementKind, Outcome
from portal.web.forms import Form, at_most, choices, needed, optional, strip

NOT_WRITTEN = N_(
    "N’écrivez rien sur la santé ou une fragilité, la vôtre ou celle d’une autre personne. Rien non"
    " plus sur les personnes accompagnées."
)


class DateForm(Form):
    """Another moment than the one proposed."""

    day = DateField(N_("Jour"), validators=[needed(N_("Choisissez un jour."))])
    time = TimeField(N_("Heure"), validators=[needed(N_("Choisissez une heure."))])
    place = StringField(
        N_("Lieu"),
        description=N_("Une salle, une adresse, ou « par téléphone »."),
        validators=[at_most(160)],
        filters=[strip],
    )

    @property
    def moment(self) -> datetime:
        """Once valid."""
        if self.day.data is None or self.time.data is None:
            raise ValueError("a valid form has a day and a time")
        return datetime.combine(self.day.data, self.time.data, tzinfo=clock.PARIS)


class WordsForm(Form):
    """What one wants to say about a topic. Nothing is an answer too."""

    words = TextAreaField(
        N_("Vos mots"), description=NOT_WRITTEN, validators=[at_most(6000)], filters=[strip]
    )


class VoiceForm(Form):
    """The same, said aloud."""

    recording = FileField(
        N_("Votre message vocal"),
        [FileRequired(N_("Choisissez un fichier, ou enregistrez avec le téléphone."))],
    )


class AgreementForm(Form):
    """Something both agree on."""

    kind = RadioField(
        N_("C’est pour quoi ?"),
        choices=choices(*((one, N_(one.label)) for one in AgreementKind)),
        validators=[needed(N_("Choisissez une des réponses proposées."))],
    )
    what = StringField(
        N_("Ce qui est convenu"),
        description=N_("Par exemple : suivre la formation à l’animation."),
        validators=[needed(N_("Écrivez ce qui est convenu.")), at_most(300)],
        filters=[strip],
    )
    by_when = DateField(N_("Pour quand ?"), validators=[optional()])
    who = StringField(N_("Qui s’en occupe ?"), validators=[at_most(160)], filters=[strip])


class OutcomeForm(Form):
    """What became of an earlier agreement."""

    outcome = RadioField(
        N_("Où cela en est"),
        choices=choices(*((one, N_(one.label)) for one in Outcome)),
        validators=[needed(N_("Choisissez une des réponses proposées."))],
    )


class AttachForm(Form):
    """What to show, and until when. `source` is a version's number, or nothing: as of today."""

    source = SelectField(N_("De quel moment ?"), choices=[])
    parts = SelectMultipleField(
        N_("Que voulez-vous montrer ?"),
        description=N_(
            "Plusieurs réponses possibles. Dire d’où vient une connaissance peut révéler ce que"
            " vous avez vécu : ce n’est jamais obligatoire."
        ),
        choices=choices(*((one, N_(one.label)) for one in Part)),
        validators=[needed(N_("Choisissez ce que vous voulez montrer."))],
    )
    days = RadioField(
        N_("Jusqu’à quand ?"),
        choices=choices(
            (30, N_("Un mois")), (92, N_("Trois mois")), (365, N_("Un an, jusqu’au prochain"))
        ),
        default="92",
        validators=[needed(N_("Choisissez une des réponses proposées."))],
    )
