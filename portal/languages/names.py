"""A language as those read it who may not speak it: « dari (دری) »."""

from sqlalchemy.orm import Session

from portal.kernel import i18n, nomenclatures
from portal.kernel.i18n import N_
from portal.languages.nomenclatures import LANGUAGE

# The languages of the pages that the list of languages does not hold: nobody adds French to it.
_FRENCH = {"fr": N_("français"), "fr-x-simple": N_("français simple")}


def both_names(session: Session, tag: str) -> str:
    """What the language is called in the reader's, then in its own words where they differ; the
    tag itself if nobody knows it.
    """
    entry, locale = nomenclatures.recall(session, LANGUAGE, tag), i18n.find(tag)
    listed_own = str(entry.data.get("own", "")) if entry else ""
    own = listed_own or (locale.name if locale else tag)
    label = str(_FRENCH.get(tag) or (entry.label if entry else own))
    if label == own:
        return own
    # « farsi (persan) · فارسی »: no brackets behind brackets.
    return f"{label} · {i18n.isolate(own)}" if "(" in label else f"{label} ({i18n.isolate(own)})"
