"""Fields of a call that was made."""

from wtforms import RadioField, StringField

from portal.jobs.enums import LABELS
from portal.kernel.i18n import N_
from portal.web.forms import OnceForm, at_most, choices, needed, strip


class TryForm(OnceForm):
    outcome = RadioField(
        N_("Comment l’appel s’est passé"),
        choices=choices(*LABELS["CallOutcome"].items()),
        validators=[needed(N_("Dites comment l’appel s’est passé."))],
    )
    note = StringField(
        N_("À retenir pour la suite"),
        description=N_("Par exemple : rappeler jeudi matin. La personne ne voit pas cette note."),
        filters=[strip],
        validators=[at_most(500)],
    )
