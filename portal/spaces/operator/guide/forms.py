"""Fields of a line of the guide: the whole of a cut label, a recording."""

from wtforms import StringField, TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class CompletionForm(Form):
    words = TextAreaField(N_("La ligne entière"), validators=[at_most(400)], filters=[strip])
    source = StringField(N_("D’où viennent ces mots ?"), validators=[at_most(300)], filters=[strip])
