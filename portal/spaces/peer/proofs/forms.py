"""Fields of a file of proofs: which lines."""

from wtforms import SelectMultipleField

from portal.kernel.i18n import N_
from portal.web.forms import Form, needed


class ProofsForm(Form):
    lines = SelectMultipleField(
        N_("Quelles lignes ?"),
        choices=[],
        validators=[needed(N_("Choisissez au moins une ligne."))],
    )
