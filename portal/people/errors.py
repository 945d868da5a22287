"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import DomainError, Invalid, NotAllowed, Refused
from portal.kernel.i18n import N_


class CodeExpired(DomainError):
    """No code waits in this browser: too old, already used, tried too often, or never asked."""

    message = str(N_("Ce code n’est plus valable. Demandez-en un autre."))


class ContactTaken(Refused):
    """The address was proved, but it opens another account."""

    message = str(
        N_(
            "Ce moyen de contact ouvre déjà un autre compte. Connectez-vous avec lui pour"
            " l’en retirer, puis ajoutez-le ici."
        )
    )


class LastContact(NotAllowed):
    """Without any way to reach them, nobody could sign in again."""

    message = str(
        N_("C’est votre seul moyen de contact. Ajoutez-en un autre avant de retirer celui-ci.")
    )


class StaleSignIn(NotAllowed):
    """This needs somebody who signed in a short while ago: phones and computers are shared."""

    message = str(N_("Par sécurité, connectez-vous à nouveau pour faire ce changement."))


class BadAddress(Invalid):
    """Neither an e-mail address nor a telephone number one can write to."""

    def __init__(self, message: str) -> None:
        super().__init__({"address": message})


class BadTerm(Invalid):
    """A share without an end, or whose end is past."""

    def __init__(self) -> None:
        super().__init__({"until": str(N_("Choisissez une date à venir, dans l’année."))})
