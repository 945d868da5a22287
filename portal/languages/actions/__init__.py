"""What may be done with translations, a glossary, and a machine's drafts. They never commit."""

from portal.languages.actions.drafts import ask_drafts, keep_draft, keep_failure, leave_to_people
from portal.languages.actions.glossary import remove_term, save_term
from portal.languages.actions.readings import add_reading, erase_readings, remove_reading
from portal.languages.actions.translations import (
    erase_translations,
    review_section,
    save_translation,
    write_sections,
)

__all__ = [
    "add_reading",
    "ask_drafts",
    "erase_readings",
    "erase_translations",
    "keep_draft",
    "keep_failure",
    "leave_to_people",
    "remove_reading",
    "remove_term",
    "review_section",
    "save_term",
    "save_translation",
    "write_sections",
]
