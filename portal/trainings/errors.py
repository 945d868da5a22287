"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Conflict, DomainError, Refused
from portal.kernel.i18n import N_


class ChangedMeanwhile(Conflict):
    """Somebody else saved the same training first."""

    message = str(
        N_(
            "Quelqu’un a changé cette fiche pendant que vous écriviez."
            " Rien n’est effacé : rechargez la page pour voir la dernière version."
        )
    )


class MovedOn(Conflict):
    """The training is not where it was when the page was shown."""

    message = str(N_("Ce n’est plus possible : la fiche a changé d’état. Relisez la page."))


class NotReady(DomainError):
    """Facts are missing; the page lists them."""

    message = str(N_("Il manque encore des informations pour demander une relecture."))


class OwnWriting(Refused):
    """Whoever wrote last does not publish."""

    message = str(
        N_("Vous avez écrit ces changements : une autre personne de la fédération doit les relire.")
    )


class FederationNotAdmitted(DomainError):
    """The host association does not vouch for the federation (SE-26)."""

    message = str(N_("Votre fédération n’est pas validée sur le portail : rien n’est publié."))


class SessionNotOpen(Conflict):
    """The session takes no registrations: over, full for good, called off."""

    message = str(N_("Cette session ne prend plus d’inscriptions. Regardez les autres dates."))


class NothingToReach(DomainError):
    """A registration without any way to write to or call the person."""

    message = str(
        N_("Donnez un numéro de téléphone ou une adresse e-mail : on vous répond par là.")
    )


class TooLate(Refused):
    """The time to take the place is over, or the session moved on."""

    message = str(
        N_("Le délai pour prendre cette place est passé. Elle est proposée à une autre personne.")
    )


class NoPlaceLeft(Refused):
    """Every place is taken or offered."""

    message = str(N_("Toutes les places sont prises ou proposées."))


class MomentTaken(Refused):
    """Somebody else chose this moment first, or it is over."""

    message = str(N_("Ce moment vient d’être pris ou retiré. Choisissez-en un autre."))


class NoMomentLeft(Refused):
    """Nobody is invited to choose among nothing."""

    message = str(N_("Il n’y a pas de moment libre. Ajoutez-en d’abord."))


class SessionMovedOn(Conflict):
    """The session or the registration is not where it was when the page was shown."""

    title = str(N_("Ce n’est plus possible"))
    message = str(N_("Quelque chose a changé entre-temps. Relisez la page."))


class SessionCalledOff(SessionMovedOn):
    """Who was there is not noted of what does not take place."""

    message = str(N_("La session est annulée : il n’y a plus rien à noter."))


class NoPlaceAnyMore(SessionMovedOn):
    """Whoever was to come has no place, or gave it back."""

    message = str(N_("Cette personne n’a plus de place dans la session : rien n’est noté."))


class InAnotherAccount(Refused):
    """A registration is in one account at most."""

    message = str(N_("Cette inscription est déjà dans un autre compte."))


class VenueInUse(Refused):
    """A session was or will be held there: what it says of the place stays true."""

    message = str(N_("Des sessions utilisent ce lieu : on peut l’archiver, pas le supprimer."))


class TrainingNotPublished(Refused):
    """A session opens once its training is public."""

    message = str(N_("Publiez d’abord la fiche de la formation : une session s’ouvre ensuite."))


class NothingToImport(DomainError):
    """The file was read, and holds no training."""

    message = str(
        N_("Ce fichier ne contient aucune formation. Sa première ligne nomme les colonnes.")
    )


class NotLheo(DomainError):
    """An XML document of another kind."""

    message = str(N_("Ce fichier XML n’est pas du LHEO : il n’y a pas de formation dedans."))


class NothingChosen(DomainError):
    """No line was chosen."""

    message = str(N_("Choisissez au moins une ligne à importer."))


class MarkedOtherwise(Conflict):
    """Somebody else said something else of the same half-day since the page was read."""

    message = str(
        N_(
            "%(who)s a noté « %(said)s » entre-temps. Rien n’est changé :"
            " notez à nouveau si ce n’est pas juste."
        )
    )


class NotYet(Refused):
    """The half-day has not begun, or the session is not over."""

    message = str(N_("Ce n’est pas encore le moment."))


class CodeOver(Refused):
    """A code on a screen lives for some minutes."""

    message = str(N_("Ce code n’est plus valable. Scannez celui qui est à l’écran maintenant."))


class AlreadyGiven(Refused):
    """One evaluation each; nobody can find theirs again."""

    message = str(N_("Vous avez déjà donné votre avis. Merci."))
