"""Write and publish the offers of the demo, each at its moment, through the real actions."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs.actions import offers as actions
from portal.jobs.actions import recordings, translating, writing
from portal.jobs.enums import CloseReason, OfferStep
from portal.jobs.models import Offer
from portal.jobs.sections import question_section
from portal.jobs.steps import FIELDS
from portal.kernel import clock
from portal.organisations.scope import Actor

_NOT_FIELDS = {"structure", "days_ago", "end", "translations", "recordings"}
VOICES = Path(__file__).parent / "voices"
# For Pashto no free voice exists: a Persian one reads the Pashto words.
_READER = "voix de synthèse (démonstration)"
_MONEY = {"pay_min", "pay_max", "hours_min", "hours_max"}


def write_offer(session: Session, actor: Actor, told: dict[str, Any], now: datetime) -> Offer:
    """One offer from blank page to what became of it. The caller commits."""
    start = now - timedelta(days=told["days_ago"])
    with clock.pretending(start - timedelta(days=3)):
        offer = actions.create_offer(session, actor)
        values = _values(told, now)
        for step in OfferStep:
            facts = {name: values[name] for name in FIELDS.get(step, ()) if name in values}
            if facts:
                offer = writing.save_step(
                    session, actor, offer.id, step, facts, version=offer.version
                )
        for language, texts in told.get("translations", {}).items():
            sections = _sections(offer, texts)
            translating.translate_offer(session, actor, offer.id, language, sections)
        for language, voice in told.get("recordings", {}).items():
            recorded = BytesIO((VOICES / f"offer-{voice}.ogg").read_bytes())
            offer = recordings.add_recording(
                session, actor, offer.id, language, "lecture.ogg", recorded, read_by=_READER
            )
    if told.get("end") == "draft":
        return offer
    with clock.pretending(start):
        offer = actions.publish_offer(session, actor, offer.id)
    _end(session, actor, offer.id, told.get("end"), now)
    return offer


def _values(told: dict[str, Any], now: datetime) -> dict[str, Any]:
    values = {name: value for name, value in told.items() if name not in _NOT_FIELDS}
    for name in _MONEY & set(values):
        values[name] = Decimal(str(values[name]))
    if "starts_on" in values:
        values["starts_on"] = (now + timedelta(days=values["starts_on"])).date()
    if "questions" in values:
        values["questions"] = [(None, text) for text in values["questions"]]
    return values


def _sections(offer: Offer, texts: dict[str, Any]) -> dict[str, str]:
    """What is said in another language, by section; each question is one, in the offer's order."""
    questions = zip(offer.asked_questions, texts.get("questions", ()), strict=False)
    sections = {name: text for name, text in texts.items() if name != "questions"}
    return sections | {question_section(asked.id): text for asked, text in questions}


def _end(session: Session, actor: Actor, offer_id: UUID, end: str | None, now: datetime) -> None:
    with clock.pretending(now - timedelta(days=1)):
        if end == "filled":
            actions.close_offer(session, actor, offer_id, CloseReason.FILLED)
        elif end == "paused":
            actions.pause_offer(session, actor, offer_id)
