"""What both sides of an interview are asked: a moment, what is agreed, what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import RadioField, StringField, TimeField

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.skills.interview_enums import AgreementKind, Outcome
from portal.skills.rooms import Room
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip


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
        validators=[needed(N_("Choisissez une des réponses proposées."))],
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
