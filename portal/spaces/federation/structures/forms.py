"""Fields of vouching for a structure."""

from wtforms import TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, needed, strip


class ReasonForm(Form):
    reason = TextAreaField(
        N_("La raison"),
        description=N_("La structure la lira telle quelle. Dites ce qui manque, ou quoi faire."),
        validators=[needed(N_("Écrivez la raison en une phrase.")), at_most(1000)],
        filters=[strip],
    )
