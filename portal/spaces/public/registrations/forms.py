"""What somebody chooses behind the link of a registration."""

from collections.abc import Iterable

from wtforms import RadioField, TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, choices, needed, optional, strip

# None of the moments suits.
CALL = "call"


class MomentForm(Form):
    slot = RadioField(
        N_("Quel moment vous convient ?"),
        [needed(N_("Choisissez un moment, ou demandez qu’on vous appelle."))],
    )
    words = TextAreaField(
        N_("Quand peut-on vous appeler ?"),
        [optional(), at_most(300)],
        filters=[strip],
    )

    def offer(self, moments: Iterable[tuple[object, str]]) -> "MomentForm":
        none = (CALL, str(N_("Aucun ne me convient : appelez-moi")))
        self.slot.choices = choices(*moments, none)
        return self
