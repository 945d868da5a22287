"""The fields of the pages behind the link of a registration, during and after the session."""

from wtforms import BooleanField, StringField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class NameForm(Form):
    name = StringField(
        N_("Comment voulez-vous que votre nom soit écrit ?"),
        description=N_("Dans l’écriture que vous voulez."),
        validators=[at_most(120)],
        filters=[strip],
    )
    in_badge = BooleanField(
        N_("Écrire aussi mon nom dans le badge"),
        description=N_("Sinon, le badge garde seulement une empreinte de votre nom."),
    )
