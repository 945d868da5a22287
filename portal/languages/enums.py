"""Where a translation comes from, and how far it is."""

from enum import StrEnum

from portal.kernel.i18n import N_


class Origin(StrEnum):
    PERSON = "person"
    MACHINE = "machine"

    @property
    def label(self) -> str:
        return str(_ORIGINS[self])


_ORIGINS = {
    Origin.PERSON: N_("Traduit par une personne"),
    Origin.MACHINE: N_("Traduction automatique"),
}


class TranslationState(StrEnum):
    """How far a section is in a language. `OUTDATED`: its French changed since."""

    TO_TRANSLATE = "to_translate"
    MACHINE_DRAFT = "machine_draft"
    TO_REVIEW = "to_review"
    REVIEWED = "reviewed"
    OUTDATED = "outdated"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES = {
    TranslationState.TO_TRANSLATE: N_("À traduire"),
    TranslationState.MACHINE_DRAFT: N_("Brouillon automatique"),
    TranslationState.TO_REVIEW: N_("À relire"),
    TranslationState.REVIEWED: N_("Relu"),
    TranslationState.OUTDATED: N_("À revoir"),
}


class DraftError(StrEnum):
    """Why a machine gave no draft."""

    UNREACHABLE = "unreachable"
    LANGUAGE = "language"
    BUSY = "busy"
    REFUSED = "refused"
    GARBLED = "garbled"

    @property
    def label(self) -> str:
        return str(_DRAFT_ERRORS[self])


_DRAFT_ERRORS = {
    DraftError.UNREACHABLE: N_("Le service de traduction ne répond pas. Essayez plus tard."),
    DraftError.LANGUAGE: N_("Le service de traduction ne connaît pas cette langue."),
    DraftError.BUSY: N_("Le service de traduction a trop de demandes. Essayez plus tard."),
    DraftError.REFUSED: N_("Le service de traduction a refusé la demande."),
    DraftError.GARBLED: N_("La réponse du service de traduction est illisible."),
}
