"""Fields of the grid: one line to answer, lines of one's own, words that show a line."""

from wtforms import (
    FileField,
    HiddenField,
    MultipleFileField,
    RadioField,
    StringField,
    TextAreaField,
)

from portal.kernel.i18n import N_
from portal.skills.enums import Mobilised
from portal.spaces.peer.levels import interest_field, mastery_field
from portal.web.forms import Form, at_most, choices, needed, optional, strip


class LineForm(Form):
    """What one answers to a line. Each of the three may be left blank.

    `answered_at` is when, on the device, if it waited there without a network.
    """

    mobilised = RadioField(
        N_("Est-ce que vous le faites dans votre travail ?"),
        choices=choices(*((one, N_(one.label)) for one in Mobilised)),
        validators=[optional()],
    )
    mastery = mastery_field()
    interest = interest_field()
    answered_at = HiddenField(filters=[strip])


class QuickForm(Form):
    """« Mobilised » alone, in the whole table."""

    mobilised = RadioField(
        N_("Est-ce que vous le faites dans votre travail ?"),
        choices=choices(*((one, N_(one.label)) for one in Mobilised)),
    )


class WordsForm(Form):
    """Something that shows a line, in words."""

    words = TextAreaField(
        N_("Un exemple, avec vos mots"),
        description=N_(
            "Personne d’autre ne le voit. N’écrivez rien sur les personnes accompagnées."
        ),
        validators=[
            needed(N_("Écrivez quelques mots, ou revenez à la ligne.")),
            at_most(4000),
        ],
        filters=[strip],
    )


class FilesForm(Form):
    """Something that shows a line, heard or seen. They came in pieces, or come whole."""

    voice = FileField(N_("Enregistrer avec mon téléphone"))
    photo = FileField(N_("Prendre une photo"))
    kept = MultipleFileField(N_("Choisir un fichier"))


class OwnLineForm(Form):
    """A line of one's own."""

    label = StringField(
        N_("Ce que vous savez faire"),
        description=N_("Par exemple : traduire pendant un rendez-vous."),
        validators=[needed(N_("Écrivez ce que vous savez faire.")), at_most(200)],
        filters=[strip],
    )
    heading = StringField(
        N_("Dans quel groupe ?"),
        description=N_("Un titre pour ranger vos lignes. Vous pouvez le laisser vide."),
        validators=[at_most(120)],
        filters=[strip],
    )
