"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Refused
from portal.kernel.i18n import N_


class WordsGiven(Refused):
    """What was given to the other side is no longer changed."""

    message = str(
        N_("Vos réponses sont déjà données. Vous pourrez en dire plus au prochain point.")
    )


class EngagementOver(Refused):
    message = str(N_("Cet engagement est terminé : rien n’y change plus."))


class NotAMission(Refused):
    """A letter says the time of a mission beside another post."""

    message = str(N_("La lettre de mission sert aux missions à côté d’un autre poste."))
