"""The fields of the pages by which one asks to come."""

from wtforms import (
    EmailField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.kernel.i18n import N_
from portal.trainings.enums import PassportGroup, WhoseTime
from portal.web.forms import Form, at_most, choices, needed, optional, strip

LONGEST = 4000


class NameForm(Form):
    name = StringField(
        N_("Comment voulez-vous qu’on vous appelle ?"),
        filters=[strip],
        validators=[needed(N_("Écrivez le nom que vous voulez : un prénom suffit.")), at_most(120)],
    )


class WordsForm(Form):
    voice = FileField(N_("Enregistrer avec votre téléphone"))
    kept = FileField(N_("Choisir un enregistrement déjà fait"))
    words = TextAreaField(
        N_("Ou écrivez-le"), filters=[strip], validators=[optional(), at_most(LONGEST)]
    )


class QuestionForm(Form):
    text = TextAreaField(
        N_("Votre réponse"), filters=[strip], validators=[optional(), at_most(LONGEST)]
    )


def _lines(group: PassportGroup) -> SelectMultipleField:
    return SelectMultipleField(N_(group.label), validate_choice=False)


class NeedsForm(Form):
    """A field for each group of the passport whose lines may be arranged."""

    language = SelectField(
        N_("J’ai besoin d’un interprète. Ma langue :"), filters=[strip], validate_choice=False
    )
    place = _lines(PassportGroup.PLACE)
    senses = _lines(PassportGroup.SENSES)
    pace = _lines(PassportGroup.PACE)
    around = _lines(PassportGroup.AROUND)
    words = TextAreaField(
        N_("Autre chose, avec vos mots"), filters=[strip], validators=[optional(), at_most(2000)]
    )


class EmployerForm(Form):
    whose = RadioField(
        N_("Sur quel temps venez-vous ?"),
        choices=choices(*((one, N_(one.label)) for one in WhoseTime if one is not WhoseTime.NONE)),
        validate_choice=False,
    )
    name = StringField(
        N_("Le nom de la personne qui décide"),
        filters=[strip],
        validators=[optional(), at_most(160)],
    )
    email = EmailField(
        N_("Son adresse e-mail"), filters=[strip], validators=[optional(), at_most(320)]
    )
