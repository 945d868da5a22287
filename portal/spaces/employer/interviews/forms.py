"""Fields of an interview, on the manager's side: words and days, no mark."""

from datetime import datetime

from wtforms import DateField, RadioField, StringField, TextAreaField, TimeField

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.skills.interview_enums import AgreementKind, InterviewKind, Outcome
from portal.web.forms import Form, at_most, choices, needed, optional, strip

NOT_WRITTEN = N_(
    "Parlez du travail. N’écrivez rien sur la santé, une fragilité, un traitement ou la vie privée"
    " de cette personne, ni sur les personnes accompagnées."
)


class DateForm(Form):
    """When and where."""

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


class ProposeForm(DateForm):
    """An interview with somebody of the team."""

    person = RadioField(
        N_("Avec qui ?"),
        choices=[],
        validators=[needed(N_("Choisissez une personne de l’équipe."))],
    )
    kind = RadioField(
        N_("Quel entretien ?"),
        choices=choices(*((one, N_(one.label)) for one in InterviewKind)),
        validators=[needed(N_("Choisissez quel entretien."))],
    )
