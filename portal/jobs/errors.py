"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Conflict
from portal.kernel.i18n import N_


class OfferNotOpen(Conflict):
    """The offer does not take answers any more, or not for the moment."""

    message = str(N_("Cette offre ne reçoit plus de réponses."))


class NothingToReach(Conflict):
    """An application cannot leave without a way to reach the person."""

    message = str(N_("Il manque un moyen de vous joindre."))


class MovedOn(Conflict):
    """The application is not at the step it was when the page was shown."""

    message = str(N_("Ce n’est plus possible : la suite a changé. Relisez la page."))
