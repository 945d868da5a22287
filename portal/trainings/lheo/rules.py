"""What LHEO 2.3 asks of a `formation`: which elements, how many, how long. Dated, our own words.

`is_sourced`: said by LG-17, from the glossary at lheo.gouv.fr as it was read in November 2026. The
other rules are what registers are known to expect, and wait for somebody to hold them against the
official schema; a file that breaks one of those is not told so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

VALID_FROM, CHECKED_ON = date(2024, 1, 1), date(2026, 11, 30)
SOURCE = "LHEO 2.3, glossaire de lheo.gouv.fr ; gitlab.com/lheo, fiche 14 (session)"


@dataclass(frozen=True)
class Rule:
    """Of one element inside another: at least, at most (None: any number), at most so long."""

    parent: str
    child: str
    least: int
    most: int | None = 1
    length: int | None = None
    is_sourced: bool = True


def _one(parent: str, *children: str) -> tuple[Rule, ...]:
    return tuple(Rule(parent, child, 1) for child in children)


def _perhaps(parent: str, *children: str) -> tuple[Rule, ...]:
    return tuple(Rule(parent, child, 0) for child in children)


def _long(length: int, *children: str) -> tuple[Rule, ...]:
    """Not in LG-17: from the habits of registers."""
    return tuple(Rule("", child, 0, None, length, is_sourced=False) for child in children)


RULES = (
    *_one(
        "formation",
        *("domaine-formation", "intitule-formation", "objectif-formation", "resultats-attendus"),
        *("contenu-formation", "certifiante", "parcours-de-formation", "code-niveau-entree"),
        "organisme-formation-responsable",
    ),
    Rule("formation", "contact-formation", 1, None),
    Rule("formation", "action", 1, None),
    *_one(
        "action",
        *("rythme-formation", "niveau-entree-obligatoire", "modalites-alternance"),
        *("modalites-enseignement", "conditions-specifiques", "prise-en-charge-frais-possible"),
        *("lieu-de-formation", "modalites-entrees-sorties"),
    ),
    Rule("action", "code-public-vise", 1, 10),
    Rule("action", "session", 1, None),
    Rule("action", "organisme-financeur", 0, 8),
    *_perhaps(
        "action",
        *("info-public-vise", "url-action", "restauration", "hebergement", "transport"),
        *("acces-handicapes", "langue-formation", "modalites-recrutement", "frais-restants"),
        *("prix", "duree-indicative", "nombre-heures-centre", "nombre-heures-entreprise"),
        *("nombre-heures-total", "organisme-formateur"),
    ),
    *_one("session", "periode", "adresse-inscription"),
    *_perhaps("session", "modalites-inscription", "periode-inscription", "etat-recrutement"),
    *_long(255, "intitule-formation"),
    *_long(3000, "objectif-formation", "resultats-attendus", "contenu-formation"),
    *_long(3000, "rythme-formation", "modalites-alternance", "conditions-specifiques"),
    *_long(3000, "modalites-recrutement"),
    *_long(250, "info-public-vise", "restauration", "hebergement", "transport"),
    *_long(250, "acces-handicapes", "duree-indicative", "nom-organisme", "raison-sociale"),
    *_long(50, "ligne", "ville", "nom"),
    *_long(2, "langue-formation"),
    *_long(200, "frais-restants"),
)


@dataclass(frozen=True)
class Fault:
    """An element that is missing, too many, or too long."""

    parent: str
    child: str
    kind: str
    is_sourced: bool


def faults(formation: etree._Element) -> Iterator[Fault]:
    """What a `formation` lacks or has too much of."""
    for element in formation.iter(etree.Element):
        here = local(element)
        children = [local(child) for child in element.iterchildren(etree.Element)]
        for rule in RULES:
            if rule.parent == here:
                number = children.count(rule.child)
                if number < rule.least:
                    yield Fault(here, rule.child, "missing", rule.is_sourced)
                if rule.most is not None and number > rule.most:
                    yield Fault(here, rule.child, "too_many", rule.is_sourced)
            too_long = rule.length is not None and len(element.text or "") > rule.length
            if rule.child == here and not rule.parent and too_long:
                yield Fault(rule.parent, here, "too_long", rule.is_sourced)


def longest(child: str) -> int:
    """How long an element may be; no bound known is a large one."""
    lengths = [rule.length for rule in RULES if rule.child == child and rule.length is not None]
    return min(lengths, default=100_000)


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return etree.QName(element).localname
