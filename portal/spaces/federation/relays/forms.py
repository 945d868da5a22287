"""Fields of passing a training on."""

from wtforms import TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class RelayForm(Form):
    note = TextAreaField(
        N_("Un mot pour votre région"),
        description=N_(
            "Pour qui, ici ? Qui peut répondre près de chez vous ? Ce mot est public, sous le nom"
            " de la fédération. N’écrivez rien sur les personnes accompagnées."
        ),
        validators=[at_most(500)],
        filters=[strip],
    )
