"""Fields of an interview, on the person's side."""

from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
)

from portal.kernel.i18n import N_
from portal.skills.enums import Part
from portal.web.forms import DateField, Form, choices, needed, optional


class HireForm(Form):
    """The day one was hired; left empty, it is forgotten."""

    hired_on = DateField(
        N_("Le jour de votre embauche"),
        description=N_("Il est écrit sur votre contrat. Laissez vide pour effacer cette date."),
        validators=[optional()],
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
