"""How far a section is in a language."""

from portal.languages.enums import Origin, TranslationState
from portal.languages.models import ContentTranslation
from portal.languages.sources import digest_of


def is_stale(row: ContentTranslation, source: str) -> bool:
    """Whether the French moved since it was translated. What is said of nothing is not stale."""
    return bool(source) and row.source_digest != digest_of(source)


def state_of(row: ContentTranslation | None, source: str) -> TranslationState:
    if row is None:
        return TranslationState.TO_TRANSLATE
    if is_stale(row, source):
        return TranslationState.OUTDATED
    if row.reviewed_by:
        return TranslationState.REVIEWED
    if row.origin == Origin.MACHINE:
        return TranslationState.MACHINE_DRAFT
    return TranslationState.TO_REVIEW
