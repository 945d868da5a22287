"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Conflict, Invalid
from portal.kernel.i18n import N_


class NothingToKeep(Invalid):
    """A version of an empty record would be an empty page."""

    def __init__(self) -> None:
        super().__init__(
            {}, str(N_("Votre dossier est encore vide. Répondez d’abord à une ligne."))
        )


class NothingChosen(Invalid):
    """A share of nothing."""

    def __init__(self) -> None:
        super().__init__({"parts": str(N_("Choisissez ce que vous voulez montrer."))})


class TooMany(Conflict):
    """A list that no longer fits on a screen helps nobody."""

    message = str(N_("Il y a déjà beaucoup de lignes ici. Retirez-en une avant d’en ajouter."))


class NothingToPublish(Conflict):
    """A new edition that says what the last one says would only worry those who answered."""

    message = str(N_("Il n’y a rien de nouveau à publier."))
