"""A training in other languages, and the moment the public reads them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.kernel import clock, i18n
from portal.kernel.errors import NotAllowed, NotFound
from portal.languages import actions as languages
from portal.languages.readings import Given
from portal.organisations.scope import Actor
from portal.trainings import policy, publication
from portal.trainings.actions.moves import let_hear, log_event
from portal.trainings.enums import TrainingEventKind, TrainingState
from portal.trainings.errors import FederationNotAdmitted, MovedOn
from portal.trainings.models import Training
from portal.trainings.queries import trainings as queries
from portal.trainings.sections import subject_of


def translate_training(
    session: Session,
    actor: Actor,
    training_id: UUID,
    language: str,
    texts: Mapping[str, str],
    *,
    still_right: Collection[str] = (),
    versions: Mapping[str, int] | None = None,
    page: str = "",
) -> Training:
    """Keep sections of a training in one language; an empty text takes the section back. See
    `languages.write_sections`. Raises NotFound, MovedOn, NotAllowed, TextChanged.
    """
    training = lock_for_translating(session, actor, training_id, language)
    languages.write_sections(
        session,
        actor,
        subject_of(training),
        language,
        texts,
        still_right=still_right,
        versions=versions,
        page=page,
    )
    return training


def review_training(
    session: Session, actor: Actor, training_id: UUID, language: str, section: str, *, version: int
) -> None:
    """Another person than the translator found it right. See `languages.review_section`."""
    training = lock_for_translating(session, actor, training_id, language)
    subject = subject_of(training)
    languages.review_section(session, actor, subject, language, section, version=version)


def draft_training(session: Session, actor: Actor, training_id: UUID, language: str) -> int:
    """Ask the machine for what nobody translated. How many sections are asked."""
    training = lock_for_translating(session, actor, training_id, language)
    return languages.ask_drafts(session, actor, subject_of(training), language)


def leave_training_to_people(
    session: Session, actor: Actor, training_id: UUID, section: str, *, by_hand: bool
) -> None:
    """Say, as who writes the training, that no machine drafts a section, or that it may."""
    training = queries.lock_training(session, actor, training_id)
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    subject = subject_of(training)
    if subject.find(section) is None:
        raise NotFound
    languages.leave_to_people(session, actor, subject, section, by_hand=by_hand)


def lock_for_translating(
    session: Session, actor: Actor, training_id: UUID, language: str
) -> Training:
    """The training, held for a change of its translations. French is written, not translated."""
    if language not in i18n.LOCALES or language == i18n.DEFAULT.tag:
        raise NotFound
    return _lock(session, actor, training_id)


def _lock(session: Session, actor: Actor, training_id: UUID) -> Training:
    training = queries.lock_training(session, actor, training_id)
    if training.state == TrainingState.ARCHIVED:
        raise MovedOn
    if not policy.can_translate(actor, training):
        raise NotAllowed
    return training


def read_training(
    session: Session,
    actor: Actor,
    training_id: UUID,
    language: str,
    section: str,
    given: Given,
) -> None:
    """Keep a section read aloud, French or not, in place of the one before. Raises FileRefused."""
    training = _lock(session, actor, training_id)
    subject = subject_of(training)
    before = languages.add_reading(session, actor, subject, language, section, given)
    _silence(session, actor, training_id, before)


def take_back_reading(
    session: Session, actor: Actor, training_id: UUID, language: str, section: str
) -> None:
    """Erase a section read aloud, for everybody at once."""
    training = _lock(session, actor, training_id)
    gone = languages.remove_reading(session, actor, subject_of(training), language, section)
    _silence(session, actor, training_id, gone)


def _silence(session: Session, actor: Actor, training_id: UUID, file_id: UUID | None) -> None:
    if file_id is None:
        return
    snapshot = queries.find_snapshot(session, actor, training_id)
    if snapshot is not None:
        publication.silence(snapshot, file_id)
    session.flush()
    files.erase(session, actor, file_id)


def publish_translations(session: Session, actor: Actor, training_id: UUID) -> bool:
    """Put before the public what was translated of the French it reads; what is translated of a
    draft waits for its publication. Whether there was anything new. Raises NotAllowed,
    FederationNotAdmitted, MovedOn where nothing is online.
    """
    training = queries.lock_training(session, actor, training_id)
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if not policy.is_vouched_for(actor):
        raise FederationNotAdmitted
    snapshot = queries.find_snapshot(session, actor, training_id)
    if snapshot is None:
        raise MovedOn
    rows = queries.translations_of(session, actor, training_id)
    recorded = queries.readings_of(session, actor, training_id)
    if not publication.show_translations(session, snapshot, rows, recorded, clock.now()):
        return False
    let_hear(session, training, snapshot, recorded)
    state = TrainingState(training.state)
    log_event(session, actor, training, TrainingEventKind.TRANSLATED, state)
    return True
