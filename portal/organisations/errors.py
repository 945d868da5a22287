"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Gone, NotAllowed, Refused
from portal.kernel.i18n import N_


class LastAdministrator(Refused):
    """An organisation always keeps somebody who can manage it."""

    message = str(
        N_(
            "Il faut au moins une personne qui administre. Donnez d’abord ce rôle à quelqu’un"
            " d’autre."
        )
    )


class InvitationOver(Gone):
    """Expired, revoked or already used."""

    message = str(
        N_("Cette invitation n’est plus valable. Demandez-en une autre à la personne qui invite.")
    )


class NotInvited(NotAllowed):
    """The invitation was sent to somebody else than who is signed in."""

    message = str(
        N_(
            "Cette invitation a été envoyée à un autre moyen de contact que les vôtres."
            " Ajoutez-le à votre compte ou connectez-vous avec lui."
        )
    )


class AskTheTeam(NotAllowed):
    """A team has a board among its members: one is let in by somebody else."""

    message = str(
        N_("Cette équipe a déjà des membres. Demandez à une autre personne de vous y ajouter.")
    )


class SiretTaken(Refused):
    """Another admitted organisation bears this number; told only to who supervises both."""

    message = str(
        N_("Une organisation déjà validée porte ce SIRET. Vérifiez laquelle est la bonne.")
    )


class EstablishmentInUse(Refused):
    message = str(N_("Des offres citent ce lieu. Il ne peut pas être supprimé."))


class NotAdmitted(NotAllowed):
    """The organisation waits for somebody to vouch for it, or was suspended."""

    message = str(N_("Votre organisation n’est pas validée : cette action attend sa validation."))
