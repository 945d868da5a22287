"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Conflict, DomainError, Refused
from portal.kernel.i18n import N_


class OfferNotOpen(Refused):
    """The offer does not take answers any more, or not for the moment."""

    message = str(N_("Cette offre ne reçoit plus de réponses."))


class NothingToReach(Refused):
    """An application cannot leave without a way to reach the person."""

    message = str(N_("Il manque un moyen de vous joindre."))


class MovedOn(Conflict):
    """The application is not at the step it was when the page was shown."""

    title = str(N_("Ce n’est plus possible"))
    message = str(N_("Quelque chose a changé entre-temps. Relisez la page."))


class Withdrawn(Refused):
    """The person took their application back: the structure lets them be."""

    title = str(N_("La personne a retiré sa candidature"))


class CallOver(Refused):
    """The call is not to be made any more."""

    title = str(N_("Ce rappel n’est plus à faire"))
    message = str(N_("Quelqu’un s’en est chargé, ou la personne ne l’attend plus."))


class ChangedMeanwhile(Conflict):
    """Somebody else saved the same offer first."""

    message = str(
        N_(
            "Quelqu’un a changé cette offre pendant que vous écriviez."
            " Rien n’est effacé : rechargez la page pour voir la dernière version."
        )
    )


class NotPublishable(DomainError):
    """Facts are missing or a rule stands in the way; the last step lists them."""

    message = str(N_("L’offre n’est pas encore prête à être publiée."))


class StructureNotAdmitted(DomainError):
    """The federation has not vouched for the structure yet (SE-26)."""

    message = str(
        N_("Votre structure attend la validation de sa fédération. L’offre reste en brouillon.")
    )


class OfferClosed(Refused):
    """A closed offer does not come back; it can be copied."""

    message = str(N_("Cette offre est fermée. Vous pouvez la copier pour en faire une nouvelle."))
