"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Conflict, Invalid, Refused
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


class TooMany(Refused):
    """A list that no longer fits on a screen helps nobody."""

    message = str(N_("Il y a déjà beaucoup de lignes ici. Retirez-en une avant d’en ajouter."))


class StillSealed(Refused):
    """The record is written together, once both opened or the moment came."""

    message = str(
        N_("C’est encore fermé. Le compte rendu s’écrit quand les deux préparations sont ouvertes.")
    )


class AlreadyOpen(Refused):
    """What was prepared is read by both: it does not change any more."""

    message = str(N_("Les préparations sont ouvertes. Écrivez maintenant dans le compte rendu."))


class AlreadySigned(Refused):
    """Both signed: nothing changes any more."""

    message = str(N_("Ce compte rendu est signé par les deux. Il ne change plus."))


class ChangedMeanwhile(Conflict):
    """One signs what one has read, and nothing else."""

    message = str(N_("Le texte a changé depuis votre lecture. Relisez-le, puis signez."))


class TooHeavy(Invalid):
    """A file nobody could send or open on a phone."""

    def __init__(self) -> None:
        super().__init__(
            {
                "lines": str(
                    N_("Cela fait un fichier trop lourd. Choisissez moins de lignes à la fois.")
                )
            }
        )


class AlreadyPublished(Refused):
    """Whoever answers knows a group by its name."""

    message = str(N_("Ce groupe est publié : son nom ne change plus."))


class NothingToPublish(Refused):
    """A new edition that says what the last one says would only worry those who answered."""

    message = str(N_("Il n’y a rien de nouveau à publier."))
