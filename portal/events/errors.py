"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Refused
from portal.kernel.i18n import N_


class MeetingOver(Refused):
    """The date is past or does not take place."""

    message = str(N_("Cette date est passée ou annulée. Choisissez-en une autre."))


class LastHost(Refused):
    """A group with members keeps somebody who runs it."""

    message = str(
        N_(
            "Vous animez ce groupe et d’autres personnes y participent. Demandez à quelqu’un de"
            " reprendre l’animation, ou fermez le groupe."
        )
    )


class AlreadyRun(Refused):
    """Somebody runs this group already."""

    message = str(N_("Quelqu’un anime déjà ce groupe."))


class NotNear(Refused):
    """They no longer appear, or not to this person."""

    message = str(N_("Cette personne n’est plus visible. Votre message n’est pas parti."))
