"""Reads an offer against the dated rules: what it may not say, must justify, could say better.

A rule is data (`portal.jobs.nomenclatures.offer_rules`); this module only finds where it applies.
The structure stays free to publish what is to be justified, once it has written why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from sqlalchemy.orm import Session

from portal.jobs.enums import OfferStep, PayUnit, RuleLevel, Way
from portal.jobs.models import Offer
from portal.jobs.nomenclatures import CONTRACT, MINIMUM_PAY, OFFER_RULE
from portal.jobs.passages import Passage, fold, passages
from portal.jobs.sections import SUBJECT
from portal.jobs.steps import STEP_OF
from portal.kernel import clock, nomenclatures
from portal.kernel.i18n import N_, _, show_date
from portal.kernel.nomenclatures import Entry
from portal.languages.models import ContentTranslation
from portal.languages.queries import translations_for

_CENT = Decimal("0.01")
_FULL_TIME = Decimal(35)

# Words about the people who are welcomed, and words about the person who is looked for: a rule that
# looks everywhere leaves a sentence alone that has the first and not the second.
_WELCOMED = re.compile(
    r"\b(?:accueil\w*|recoit\w*|heberg\w*|accompagn\w+|publics?|usag[a-z.·]*|resident\w*"
    r"|beneficiaires?|menages?|familles?|maraude\w*|file active|personnes (?:suivies|orientees))"
)
_LOOKED_FOR = re.compile(
    r"\b(?:re)?cherch\w+|\brecrut\w+|\bembauch\w+|\bsouhait\w+|\bvoulons\b|\bprofils?\b"
    r"|\bcandidat\w*|\bpostes?\b|\bpostul\w+|\bvous (?:etes|avez)\b|\bexige\w*"
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")
_PUBLIC_LABEL = N_("Si ces mots parlent des personnes accueillies, dites-le : l’offre le peut.")
# Past this share above an old minimum, no likely rise reaches.
_LIKELY_RISE = Decimal("1.05")


@dataclass(frozen=True)
class Finding:
    """One remark about one passage. `excerpt` is the passage as it was written."""

    rule: str
    level: RuleLevel
    field: str
    step: OfferStep
    excerpt: str
    message: str
    proposal: str
    source: str
    justification: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the offer may not be published with it."""
        if self.level is RuleLevel.JUSTIFY:
            return not self.justification
        return self.level is RuleLevel.REFUSE


def lint(session: Session, offer: Offer, on: date | None = None) -> list[Finding]:
    """Every remark the rules of that day have about the offer, the gravest first."""
    rules = nomenclatures.entries(session, OFFER_RULE, on)
    texts = translations_for(session, offer.organisation_id, SUBJECT, offer.id)
    found = [*_wording(offer, rules, texts), *_pay(session, offer, on), *_hours(session, offer, on)]
    found += _ways(offer)
    order = list(RuleLevel)
    return sorted(found, key=lambda finding: order.index(finding.level))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def _wording(
    offer: Offer, rules: list[Entry], translations: list[ContentTranslation]
) -> Iterator[Finding]:
    read = list(passages(offer, translations))
    for rule in rules:
        for passage in read:
            if not _looks_at(rule, passage):
                continue
            excerpt = _first_match(rule.data["patterns"], _about_the_job(rule, passage))
            if excerpt:
                yield _finding(offer, rule, passage, excerpt)


def _looks_at(rule: Entry, passage: Passage) -> bool:
    where = rule.data["where"]
    if where == "everywhere":
        return True
    if not passage.is_french:
        return False
    return where in (passage.where, "anywhere") or (where == "title" and passage.field == "title")


def _about_the_job(rule: Entry, passage: Passage) -> str:
    """The text, without the sentences that say who is welcomed rather than who is hired."""
    if rule.data["where"] != "everywhere" or passage.where != "elsewhere":
        return passage.text
    kept = []
    for sentence in _SENTENCE.split(passage.text):
        folded = fold(sentence)
        if _LOOKED_FOR.search(folded) or not _WELCOMED.search(folded):
            kept.append(sentence)
    return "\n".join(kept)


def _first_match(patterns: list[str], text: str) -> str:
    folded = fold(text)
    for pattern in patterns:
        match = _compiled(pattern).search(folded)
        if match:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            line = text[start : end if end >= 0 else len(text)].strip()
            return line if len(line) <= 160 else text[match.start() : match.end()]
    return ""


def _finding(offer: Offer, rule: Entry, passage: Passage, excerpt: str) -> Finding:
    level, proposal = RuleLevel(rule.data["level"]), rule.data["proposal"]
    if level is RuleLevel.REFUSE and passage.where == "elsewhere" and not passage.is_french:
        # Nobody here can tell whom a sentence of another language is about.
        level, proposal = RuleLevel.JUSTIFY, str(_PUBLIC_LABEL)
    return Finding(
        rule=rule.code,
        level=level,
        field=passage.field,
        step=passage.step,
        excerpt=excerpt,
        message=rule.label,
        proposal=proposal,
        source=rule.source,
        justification=str(offer.justifications.get(rule.code, "")).strip(),
    )


def _pay(session: Session, offer: Offer, on: date | None) -> Iterator[Finding]:
    if offer.pay_min is None or offer.pay_max is None:
        return
    yield from _minimum(session, offer, on)
    if offer.pay_max > offer.pay_min * Decimal("1.6"):
        yield _computed(
            "wide_range",
            RuleLevel.ADVISE,
            "pay_max",
            excerpt=f"{offer.pay_min} – {offer.pay_max} €",
            message=str(N_("La fourchette est large : elle n’aide pas à décider.")),
            proposal="Dites dans la note ce qui fait la différence : ancienneté, diplôme.",
        )


def _minimum(session: Session, offer: Offer, on: date | None) -> Iterator[Finding]:
    """Too little for the law. A minimum of an earlier year may have risen since, and says so."""
    contract = nomenclatures.find(session, CONTRACT, offer.contract, on)
    line = _minimum_line(session, offer, on)
    if line is None or (contract is not None and contract.data.get("below_minimum")):
        return
    least = _least_pay(offer, Decimal(line.data["hour"]))
    if least is None or offer.pay_min is None:
        return
    amount = line.data["hour"].replace(".", ",")
    is_old = line.valid_to is None and line.valid_from.year < (on or clock.today()).year
    if is_old and offer.pay_min < least * _LIKELY_RISE:
        yield _computed(
            "old_minimum",
            RuleLevel.ADVISE,
            "pay_min",
            excerpt=f"{offer.pay_min:.2f} €",
            message=_(
                "Le SMIC que le portail connaît date du %(day)s (%(amount)s € brut par heure)."
                " Il a peut-être augmenté : vérifiez la paie la plus basse.",
                day=show_date(line.valid_from),
                amount=amount,
            ),
            source=line.source,
        )
    elif not is_old and offer.pay_min < least:
        yield _computed(
            "below_minimum",
            RuleLevel.REFUSE,
            "pay_min",
            excerpt=f"{offer.pay_min:.2f} €",
            message=_(
                "La paie la plus basse est sous le SMIC (%(amount)s € brut par heure).",
                amount=amount,
            ),
            source=line.source,
        )


def _minimum_line(session: Session, offer: Offer, on: date | None) -> Entry | None:
    """The minimum of the department if it has its own, else that of everywhere else."""
    lines = nomenclatures.entries(session, MINIMUM_PAY, on)
    own = [line for line in lines if offer.department in line.data.get("departments", ())]
    return next(iter(own or [line for line in lines if "departments" not in line.data]), None)


def _least_pay(offer: Offer, hour: Decimal) -> Decimal | None:
    """The minimum in the unit of the offer, to the cent; None when the hours are not known.

    A month is 52/12 weeks and a year twelve such months, each rounded to the cent as law does.
    """
    if offer.pay_unit == PayUnit.HOUR:
        return hour
    hours = offer.hours_min or (_FULL_TIME if offer.time_choice == "full" else None)
    if not hours:
        return None
    month = (hour * hours * 52 / 12).quantize(_CENT, ROUND_HALF_UP)
    return month * 12 if offer.pay_unit == PayUnit.YEAR else month


def _hours(session: Session, offer: Offer, on: date | None) -> Iterator[Finding]:
    contract = nomenclatures.find(session, CONTRACT, offer.contract, on)
    limits = contract.data.get("hours") if contract else None
    if contract is None or not limits or offer.hours_min is None:
        return
    most = offer.hours_max or offer.hours_min
    if offer.hours_min < limits[0] or most > limits[1]:
        yield _computed(
            "contract_hours",
            RuleLevel.JUSTIFY,
            "hours_min",
            excerpt=f"{offer.hours_min:g} – {most:g} h",
            message=_(
                "Pour ce contrat, la loi prévoit de %(least)s à %(most)s heures par semaine.",
                least=limits[0],
                most=limits[1],
            ),
            source=contract.source,
            justification=str(offer.justifications.get("contract_hours", "")).strip(),
        )


def _ways(offer: Offer) -> Iterator[Finding]:
    if offer.ways and not {Way.VOICE, Way.CALLBACK} & set(offer.ways):
        yield _computed(
            "only_writing",
            RuleLevel.ADVISE,
            "ways",
            excerpt="",
            message=str(N_("Pour répondre, il faut savoir écrire.")),
            proposal="Acceptez aussi un message vocal ou une demande de rappel.",
        )


def _computed(
    rule: str,
    level: RuleLevel,
    field: str,
    *,
    excerpt: str,
    message: str,
    proposal: str = "",
    source: str = "",
    justification: str = "",
) -> Finding:
    return Finding(
        rule, level, field, STEP_OF[field], excerpt, message, proposal, source, justification
    )
