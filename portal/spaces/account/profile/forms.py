"""Fields of the account pages."""

from wtforms import RadioField, StringField

from portal.kernel import i18n
from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, choices, strip


class NameForm(Form):
    display_name = StringField(
        N_("Votre nom"),
        description=N_("Comme vous voulez qu’on vous appelle. Un prénom suffit."),
        validators=[at_most(120)],
        filters=[strip],
    )


class LanguageForm(Form):
    language = RadioField(
        N_("La langue des messages et des pages"),
        choices=choices(*((locale.tag, locale.name) for locale in i18n.LOCALES.values())),
    )


class ConfirmForm(Form):
    """Only a button."""
