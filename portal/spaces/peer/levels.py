"""How far one is and whether one likes it: asked of a line of the grid and of a knowledge."""

from wtforms import RadioField

from portal.kernel.i18n import N_
from portal.skills.enums import Level
from portal.web.forms import choices, optional


def mastery_field() -> RadioField:
    return RadioField(
        N_("Maîtrise : où en êtes-vous ?"),
        choices=choices(*((one, N_(one.mastery_label)) for one in Level)),
        validators=[optional()],
    )


def interest_field() -> RadioField:
    return RadioField(
        N_("Intérêt : est-ce que cela vous plaît ?"),
        choices=choices(*((one, N_(one.interest_label)) for one in Level)),
        validators=[optional()],
    )
