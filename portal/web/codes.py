"""The field a one-time code is typed in, and what a wrong one is told."""

from wtforms import StringField

from portal.kernel.i18n import N_, _, ngettext
from portal.people.actions.codes import Wrong
from portal.web.forms import Form, at_most, needed, strip


class CodeForm(Form):
    code = StringField(
        N_("Le code à 6 chiffres"),
        validators=[needed(N_("Écrivez les 6 chiffres du message.")), at_most(60)],
        filters=[strip],
    )


def wrong_code(wrong: Wrong) -> str:
    if not wrong.tries_left:
        return _("Ce n’est pas ce code, et c’était le dernier essai. Demandez un autre code.")
    return ngettext(
        "Ce n’est pas ce code. Il reste %(n)s essai.",
        "Ce n’est pas ce code. Il reste %(n)s essais.",
        wrong.tries_left,
    )
