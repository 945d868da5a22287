"""What may be wrong in a document of LHEO, and the sentences that say it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from portal.kernel.i18n import N_, gettext_


class Kind(StrEnum):
    """What may be wrong. The last two are about the whole file, and the remarks themselves."""

    MISSING = "missing"
    TOO_MANY = "too_many"
    MISPLACED = "misplaced"
    STRANGE = "strange"
    STRAY_WORDS = "stray_words"
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_CODE = "no_code"
    NO_NUMBER = "no_number"
    NO_DAY = "no_day"
    NO_MOMENT = "no_moment"
    STRANGE_ATTRIBUTE = "strange_attribute"
    NO_PERIOD = "no_period"
    OTHER_VERSION = "other_version"
    MORE = "more"


_SENTENCES = {
    Kind.MISSING: N_("Il manque %(element)s dans %(parent)s."),
    Kind.TOO_MANY: N_("%(element)s revient %(number)s fois dans %(parent)s : %(most)s au plus."),
    Kind.MISPLACED: N_("Dans %(parent)s, la place de %(element)s est avant %(before)s."),
    Kind.STRANGE: N_("%(element)s n’existe pas dans %(parent)s."),
    Kind.STRAY_WORDS: N_("Dans %(element)s, des mots ne sont dans aucune balise."),
    Kind.EMPTY: N_("%(element)s est vide."),
    Kind.TOO_SHORT: N_("%(element)s est trop court : %(least)s signes au moins."),
    Kind.TOO_LONG: N_("%(element)s est trop long : %(number)s signes, pour %(most)s au plus."),
    Kind.NO_CODE: N_("%(element)s ne peut pas être « %(value)s ». Codes possibles : %(codes)s."),
    Kind.NO_NUMBER: N_("%(element)s doit être un nombre entier, pas « %(value)s »."),
    Kind.NO_DAY: N_(
        "%(element)s doit être une date en huit chiffres, comme 20270312, pas « %(value)s »."
    ),
    Kind.NO_MOMENT: N_("Dans %(element)s, %(attribute)s doit être une date et une heure."),
    Kind.STRANGE_ATTRIBUTE: N_("%(element)s ne peut pas porter %(attribute)s."),
    Kind.NO_PERIOD: N_(
        "%(element)s n’a pas de premier ou de dernier jour : cette session n’est pas lue."
    ),
    Kind.OTHER_VERSION: N_(
        "Ce fichier se dit écrit en « %(value)s ». Nous le lisons comme du LHEO 2.3."
    ),
    Kind.MORE: N_("Il y a d’autres remarques : voici les vingt premières."),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which element of which other, at which line of the file (0: unknown)."""

    kind: Kind
    element: str = ""
    parent: str = ""
    line: int = 0
    values: dict[str, str] = field(default_factory=dict)

    def remark(self) -> dict[str, Any]:
        """As it is kept beside a line of an import."""
        return asdict(self)


def sentence(remark: Mapping[str, Any]) -> str:
    """What a remark says, in the reader's language."""
    names = {name: tag(remark[name]) for name in ("element", "parent") if remark[name]}
    return gettext_(_SENTENCES[Kind(remark["kind"])], **names, **remark["values"])


def tag(name: str) -> str:
    """A name as people see it in the file."""
    return f"<{name}>"
