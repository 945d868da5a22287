"""Fields of joining a team."""

from wtforms import StringField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, needed, strip


class JoinForm(Form):
    display_name = StringField(
        N_("Votre nom"),
        description=N_("Vos collègues et les personnes qui répondent aux offres le verront."),
        validators=[
            needed(N_("Écrivez le nom que vos collègues verront.")),
            at_most(120),
        ],
        filters=[strip],
    )
