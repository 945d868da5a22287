"""Fields of the path, of the project and of its steps."""

from wtforms import (
    BooleanField,
    MonthField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from portal.kernel.i18n import N_, gettext_
from portal.skills.actions.record import UNKNOWN_LANGUAGE
from portal.skills.enums import Ease, PathKind, Wish
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip

_EASE = choices(*((one, N_(one.label)) for one in Ease))
_WISHES = choices(*((one, N_(one.label)) for one in Wish))


class StageForm(Form):
    kind = SelectField(
        N_("Qu’est-ce que c’est ?"),
        # A language is asked for otherwise, on a page of its own.
        choices=choices(*((one, N_(one.label)) for one in PathKind if one != PathKind.LANGUAGE)),
    )
    title = StringField(
        N_("Son nom"),
        description=N_("Par exemple : médiation à l’accueil de jour."),
        validators=[needed(N_("Écrivez un nom.")), at_most(200)],
        filters=[strip],
    )
    place = StringField(N_("Où ?"), validators=[at_most(200)], filters=[strip])
    began = MonthField(N_("Début"), description=N_("Mois et année."), validators=[optional()])
    ended = MonthField(N_("Fin"), validators=[optional()])
    is_current = BooleanField(N_("C’est toujours en cours"))
    words = TextAreaField(
        N_("Ce que vous y avez fait ou appris"),
        description=N_("N’écrivez rien sur les personnes accompagnées."),
        validators=[at_most(4000)],
        filters=[strip],
    )


class LanguageForm(Form):
    """One listed, or named freely: both empty, there is nothing to keep."""

    language = SelectField(N_("Quelle langue ?"), choices=[])
    title = StringField(
        N_("Une autre langue"),
        description=N_("Si elle n’est pas dans la liste, écrivez son nom."),
        validators=[at_most(200)],
        filters=[strip],
    )
    spoken = RadioField(N_("Vous la parlez ?"), choices=_EASE, validators=[optional()])
    written = RadioField(N_("Vous l’écrivez ?"), choices=_EASE, validators=[optional()])
    interprets = RadioField(
        N_("Vous pouvez traduire à l’oral ?"),
        description=N_("Quand deux personnes ne se comprennent pas."),
        choices=_EASE,
        validators=[optional()],
    )
    not_interpreted = StringField(
        N_("Ce que vous ne traduisez pas"),
        description=N_("Par exemple : un rendez-vous médical, une audience."),
        validators=[at_most(300)],
        filters=[strip],
    )
    level = StringField(
        N_("Une précision, avec vos mots"), validators=[at_most(200)], filters=[strip]
    )

    def offer(self, known: list[tuple[str, str]]) -> "LanguageForm":
        self.language.choices = choices(("", N_("Une autre, que j’écris ici")), *known)
        return self

    def validate_title(self, field: StringField) -> None:
        if not (field.data or self.language.data):
            raise ValidationError(gettext_(UNKNOWN_LANGUAGE))


class ProjectForm(Form):
    in_peer_work = RadioField(
        N_("Voulez-vous travailler dans le travail pair ?"),
        choices=_WISHES,
        validators=[optional()],
    )
    how_long = StringField(
        N_("Pendant combien de temps ?"),
        description=N_("C’est vous qui jugez. Vous pouvez changer d’avis."),
        validators=[at_most(300)],
        filters=[strip],
    )
    in_sector = RadioField(
        N_("Voulez-vous rester dans le secteur social ?"),
        choices=_WISHES,
        validators=[optional()],
    )
    time_wish = RadioField(
        N_("Quel temps de travail souhaitez-vous ?"),
        choices=choices(
            ("full", N_("Temps plein")),
            ("part", N_("Temps partiel")),
            ("unsure", N_("Je ne sais pas encore")),
        ),
        validators=[optional()],
    )
    trainings = TextAreaField(
        N_("Les formations qui vous intéressent"), validators=[at_most(2000)], filters=[strip]
    )
    words = TextAreaField(
        N_("Votre projet, avec vos mots"),
        description=N_("Dites-en aussi peu que vous voulez."),
        validators=[at_most(4000)],
        filters=[strip],
    )


class StepForm(Form):
    what = StringField(
        N_("Que voulez-vous faire ?"),
        description=N_("Par exemple : demander une formation au permis."),
        validators=[needed(N_("Écrivez ce que vous voulez faire.")), at_most(300)],
        filters=[strip],
    )
    by_when = DateField(N_("Pour quand ?"), validators=[optional()])
    who_helps = StringField(N_("Qui vous aide ?"), validators=[at_most(160)], filters=[strip])
