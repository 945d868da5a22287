"""Fields of a version."""

from wtforms import StringField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class VersionForm(Form):
    title = StringField(
        N_("Un nom pour cette version"),
        description=N_("Par exemple : avant l’entretien. Vous pouvez le laisser vide."),
        validators=[at_most(120)],
        filters=[strip],
    )
