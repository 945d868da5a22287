"""Fields of a line of the board: the columns of the guide."""

from wtforms import SelectMultipleField, TextAreaField

from portal.kernel.i18n import N_
from portal.skills.enums import ORIGINS
from portal.web.forms import Form, at_most, choices, needed, strip


class LineForm(Form):
    knows = TextAreaField(
        N_("Mes compétences, acquis et connaissances"),
        description=N_(
            "Techniques, théoriques, académiques ou pratiques, sur le sujet de votre choix."
            " N’écrivez rien sur les personnes accompagnées."
        ),
        validators=[
            needed(N_("Écrivez ce que vous savez ou ce que vous connaissez.")),
            at_most(600),
        ],
        filters=[strip],
    )
    origins = SelectMultipleField(
        N_("Origine"),
        description=N_("Rien ne vous oblige à le dire. Vous pouvez en choisir plusieurs."),
        choices=choices(*((one, N_(one.label)) for one in ORIGINS)),
    )
    helps = TextAreaField(
        N_("En quoi ces ressources peuvent être mobilisées dans l’accompagnement"),
        description=N_(
            "Par exemple : accompagner un rendez-vous, traduire, expliquer une démarche."
        ),
        validators=[at_most(600)],
        filters=[strip],
    )
