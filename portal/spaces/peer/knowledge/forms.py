"""Fields of a line of knowledge."""

from wtforms import SelectMultipleField, StringField, TextAreaField

from portal.kernel.i18n import N_
from portal.skills.enums import Source
from portal.spaces.peer.levels import interest_field, mastery_field
from portal.web.forms import Form, at_most, choices, needed, strip


class KnowledgeForm(Form):
    field = StringField(
        N_("Champ de connaissance"),
        description=N_("Par exemple : démarches auprès de la CAF, addictologie, une ville."),
        validators=[needed(N_("Écrivez ce que vous connaissez.")), at_most(200)],
        filters=[strip],
    )
    sources = SelectMultipleField(
        N_("Source de connaissance"),
        description=N_("Rien ne vous oblige à le dire. Vous pouvez en choisir plusieurs."),
        choices=choices(*((one, N_(one.label)) for one in Source)),
    )
    mastery = mastery_field()
    interest = interest_field()
    note = TextAreaField(
        N_("Une précision"),
        description=N_("N’écrivez rien sur les personnes accompagnées."),
        validators=[at_most(2000)],
        filters=[strip],
    )
