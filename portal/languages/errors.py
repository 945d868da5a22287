"""What this context refuses, and the sentence that says so."""

from portal.kernel.errors import Conflict, DomainError
from portal.kernel.i18n import N_


class TextChanged(Conflict):
    """Somebody else saved the same sections first: `sections` names them."""

    message = str(
        N_(
            "Quelqu’un d’autre a changé ce texte pendant que vous écriviez."
            " Ce que vous avez écrit est toujours dans les cases."
        )
    )

    def __init__(self, sections: tuple[str, ...]) -> None:
        super().__init__()
        self.sections = sections


class TranslationTooLong(DomainError):
    """Longer than what is read in its place can be."""

    message = str(
        N_(
            "Ce texte est trop long à côté du français. Rien n’est perdu : raccourcissez-le, puis"
            " enregistrez."
        )
    )


class OwnTranslation(Conflict):
    """Whoever translated does not review."""

    message = str(N_("Vous avez traduit ce texte : une autre personne doit le relire."))


class FrenchMoved(Conflict):
    """The French changed since: there is something to do before reviewing."""

    message = str(
        N_(
            "Le texte français a changé : corrigez la traduction,"
            " ou dites qu’elle est toujours juste."
        )
    )


class NothingToReview(DomainError):
    """There is no text any more, or not the one that was read."""

    message = str(N_("Ce texte a changé depuis que la page est ouverte. Relisez-le."))
