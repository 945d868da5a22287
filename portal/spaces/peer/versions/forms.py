"""Fields of a version, and of what one takes away of it."""

from wtforms import SelectField, SelectMultipleField, StringField

from portal.kernel import i18n
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

    language = SelectField(
        N_("La langue du fichier"),
        description=N_("Ce que vous avez écrit vous-même n’est pas traduit."),
        choices=choices(*((locale.tag, locale.name) for locale in i18n.LOCALES.values())),
        default=lambda: i18n.current().tag,
    )

    @property
    def locale(self) -> i18n.Locale:
        return i18n.LOCALES[self.language.data]

    @property
    def chosen(self) -> list[Part]:
        return [Part(part) for part in self.parts.data or ()]
