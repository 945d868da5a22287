"""The fields of a person's practice."""

from wtforms import IntegerField

from portal.kernel.i18n import N_
from portal.web.forms import Form, optional


class PracticeForm(Form):
    weeks = IntegerField(N_("Semaines de stage faites"), validators=[optional()])
    hours = IntegerField(N_("Heures de stage faites"), validators=[optional()])
