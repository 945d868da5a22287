"""Keeping an offer on line."""

from portal.kernel.i18n import N_
from portal.web.forms import DateField, Form, optional


class RenewalForm(Form):
    apply_until = DateField(
        N_("On peut répondre jusqu’au"),
        [optional()],
        description=N_("Sans date, l’offre reste en ligne 90 jours de plus."),
    )
