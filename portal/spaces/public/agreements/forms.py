"""What an employer writes."""

from wtforms import TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, optional, strip


class AgreementForm(Form):
    words = TextAreaField(
        N_("Un mot, si vous voulez"), filters=[strip], validators=[optional(), at_most(500)]
    )
