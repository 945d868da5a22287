"""Fields of one's side of a check-in: the same questions as the other side."""

from portal.kernel.i18n import N_
from portal.web.check_ins import CheckInForm


class WordsForm(CheckInForm):
    HELP = N_("Rien n’est obligatoire. Vous n’avez pas à parler de votre santé.")
