"""The field of the sign-in page. It remembers nothing: phones and computers are shared."""

from wtforms import StringField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, needed, strip


class AddressForm(Form):
    address = StringField(
        N_("Votre téléphone ou votre e-mail"),
        validators=[
            needed(N_("Écrivez un numéro de téléphone mobile ou une adresse e-mail.")),
            at_most(320),
        ],
        filters=[strip],
    )
