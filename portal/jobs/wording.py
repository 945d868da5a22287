"""Warns about words that have no place in a note or in an answer: health, what somebody lived,
housing, papers (LG-07, LG-10). Dated rules; a warning, never a refusal: words mislead.
"""

import re
import unicodedata

from sqlalchemy.orm import Session

from portal.jobs.nomenclatures import NOT_WRITTEN
from portal.kernel import nomenclatures


def warnings(session: Session, text: str) -> list[str]:
    """What a text seems to speak about, in the current language; empty if nothing."""
    plain = _plain(text)
    return [
        rule.label
        for rule in nomenclatures.entries(session, NOT_WRITTEN)
        if any(re.search(pattern, plain) for pattern in rule.data["patterns"])
    ]


def _plain(text: str) -> str:
    """Lower case, without accents, straight apostrophes."""
    parts = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
