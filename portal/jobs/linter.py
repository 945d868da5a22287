"""Reads an offer against the dated rules: what it may not say, must justify, could say better.

A rule is data (`portal.jobs.nomenclatures.offer_rules`); this module only finds where it applies.
The structure stays free to publish what is to be justified, once it has written why.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from sqlalchemy.orm import Session

from portal.jobs.enums import OfferStep, PayUnit, RuleLevel, Way
from portal.jobs.models import Offer
from portal.jobs.nomenclatures import CONTRACT, MINIMUM_PAY, OFFER_RULE
from portal.jobs.steps import STEP_OF
from portal.kernel import nomenclatures
from portal.kernel.i18n import N_, gettext_
from portal.kernel.nomenclatures import Entry

_WEEKS_A_MONTH = Decimal(52) / Decimal(12)
_FULL_TIME = Decimal(35)

_CANDIDATE = (
    "title",
    "denomination",
    "summary",
    "training_detail",
    "diploma",
    "experience",
    "numeracy",
    "software",
    "time_note",
    "mobility",
)
_PAY = ("pay_note", "pay_index")
_ELSEWHERE = (
    "context",
    "purpose",
    "internal_relations",
    "external_relations",
    "contract_duration",
    "training_hours",
    "vigilance",
    "confidentiality",
    "formerly_supported_note",
    "evolutions",
)


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
    found = [*_wording(offer, rules), *_pay(session, offer, on), *_hours(session, offer)]
    found += _ways(offer)
    order = list(RuleLevel)
    return sorted(found, key=lambda finding: order.index(finding.level))


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that places stay the same."""
    return "".join(_bare(character) for character in text)


@cache
def _bare(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[0].lower()
    return "'" if plain == "’" else plain[0]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def _wording(offer: Offer, rules: list[Entry]) -> Iterator[Finding]:
    passages = list(_passages(offer))
    for rule in rules:
        for where, field, text in passages:
            if rule.data["where"] not in (where, "anywhere") and not (
                rule.data["where"] == "title" and field == "title"
            ):
                continue
            excerpt = _first_match(rule.data["patterns"], text)
            if excerpt:
                yield _finding(offer, rule, field, excerpt)


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


def _finding(offer: Offer, rule: Entry, field: str, excerpt: str) -> Finding:
    return Finding(
        rule=rule.code,
        level=RuleLevel(rule.data["level"]),
        field=field,
        step=STEP_OF[field],
        excerpt=excerpt,
        message=rule.label,
        proposal=rule.data["proposal"],
        source=rule.source,
        justification=str(offer.justifications.get(rule.code, "")).strip(),
    )


def _passages(offer: Offer) -> Iterator[tuple[str, str, str]]:
    """(part of the offer, field, text): what each kind of rule looks at."""
    for field in _CANDIDATE:
        yield "candidate", field, getattr(offer, field)
    yield "candidate", "criteria", "\n".join(row["text"] for row in offer.criteria)
    for field in _PAY:
        yield "pay", field, getattr(offer, field)
    for field in _ELSEWHERE:
        yield "elsewhere", field, getattr(offer, field)
    missions = "\n".join(
        "\n".join([row["title"], row.get("text", ""), *row["tasks"]]) for row in offer.missions
    )
    yield "elsewhere", "missions", missions
    yield "asked", "questions", "\n".join(question.text for question in offer.asked_questions)
    yield "asked", "ways", "\n".join(str(reason) for reason in offer.ways.values())
    yield "asked", "steps", "\n".join(row["label"] for row in offer.steps)


def _pay(session: Session, offer: Offer, on: date | None) -> Iterator[Finding]:
    if offer.pay_min is None or offer.pay_max is None:
        return
    hourly = hourly_pay(offer)
    contract = nomenclatures.find(session, CONTRACT, offer.contract)
    for entry in nomenclatures.entries(session, MINIMUM_PAY, on):
        minimum = Decimal(entry.data["hour"])
        spared = contract is not None and contract.data.get("below_minimum")
        if hourly is not None and hourly < minimum - Decimal("0.01") and not spared:
            yield _computed(
                "below_minimum",
                RuleLevel.REFUSE,
                "pay_min",
                excerpt=f"{hourly:.2f} €",
                message=gettext_(
                    "La paie la plus basse est sous le SMIC (%(amount)s € brut par heure).",
                    amount=entry.data["hour"].replace(".", ","),
                ),
                source=entry.source,
            )
    if offer.pay_max > offer.pay_min * Decimal("1.6"):
        yield _computed(
            "wide_range",
            RuleLevel.ADVISE,
            "pay_max",
            excerpt=f"{offer.pay_min} – {offer.pay_max} €",
            message=str(N_("La fourchette est large : elle n’aide pas à décider.")),
            proposal="Dites dans la note ce qui fait la différence : ancienneté, diplôme.",
        )


def hourly_pay(offer: Offer) -> Decimal | None:
    """The lowest pay for an hour, in euros; None when the hours are not known."""
    if offer.pay_min is None:
        return None
    if offer.pay_unit == PayUnit.HOUR:
        return offer.pay_min
    hours = offer.hours_min or (_FULL_TIME if offer.time_choice == "full" else None)
    if not hours:
        return None
    months = 12 if offer.pay_unit == PayUnit.YEAR else 1
    return offer.pay_min / (hours * _WEEKS_A_MONTH * months)


def _hours(session: Session, offer: Offer) -> Iterator[Finding]:
    contract = nomenclatures.find(session, CONTRACT, offer.contract)
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
            message=gettext_(
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
