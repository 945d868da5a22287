"""The calendar brings an offer to its end, after a warning.

No person is there: the job names the structure and reaches its rows.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from portal.files import actions as files
from portal.files.enums import FileState
from portal.jobs import publication
from portal.jobs.actions.offer_moves import close, log_event
from portal.jobs.enums import CloseReason, OfferEventKind, OfferState
from portal.jobs.messages import offers as messages
from portal.jobs.models import Offer, OfferRecording, PublishedOffer
from portal.jobs.nomenclatures import OFFER_TERM
from portal.jobs.sections import SUBJECT
from portal.kernel import clock, nomenclatures
from portal.languages import queries as languages
from portal.organisations.scope import SYSTEM


def warning_period(session: Session) -> timedelta:
    """How long before its end an offer is warned about."""
    term = nomenclatures.find(session, OFFER_TERM, "warning")
    if term is None:
        raise LookupError("the nomenclature says no warning before the end of an offer")
    return timedelta(days=term.data["days"])


def warn_before_end(session: Session, organisation_id: UUID, offer_id: UUID) -> bool:
    """Write once to who may renew the offer. Returns whether there was something to do."""
    offer = _published(session, organisation_id, offer_id)
    now = clock.now()
    if offer is None or offer.expires_at is None or offer.expiry_warned_at is not None:
        return False
    if not now < offer.expires_at <= now + warning_period(session):
        return False
    offer.expiry_warned_at = now
    session.flush()
    messages.tell_offer_ends(session, offer)
    log_event(session, SYSTEM, offer, OfferEventKind.WARNED, OfferState(offer.state))
    return True


def expire_offer(session: Session, organisation_id: UUID, offer_id: UUID) -> bool:
    """Close an offer whose time is over. Returns whether there was something to do."""
    offer = _published(session, organisation_id, offer_id)
    if offer is None or offer.expires_at is None or offer.expires_at > clock.now():
        return False
    close(session, SYSTEM, offer, CloseReason.EXPIRED)
    messages.tell_offer_ended(session, offer)
    return True


def hear_recordings(session: Session, organisation_id: UUID, offer_id: UUID) -> bool:
    """Let the public hear the recordings that were still being prepared at publication.

    Returns whether some are not ready yet.
    """
    offer = session.scalars(
        _of(organisation_id, offer_id).options(
            selectinload(Offer.recordings).joinedload(OfferRecording.file),
            selectinload(Offer.questions),
        )
    ).one_or_none()
    snapshot = session.get(PublishedOffer, offer_id)
    if offer is None or snapshot is None or offer.state == OfferState.CLOSED:
        return False
    publication.refresh_recordings(offer, snapshot)
    sections = languages.readings_for(session, organisation_id, SUBJECT, offer_id)
    unready = publication.let_read(offer, snapshot, sections)
    if offer.state == OfferState.PUBLISHED:
        files.publish_recordings(session, SYSTEM, publication.readings_in(snapshot))
    waiting = (FileState.RECEIVING, FileState.RECEIVED)
    taken = publication.published_recordings(offer, snapshot)
    return unready or any(recording.file.state in waiting for recording in taken)


def _of(organisation_id: UUID, offer_id: UUID) -> Select[Offer]:
    return select(Offer).where(Offer.organisation_id == organisation_id, Offer.id == offer_id)


def _published(session: Session, organisation_id: UUID, offer_id: UUID) -> Offer | None:
    return session.scalars(
        _of(organisation_id, offer_id)
        .where(Offer.state == OfferState.PUBLISHED)
        .options(selectinload(Offer.recordings))
        .with_for_update(of=Offer)
    ).one_or_none()
