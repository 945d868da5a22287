"""What both sides of an interview are asked: a moment, what is agreed, what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, TextAreaField, TimeField

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.skills.interview_enums import AgreementKind, Outcome
from portal.skills.rooms import Room
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip

_NOT_OF_ONESELF = N_(
    "N’écrivez rien sur la santé ou une fragilité, la vôtre ou celle d’une autre personne. Rien non"
    " plus sur les personnes accompagnées."
)
_NOT_OF_THE_WORKER = N_(
    "Parlez du travail. N’écrivez rien sur la santé, une fragilité, un traitement ou la vie privée"
    " de cette personne, ni sur les personnes accompagnées."
)


class WordsForm(Form):
    """What one wants to say about a topic. Nothing is an answer too."""

    words = TextAreaField(N_("Vos mots"), validators=[at_most(6000)], filters=[strip])

    def warn(self, room: Room) -> "WordsForm":
        """Say what is not to be written, to the one of the two who writes."""
        self.words.description = _NOT_OF_ONESELF if room.is_worker else _NOT_OF_THE_WORKER
        return self


class VoiceForm(Form):
    """The same, said aloud."""

    recording = FileField(
        N_("Votre message vocal"),
        [FileRequired(N_("Choisissez un fichier, ou enregistrez avec le téléphone."))],
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
        validators=[optional()],
    )

    @classmethod
    def about(cls, agreement_id: UUID, **values: Any) -> "OutcomeForm":
        """One of several on a page: each names its fields after its agreement."""
        return cls(prefix=f"a{agreement_id.hex[-6:]}-", **values)

    @classmethod
    def about_earlier(cls, room: Room) -> "dict[UUID, OutcomeForm]":
        """By agreement of the interview before."""
        return {
            one.id: cls.about(one.id, formdata=None, outcome=one.outcome or None)
            for one in room.earlier
        }

    @classmethod
    def told(cls, room: Room) -> "dict[UUID, Outcome]":
        """What was sent about those agreements; nothing about those left blank."""
        sent = ((one, cls.about(one.id)) for one in room.earlier)
        return {
            one.id: Outcome(form.outcome.data)
            for one, form in sent
            if form.outcome.data and form.validate()
        }
