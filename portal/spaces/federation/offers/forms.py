"""Fields of passing an offer on."""

from wtforms import TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class RelayForm(Form):
    note = TextAreaField(
        N_("Un mot de la fédération"),
        description=N_("Il s’affiche sur l’offre, sous le nom de la fédération."),
        validators=[at_most(500)],
        filters=[strip],
    )
