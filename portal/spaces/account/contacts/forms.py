"""Fields of adding a way to be reached."""

from wtforms import StringField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, needed, strip


class AddressForm(Form):
    address = StringField(
        N_("Le téléphone ou l’e-mail à ajouter"),
        validators=[
            needed(N_("Écrivez un numéro de téléphone mobile ou une adresse e-mail.")),
            at_most(320),
        ],
        filters=[strip],
    )
