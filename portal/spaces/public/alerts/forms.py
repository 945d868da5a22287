"""What one asks to be told where, and how often. Nothing is remembered: phones are shared."""

from wtforms import RadioField, StringField

from portal.alerts.enums import RHYTHMS, Rhythm
from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, choices, needed, strip


class RhythmForm(Form):
    rhythm = RadioField(
        N_("À quel rythme ?"),
        choices=choices(*RHYTHMS.items()),
        default=Rhythm.DAILY.value,
    )


class AlertForm(RhythmForm):
    address = StringField(
        N_("Votre téléphone ou votre e-mail"),
        validators=[
            needed(N_("Écrivez un numéro de téléphone mobile ou une adresse e-mail.")),
            at_most(320),
        ],
        filters=[strip],
    )
