"""What a person will read at a step, before anything is sent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.jobs import step_texts, wording
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import DeclineKind
from portal.jobs.models import Application, Offer
from portal.jobs.nomenclatures import DECLINE_REASON
from portal.jobs.queries import retention
from portal.jobs.queries.state_texts import find_text
from portal.jobs.step_texts import Filling
from portal.kernel import clock, i18n, nomenclatures
from portal.kernel.nomenclatures import Entry


@dataclass(frozen=True)
class Preview:
    """`text` as it leaves, in `language`; `french` when the reader of the screen may need it and
    nobody changed the text; `doubts` is what it seems to speak about and should not.
    """

    text: str
    language: str
    french: str
    doubts: list[str]


def preview(
    session: Session, application: Application, offer: Offer, step: str, text: str, **details: Any
) -> Preview:
    found = filling(session, application, offer, step, **details)
    known = i18n.find(application.locale) or i18n.DEFAULT
    ours = find_text(session, application.organisation_id, step, known.tag)
    french = ""
    if known.babel != "fr" and ours.is_ours and text.strip() == ours.body:
        french = step_texts.fill(step_texts.default(step, "fr"), found, "fr")
    shown = step_texts.fill(text, found, known.tag)
    return Preview(
        text=shown,
        language=known.tag,
        french=french,
        doubts=wording.warnings(session, text),
    )


def filling(
    session: Session,
    application: Application,
    offer: Offer,
    step: str,
    *,
    interview_on: datetime | None = None,
    place: str = "",
    reason: str = "",
    consented_on: date | None = None,
) -> Filling:
    """What fills the words of a step, from what the screen gives."""
    if step == State.IN_REVIEW:
        return Filling(answer_due_on=due_after_review(application, offer))
    if step == State.INTERVIEW:
        return Filling(interview_on=interview_on, place=place.strip())
    if step == State.DECLINED:
        entry = nomenclatures.find(session, DECLINE_REASON, reason)
        return Filling(reason=said(entry) if entry else "")
    if step in (State.POOL, step_texts.ASK_POOL):
        consent = application.pool_consented_at
        day = consent.astimezone(clock.PARIS).date() if consent else consented_on
        return Filling(kept_until=retention.pool_until(session, day or clock.today()))
    return Filling()


def due_after_review(application: Application, offer: Offer) -> date:
    """The promised day stays; brought back from where nothing was owed, a new one is promised."""
    if application.state.is_open and application.answer_due_on:
        return application.answer_due_on
    return clock.today() + timedelta(days=offer.answer_days)


def said(entry: Entry) -> str:
    """What the person is told of a reason: nothing when it is their own decision."""
    return "" if entry.data.get("kind") == DeclineKind.PERSON else entry.french
