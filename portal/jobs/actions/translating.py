"""An offer in other languages. What the public reads of it follows with the next publication."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.jobs import publication
from portal.jobs.actions.writing import lock_for_writing
from portal.jobs.enums import OfferState
from portal.jobs.errors import OfferClosed
from portal.jobs.models import Offer
from portal.jobs.policy import offers as policy
from portal.jobs.queries import offers as queries
from portal.jobs.sections import subject_of
from portal.kernel import clock, i18n
from portal.kernel.errors import NotAllowed, NotFound
from portal.languages import actions as languages
from portal.languages.readings import Given
from portal.organisations.scope import Actor


def translate_offer(
    session: Session,
    actor: Actor,
    offer_id: UUID,
    language: str,
    texts: Mapping[str, str],
    *,
    still_right: Collection[str] = (),
    versions: Mapping[str, int] | None = None,
    page: str = "",
) -> Offer:
    """Keep sections of an offer in one language; an empty text takes the section back. See
    `languages.write_sections`. Raises NotFound, OfferClosed, NotAllowed, TextChanged.
    """
    offer = lock_for_translating(session, actor, offer_id, language)
    if languages.write_sections(
        session,
        actor,
        subject_of(offer),
        language,
        texts,
        still_right=still_right,
        versions=versions,
        page=page,
    ):
        _changed(session, offer)
    return offer


def review_offer(
    session: Session, actor: Actor, offer_id: UUID, language: str, section: str, *, version: int
) -> None:
    """Another person than the translator found it right. See `languages.review_section`."""
    offer = lock_for_translating(session, actor, offer_id, language)
    languages.review_section(session, actor, subject_of(offer), language, section, version=version)
    _changed(session, offer)


def draft_offer(session: Session, actor: Actor, offer_id: UUID, language: str) -> int:
    """Ask the machine for what nobody translated. How many sections are asked."""
    offer = lock_for_translating(session, actor, offer_id, language)
    asked = languages.ask_drafts(session, actor, subject_of(offer), language)
    if asked:
        _changed(session, offer)
    return asked


def leave_offer_to_people(
    session: Session, actor: Actor, offer_id: UUID, section: str, *, by_hand: bool
) -> None:
    """Say, as who writes the offer, that no machine drafts a section, or that it may."""
    offer = lock_for_writing(session, actor, offer_id)
    subject = subject_of(offer)
    if subject.find(section) is None:
        raise NotFound
    languages.leave_to_people(session, actor, subject, section, by_hand=by_hand)


def lock_for_translating(session: Session, actor: Actor, offer_id: UUID, language: str) -> Offer:
    """The offer, held for a change of its translations. French is written, not translated."""
    if language not in i18n.LOCALES or language == i18n.DEFAULT.tag:
        raise NotFound
    return _lock(session, actor, offer_id)


def _lock(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    offer = queries.lock_offer(session, actor, offer_id)
    if offer.state == OfferState.CLOSED:
        raise OfferClosed
    if not policy.can_translate(actor, offer):
        raise NotAllowed
    return offer


def read_offer(
    session: Session, actor: Actor, offer_id: UUID, language: str, section: str, given: Given
) -> None:
    """Keep a section read aloud, French or not, in place of the one before. Raises FileRefused."""
    offer = _lock(session, actor, offer_id)
    subject = subject_of(offer)
    before = languages.add_reading(session, actor, subject, language, section, given)
    _silence(session, actor, offer, before)
    _changed(session, offer)


def take_back_reading(
    session: Session, actor: Actor, offer_id: UUID, language: str, section: str
) -> None:
    """Erase a section read aloud, for everybody at once."""
    offer = _lock(session, actor, offer_id)
    gone = languages.remove_reading(session, actor, subject_of(offer), language, section)
    _silence(session, actor, offer, gone)


def _silence(session: Session, actor: Actor, offer: Offer, file_id: UUID | None) -> None:
    if file_id is None:
        return
    snapshot = queries.find_snapshot(session, actor, offer.id)
    if snapshot is not None:
        publication.silence(snapshot, file_id)
    session.flush()
    files.erase(session, actor, file_id)


def _changed(session: Session, offer: Offer) -> None:
    """There is something the public does not read yet."""
    offer.updated_at = clock.now()
    session.flush()
