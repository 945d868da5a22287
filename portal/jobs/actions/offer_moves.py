"""What every move of an offer shares: its line in the log, its end, its address, its closing."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FileState
from portal.jobs import publication, step_texts
from portal.jobs.enums import (
    ApplicationState,
    Author,
    CloseReason,
    EventKind,
    OfferEventKind,
    OfferState,
)
from portal.jobs.messages.steps import tell_step
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    Offer,
    OfferEvent,
    OfferQuestion,
    OfferRecording,
    PublishedOffer,
)
from portal.jobs.nomenclatures import OFFER_TERM
from portal.jobs.queries.state_texts import find_text
from portal.jobs.sections import SUBJECT
from portal.kernel import audit, clock, nomenclatures
from portal.kernel.jobs import enqueue
from portal.languages import queries as languages
from portal.languages import readings
from portal.organisations.scope import SYSTEM, Actor

HEAR = "jobs.hear_recordings"


def log_event(
    session: Session,
    actor: Actor,
    offer: Offer,
    kind: OfferEventKind,
    before: OfferState,
    note: str = "",
) -> None:
    """Write the line of the log and the link of the audit chain."""
    session.add(
        OfferEvent(
            organisation_id=offer.organisation_id,
            offer_id=offer.id,
            at=clock.now(),
            kind=kind,
            from_state=before,
            to_state=offer.state,
            person_name="" if actor == SYSTEM else actor.name,
            note=note,
        )
    )
    session.flush()
    audit.record(
        session,
        f"offer.{kind.value}",
        organisation_id=offer.organisation_id,
        person_id=actor.person_id,
        subject=str(offer.id),
    )


def end_of(session: Session, offer: Offer, start: datetime) -> datetime:
    """When the offer leaves the list: after the term in force, or at its deadline if sooner."""
    term = nomenclatures.find(session, OFFER_TERM, "duration")
    if term is None:
        raise LookupError("the nomenclature says no duration for an offer")
    end = start + timedelta(days=term.data["days"])
    if offer.apply_until is None:
        return end
    midnight = datetime.combine(offer.apply_until + timedelta(days=1), time(), clock.PARIS)
    return min(end, midnight)


def set_end(offer: Offer, end: datetime) -> None:
    """Move the end of an offer. A warning about another end says nothing of this one."""
    if offer.expires_at != end:
        offer.expires_at, offer.expiry_warned_at = end, None


def add_questions(offer: Offer, texts: Sequence[str]) -> None:
    for position, text in enumerate(texts):
        offer.questions.append(
            OfferQuestion(
                organisation_id=offer.organisation_id,
                offer_id=offer.id,
                position=position,
                text=text,
            )
        )


def let_hear(
    session: Session, actor: Actor, offer: Offer, recordings: Sequence[OfferRecording]
) -> None:
    """Open these recordings to everybody; those still being prepared follow by themselves."""
    files.publish_recordings(session, actor, [one.file_id for one in recordings])
    if any(one.file.state != FileState.READY for one in recordings):
        owner, subject = str(offer.organisation_id), str(offer.id)
        enqueue(session, HEAR, in_seconds=15, organisation_id=owner, offer_id=subject)


def let_read(
    session: Session,
    actor: Actor,
    offer: Offer,
    snapshot: PublishedOffer,
    recorded: readings.Recorded,
) -> None:
    """The same for the sections read aloud that the public's copy took."""
    waiting = publication.let_read(offer, snapshot, recorded)
    files.publish_recordings(session, actor, publication.readings_in(snapshot))
    if waiting:
        owner, subject = str(offer.organisation_id), str(offer.id)
        enqueue(session, HEAR, in_seconds=15, organisation_id=owner, offer_id=subject)


def keep_silent(session: Session, actor: Actor, offer: Offer) -> None:
    """Keep the recordings to the structure: the offer is not before the public."""
    owner, subject = offer.organisation_id, offer.id
    sections = languages.readings_for(session, owner, SUBJECT, subject)
    whole = [read.file_id for read in offer.recordings]
    files.unpublish_recordings(session, actor, [*whole, *(row.file_id for row, _file in sections)])


def close(session: Session, actor: Actor, offer: Offer, reason: CloseReason) -> Offer:
    """The closing itself, for whoever was allowed to decide it: a person, or the calendar."""
    before, now = OfferState(offer.state), clock.now()
    offer.state, offer.close_reason, offer.closed_at = OfferState.CLOSED, reason, now
    offer.updated_at = now
    session.flush()
    publication.withdraw(session, offer, now)
    keep_silent(session, actor, offer)
    log_event(session, actor, offer, OfferEventKind.CLOSED, before, note=reason.value)
    _tell_who_waits(session, offer)
    return offer


def _tell_who_waits(session: Session, offer: Offer) -> None:
    """Whoever is still in the running hears that the offer is closed and that an answer is owed;
    who has no message is among those the structure proposes to answer.
    """
    waiting = session.scalars(
        select(Application).where(
            Application.organisation_id == offer.organisation_id,
            Application.offer_id == offer.id,
            Application.state.in_([state for state in ApplicationState if state.is_open]),
        )
    )
    texts: dict[str, str] = {}
    for application in waiting:
        locale = application.locale
        if locale not in texts:
            words = find_text(session, offer.organisation_id, step_texts.OFFER_CLOSED, locale)
            texts[locale] = step_texts.fill(words.body, step_texts.Filling(), locale)
        text = texts[locale]
        session.add(
            ApplicationEvent(
                organisation_id=offer.organisation_id,
                application_id=application.id,
                at=clock.now(),
                kind=EventKind.TOLD,
                author=Author.PORTAL,
                data={
                    "text": text,
                    "language": locale,
                    "about": step_texts.OFFER_CLOSED,
                },
            )
        )
        tell_step(session, application, text, once=f"closed-{offer.id}")
    session.flush()
