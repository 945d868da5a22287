"""The passages of an offer, by what they are about: what the rules of the linter look at."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from portal.jobs.enums import OfferStep
from portal.jobs.models import Offer
from portal.jobs.sections import SECTIONS
from portal.jobs.steps import STEP_OF
from portal.languages.models import ContentTranslation

_FRENCH = ("fr", "fr-x-simple")

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
    "service",
    "hierarchical_link",
    "coordinator",
    "context",
    "purpose",
    "internal_relations",
    "external_relations",
    "territories",
    "contract_duration",
    "training_hours",
    "schedule_days",
    "schedule_slots",
    "schedule_weekends",
    "schedule_break",
    "vigilance",
    "confidentiality",
    "formerly_supported_note",
    "evolutions",
)
# What a section of a translation is about, where it is not « elsewhere ».
_ABOUT = {"title": "candidate", "summary": "candidate", "criteria": "candidate", "pay_note": "pay"}


@dataclass(frozen=True)
class Passage:
    """`where` is the part of the offer: candidate, pay, asked or elsewhere. `is_french` is False in
    a translation that French words cannot judge.
    """

    where: str
    field: str
    text: str
    step: OfferStep
    is_french: bool = True


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that places stay the same."""
    return "".join(_bare(character) for character in text)


@cache
def _bare(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[0].lower()
    return "'" if plain == "’" else plain[0]


def passages(offer: Offer, translations: Iterable[ContentTranslation]) -> Iterator[Passage]:
    """Everything somebody wrote that the public reads."""
    for where, field, text in _of(offer):
        yield Passage(where, field, text or "", STEP_OF[field])
    for row in translations:
        if row.section in SECTIONS:
            yield Passage(
                _ABOUT.get(row.section, "elsewhere"),
                row.language,
                row.text,
                OfferStep.LANGUAGES,
                is_french=row.language in _FRENCH,
            )


def _of(offer: Offer) -> Iterator[tuple[str, str, str]]:
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
