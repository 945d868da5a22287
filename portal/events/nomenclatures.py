"""What this context ships as dated data, and the lists of others it uses."""

from sqlalchemy.orm import Session

from portal.events.neighbours import NEIGHBOUR_SEED
from portal.events.terms import SEED as TERM_SEED
from portal.kernel import nomenclatures
from portal.kernel.i18n import N_

# The lists of places and of languages are planted by others; their words are used here.
DEPARTMENT, LANGUAGE = "department", "language"
FRENCH = "fr"
_FRENCH = N_("français")

SEED = (*TERM_SEED, *NEIGHBOUR_SEED)


def list_languages(session: Session) -> list[tuple[str, str]]:
    """(code, label) of what people may speak together: French, then the list of languages."""
    others = nomenclatures.entries(session, LANGUAGE)
    return [(FRENCH, str(_FRENCH)), *((entry.code, entry.label) for entry in others)]


def language_label(session: Session, code: str) -> str:
    return str(_FRENCH) if code == FRENCH else nomenclatures.label_of(session, LANGUAGE, code)
