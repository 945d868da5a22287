"""Practice groups as both spaces that run them ask and say them."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import NumberRange

from portal.events import codes
from portal.events.actions.groups import GroupFacts
from portal.events.actions.meetings import MeetingFacts
from portal.events.enums import Audience, Rhythm
from portal.events.queries.groups import PracticeGroup
from portal.events.queries.meetings import Meeting
from portal.events.recurrence import MOST_DATES
from portal.kernel import clock
from portal.kernel.i18n import N_, _, listed
from portal.languages.nomenclatures import language_label
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip
from portal.web.request import session, settings


def where(group: PracticeGroup) -> str:
    """« Lille, en visio » : as far as anybody is told."""
    parts = [group.city, _("en visio") if group.by_video else ""]
    return listed(part for part in parts if part)


def languages(group: PracticeGroup) -> str:
    return listed(language_label(session(), code) for code in group.languages)


def link(group: PracticeGroup) -> str:
    """The whole address by which somebody enters."""
    token = codes.token(settings().key(codes.KEY), group.id, group.code_version)
    return f"{settings().base_url}/my/groups/join/{token}"


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

    @classmethod
    def of(cls, found: Meeting) -> "MeetingForm":
        """As the date is now."""
        starts, ends = (
            moment.astimezone(clock.PARIS)
            for moment in (found.meeting.starts_at, found.meeting.ends_at)
        )
        return cls(
            day=starts.date(),
            begins=starts.time(),
            ends=ends.time(),
            about=found.meeting.about,
            place=found.room.place if found.room else "",
            video_link=found.room.video_link if found.room else "",
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

    def offer(self, usual: Rhythm) -> "SeriesForm":
        self.rhythm.choices = choices(*((one.value, one.label) for one in Rhythm))
        self.rhythm.data = self.rhythm.data or usual.value
        return self
