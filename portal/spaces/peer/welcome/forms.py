"""Fields of one's side: the same questions as the other side, and what one says of a review."""

from wtforms import TextAreaField

from portal.kernel.i18n import N_
from portal.web.check_ins import CheckInForm
from portal.web.forms import Form, at_most, strip


class WordsForm(CheckInForm):
    HELP = N_("Rien n’est obligatoire. Vous n’avez pas à parler de votre santé.")


class AnswerForm(Form):
    words = TextAreaField(
        N_("Ce que vous en dites"),
        description=N_("Vos mots restent à côté de ceux de la structure, qui les lit."),
        validators=[at_most(2000)],
        filters=[strip],
    )
