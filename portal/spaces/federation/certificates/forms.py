"""Why a badge is taken back."""

from wtforms import StringField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class RevokeForm(Form):
    because = StringField(
        N_("Pourquoi ?"),
        description=N_("La personne, et qui vérifie le badge, lisent ces mots."),
        validators=[at_most(200)],
        filters=[strip],
    )
