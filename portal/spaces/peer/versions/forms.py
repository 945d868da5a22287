"""Fields of a version, and of what one takes away of it."""

from wtforms import SelectMultipleField, StringField

from portal.kernel.i18n import N_
from portal.skills.enums import Part
from portal.web.forms import Form, at_most, choices, needed, strip


class VersionForm(Form):
    title = StringField(
        N_("Un nom pour cette version"),
        description=N_("Par exemple : avant l’entretien. Vous pouvez le laisser vide."),
        validators=[at_most(120)],
        filters=[strip],
    )


class ExportForm(Form):
    """What goes into the file. The origin of knowledge is never ticked beforehand."""

    parts = SelectMultipleField(
        N_("Que voulez-vous emporter ?"),
        choices=choices(*((one, N_(one.label)) for one in Part)),
        validators=[needed(N_("Choisissez ce que vous voulez emporter."))],
        default=[part.value for part in Part if part is not Part.KNOWLEDGE_SOURCES],
    )

    @property
    def chosen(self) -> list[Part]:
        return [Part(part) for part in self.parts.data or ()]
