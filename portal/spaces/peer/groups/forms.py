"""Fields of taking part in a group, and of hosting one."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import NumberRange

from portal.events.actions.groups import GroupFacts
from portal.events.actions.meetings import MeetingFacts
from portal.events.enums import Audience, Rhythm
from portal.events.queries.groups import GroupMembership
from portal.events.recurrence import MOST_DATES
from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, choices, needed, optional, strip


class NameForm(Form):
    """Under which name somebody takes part."""

    shown_name = StringField(
        N_("Le nom que le groupe verra"),
        description=N_("Un prénom ou un surnom suffit."),
        validators=[needed(N_("Écrivez un nom. Un prénom suffit.")), at_most(60)],
        filters=[strip],
    )
    seen_by_facilitator = BooleanField(
        N_("La fédération qui anime le groupe peut voir ce nom"),
        description=N_("Vous pouvez changer d’avis à tout moment."),
    )


class JoinForm(NameForm):
    as_peer = BooleanField(N_("Je participe en tant que pair."))


class GroupForm(Form):
    title = StringField(
        N_("Le nom du groupe"),
        validators=[needed(N_("Donnez un nom au groupe.")), at_most(120)],
        filters=[strip],
    )
    description = TextAreaField(
        N_("De quoi on parle, comment cela se passe"),
        description=N_("N’écrivez rien sur les personnes accompagnées."),
        validators=[at_most(2000)],
        filters=[strip],
    )
    how_often = StringField(
        N_("À quel rythme"),
        description=N_("Par exemple : le dernier vendredi du mois, l’après-midi."),
        validators=[at_most(120)],
        filters=[strip],
    )
    city = StringField(
        N_("La ville"),
        description=N_("L’adresse se donne avec chaque date, à qui s’inscrit."),
        validators=[at_most(120)],
        filters=[strip],
    )
    by_video = BooleanField(N_("On peut venir en visio"))
    languages = SelectMultipleField(
        N_("Les langues parlées"), description=N_("Plusieurs réponses possibles.")
    )
    audience = RadioField(
        N_("Qui peut entrer"),
        validators=[needed(N_("Choisissez qui peut entrer."))],
    )

    def offer(self, languages: Sequence[tuple[str, str]]) -> "GroupForm":
        self.languages.choices = choices(*languages)
        self.audience.choices = choices(*((one.value, one.label) for one in Audience))
        return self

    def facts(self) -> GroupFacts:
        return GroupFacts(
            title=self.title.data or "",
            description=self.description.data or "",
            how_often=self.how_often.data or "",
            city=self.city.data or "",
            by_video=bool(self.by_video.data),
            languages=list(self.languages.data or []),
            audience=Audience(self.audience.data),
        )


class NewGroupForm(GroupForm):
    shown_name = StringField(
        N_("Le nom que le groupe verra de vous"),
        description=N_("Un prénom ou un surnom suffit."),
        validators=[needed(N_("Écrivez un nom. Un prénom suffit.")), at_most(60)],
        filters=[strip],
    )


class MeetingForm(Form):
    day = DateField(N_("Le jour"), validators=[needed(N_("Choisissez le jour."))])
    begins = TimeField(N_("De"), validators=[needed(N_("Choisissez l’heure de début."))])
    ends = TimeField(N_("À"), validators=[needed(N_("Choisissez l’heure de fin."))])
    about = StringField(
        N_("Le sujet"),
        description=N_("Tout le groupe le lit avant de s’inscrire."),
        validators=[at_most(200)],
        filters=[strip],
    )
    place = StringField(
        N_("L’adresse"),
        description=N_("Seules les personnes inscrites à la date la voient."),
        validators=[at_most(200)],
        filters=[strip],
    )
    video_link = URLField(
        N_("Le lien de la visio"),
        description=N_("Seules les personnes inscrites à la date le voient."),
        validators=[at_most(300)],
        filters=[strip],
    )

    def facts(self) -> MeetingFacts:
        """Once validated: the day and the hours are there."""
        values: dict[str, Any] = {
            name: self._fields[name].data
            for name in ("day", "begins", "ends", "about", "place", "video_link")
        }
        return MeetingFacts(**values)


class SeriesForm(MeetingForm):
    rhythm = RadioField(
        N_("Cette date revient-elle ?"), validators=[needed(N_("Choisissez une réponse."))]
    )
    how_many = IntegerField(
        N_("Combien de dates en tout"),
        default=6,
        validators=[
            optional(),
            NumberRange(1, MOST_DATES, message=N_("Écrivez un nombre entre 1 et 12.")),
        ],
    )

    def offer(self) -> "SeriesForm":
        self.rhythm.choices = choices(*((one.value, one.label) for one in Rhythm))
        self.rhythm.data = self.rhythm.data or Rhythm.ONCE.value
        return self


class NoteForm(Form):
    body = TextAreaField(
        N_("Vos notes"),
        description=N_(
            "N’écrivez rien sur les personnes accompagnées : ni nom, ni situation qui les ferait"
            " reconnaître."
        ),
        validators=[needed(N_("Écrivez vos notes.")), at_most(10000)],
        filters=[strip],
    )
    mentions = SelectMultipleField(
        N_("Qui d’autre est cité dans vos notes ?"),
        description=N_("Les personnes inscrites à cette date sont déjà prévenues."),
    )

    def offer(self, members: Iterable[GroupMembership]) -> "NoteForm":
        self.mentions.choices = choices(*((str(m.id), m.shown_name) for m in members))
        return self


class ObjectionForm(Form):
    wish = StringField(
        N_("Que faudrait-il changer ?"),
        description=N_("Seule la personne qui a écrit le lira, sans votre nom."),
        validators=[at_most(300)],
        filters=[strip],
    )
