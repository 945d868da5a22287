"""Fields of the card of a federation."""

from wtforms import EmailField, StringField, TelField, TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class CardForm(Form):
    description = TextAreaField(
        N_("Qui vous êtes, en quelques phrases"), validators=[at_most(3000)], filters=[strip]
    )
    website = StringField(N_("Le site internet"), validators=[at_most(300)], filters=[strip])
    contact_email = EmailField(N_("L’adresse e-mail"), validators=[at_most(320)], filters=[strip])
    contact_phone = TelField(N_("Le téléphone"), validators=[at_most(40)], filters=[strip])
