"""Somebody reads the offer aloud: one recording a language, heard by all once it is published."""

from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.jobs import publication
from portal.jobs.actions.writing import lock_for_writing
from portal.jobs.enums import OfferState
from portal.jobs.models import Offer, OfferRecording
from portal.jobs.queries import offers as queries
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.i18n import LOCALES
from portal.organisations.scope import Actor


def add_recording(
    session: Session,
    actor: Actor,
    offer_id: UUID,
    language: str,
    name: str,
    stream: BinaryIO,
    *,
    read_by: str = "",
) -> Offer:
    """Keep a recording in this language, in place of the one there was. Raises FileRefused."""
    if language not in LOCALES:
        raise NotFound
    offer = lock_for_writing(session, actor, offer_id)
    file_id = files.receive_whole(
        session,
        actor,
        FilePurpose.OFFER_RECORDING,
        offer.organisation_id,
        name,
        stream,
        language=language,
    )
    _take_back(session, actor, offer, language)
    offer.recordings.append(
        OfferRecording(
            organisation_id=offer.organisation_id,
            offer_id=offer.id,
            language=language,
            file_id=file_id,
            read_by=read_by[:120],
        )
    )
    offer.updated_at = clock.now()
    session.flush()
    return offer


def remove_recording(session: Session, actor: Actor, offer_id: UUID, language: str) -> Offer:
    """Take a recording back, for good. None there: nothing happens."""
    offer = lock_for_writing(session, actor, offer_id)
    if _take_back(session, actor, offer, language):
        offer.updated_at = clock.now()
    return offer


def erase_recordings(session: Session, actor: Actor, offer_id: UUID) -> None:
    """The draft goes, and what was read aloud with it."""
    offer = queries.lock_offer(session, actor, offer_id)
    for language in [recording.language for recording in offer.recordings]:
        _take_back(session, actor, offer, language)


def _take_back(session: Session, actor: Actor, offer: Offer, language: str) -> bool:
    """Erase the recording of a language; the public's copy stops naming it at once."""
    found = [recording for recording in offer.recordings if recording.language == language]
    for recording in found:
        offer.recordings.remove(recording)
    session.flush()
    snapshot = queries.find_snapshot(session, actor, offer.id) if found else None
    if snapshot is not None and offer.state != OfferState.CLOSED:
        publication.refresh_recordings(offer, snapshot)
    for recording in found:
        files.erase(session, actor, recording.file_id)
    return bool(found)
