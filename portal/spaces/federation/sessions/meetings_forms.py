"""Fields of the meetings before a session: moments to open, who is invited, a choice told."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from uuid import UUID

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
    URLField,
)
from wtforms.validators import NumberRange

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.organisations.queries.members import Member
from portal.trainings.actions.meetings import MOST_AT_ONCE, Row
from portal.trainings.enums import MeetingWay
from portal.trainings.queries.registrations import Registration
from portal.web.fields import LinesField, line
from portal.web.forms import DateField, Form, OnceForm, at_most, choices, needed, refuse, strip

_LENGTHS = (
    (15, N_("Un quart d’heure")),
    (20, N_("Vingt minutes")),
    (30, N_("Une demi-heure")),
    (45, N_("Trois quarts d’heure")),
    (60, N_("Une heure")),
)
_MOST_NAMES = 6


class MomentsForm(OnceForm):
    """The fields bear the names of `Row`."""

    day = DateField(N_("Jour"), [needed(N_("Choisissez le jour."))])
    time = TimeField(N_("Heure du premier entretien"), [needed(N_("Choisissez l’heure."))])
    minutes = SelectField(N_("Durée de chaque entretien"), coerce=int, choices=choices(*_LENGTHS))
    how_many = IntegerField(
        N_("Combien d’entretiens à la suite"),
        [
            needed(N_("Écrivez combien d’entretiens.")),
            NumberRange(1, MOST_AT_ONCE, N_("Écrivez un nombre entre 1 et 20.")),
        ],
        description=N_("Une personne par entretien. Comptez les pauses à part."),
    )
    way = RadioField(
        N_("Comment"),
        [needed(N_("Choisissez comment vous vous parlez."))],
        choices=choices(*((one, N_(one.label)) for one in MeetingWay)),
    )
    place = line(
        N_("Où venir"),
        most=300,
        hint=N_("L’adresse, l’étage, qui demander à l’accueil. Par téléphone : laissez vide."),
    )
    video_link = URLField(
        N_("Le lien de la visio"),
        [at_most(300)],
        filters=[strip],
        description=N_("Seule la personne qui a choisi ce moment le voit."),
    )
    colleagues = SelectMultipleField(
        N_("Qui sera là, dans votre équipe"),
        description=N_("Chaque personne voit qui elle rencontre et quand, rien d’autre."),
    )
    names = LinesField(
        N_("Qui d’autre sera là"),
        [],
        description=N_("Un nom par ligne. La personne invitée lit ces noms."),
    )
    peer_there = BooleanField(
        N_("Une personne paire sera là"),
        description=N_(
            "C’est recommandé. La personne invitée le lit, sans savoir qui : demandez d’abord"
            " l’accord de votre collègue."
        ),
    )

    def offer(self, team: Iterable[Member]) -> "MomentsForm":
        self.colleagues.choices = choices(*((one.person_id, one.name) for one in team if one.name))
        return self

    def validate_names(self, field: LinesField) -> None:
        if len(field.data) > _MOST_NAMES or any(len(name) > 120 for name in field.data):
            raise refuse(str(N_("Six noms au plus, un par ligne.")))

    def row(self) -> Row:
        """What was written, once validated."""
        day, hour = self.day.data or clock.today(), self.time.data or time()
        return Row(
            first=datetime.combine(day, hour, tzinfo=clock.PARIS),
            how_many=self.how_many.data or 1,
            minutes=self.minutes.data,
            way=MeetingWay(self.way.data),
            place=self.place.data or "",
            video_link=self.video_link.data or "",
            peer_there=self.peer_there.data,
            names=tuple(self.names.data or ()),
            colleagues=tuple(UUID(one) for one in self.colleagues.data or ()),
        )


class InviteForm(Form):
    people = SelectMultipleField(
        N_("Qui inviter"), description=N_("La première demande arrivée est en haut.")
    )

    def offer(self, waiting: Sequence[Registration]) -> "InviteForm":
        self.people.choices = choices(*((one.id, one.name) for one in waiting))
        return self

    def wanted(self) -> list[UUID]:
        return [UUID(one) for one in self.people.data or ()]


class NoteForm(Form):
    """A form for each person: its prefix tells them apart."""

    slot = SelectField(N_("Le moment dit de vive voix"), [needed(N_("Choisissez un moment."))])

    def offer(self, free: Iterable[tuple[UUID, str]]) -> "NoteForm":
        self.slot.choices = choices(*free)
        return self
