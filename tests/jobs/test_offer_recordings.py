"""An offer read aloud: what the public hears is what the public's copy names, and nothing else."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.jobs.actions import offers as actions
from portal.jobs.actions import recordings
from portal.jobs.actions.offer_ends import hear_recordings
from portal.jobs.models import PublishedOffer
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.scope import Actor
from tests.factories.house import build_house
from tests.factories.offers import actor_of, open_session, publish
from tests.factories.recordings import recording


@pytest.fixture
def actor(backstage: Session) -> Actor:
    house = build_house(backstage, "aloud")
    backstage.commit()
    return actor_of(house)


@pytest.fixture
def session(database: Database, actor: Actor) -> Iterator[Session]:
    with open_session(database, actor) as opened:
        yield opened


def _read(session: Session, actor: Actor, offer_id: UUID, language: str, *, ready: bool) -> UUID:
    """Somebody reads the offer aloud; converted already, or not yet."""
    stream = BytesIO(recording("voice.ogg"))
    offer = recordings.add_recording(session, actor, offer_id, language, "voice.ogg", stream)
    [file_id] = [one.file_id for one in offer.recordings if one.language == language]
    session.commit()
    if ready:
        _ready(session, file_id)
    return file_id


def _ready(session: Session, file_id: UUID) -> None:
    file = session.get_one(StoredFile, file_id)
    file.state, file.ready_at, file.duration = FileState.READY, clock.now(), 3.0
    session.commit()
    session.expire_all()


def _named(session: Session, offer_id: UUID) -> list[UUID]:
    """What the page of the offer plays."""
    session.expire_all()
    document = session.get_one(PublishedOffer, offer_id).document
    return [UUID(one["file_id"]) for one in document["recordings"]]


def _public(session: Session) -> set[UUID]:
    """What everybody may fetch."""
    return set(session.scalars(select(StoredFile.id).where(StoredFile.is_public)))


def _publish(session: Session, actor: Actor, offer_id: UUID) -> None:
    actions.publish_offer(session, actor, offer_id)
    session.commit()


@pytest.fixture
def heard(session: Session, actor: Actor) -> tuple[UUID, UUID]:
    """(offer, file): online, read aloud in Pashto, heard by everybody."""
    offer_id = publish(session, actor)
    file_id = _read(session, actor, offer_id, "ps", ready=True)
    _publish(session, actor, offer_id)
    assert _named(session, offer_id) == [file_id]
    assert _public(session) == {file_id}
    return offer_id, file_id


def test_a_recording_taken_back_is_no_longer_named(
    session: Session, actor: Actor, heard: tuple[UUID, UUID]
) -> None:
    offer_id, file_id = heard
    recordings.remove_recording(session, actor, offer_id, "ps")
    session.commit()
    assert _named(session, offer_id) == []
    assert session.get(StoredFile, file_id) is None


def test_a_recording_put_in_place_of_another_waits_for_the_publication(
    session: Session, actor: Actor, heard: tuple[UUID, UUID]
) -> None:
    offer_id, _old = heard
    new = _read(session, actor, offer_id, "ps", ready=True)
    assert _named(session, offer_id) == []
    hear_recordings(session, actor.organisation_id, offer_id)
    session.commit()
    assert _named(session, offer_id) == []
    assert _public(session) == set()
    _publish(session, actor, offer_id)
    assert _named(session, offer_id) == [new]
    assert _public(session) == {new}


def test_a_paused_offer_is_silent_until_it_is_resumed(
    session: Session, actor: Actor, heard: tuple[UUID, UUID]
) -> None:
    offer_id, file_id = heard
    actions.pause_offer(session, actor, offer_id)
    session.commit()
    assert _public(session) == set()
    unpublished = _read(session, actor, offer_id, "fa", ready=True)
    actions.resume_offer(session, actor, offer_id)
    session.commit()
    assert _named(session, offer_id) == [file_id]
    assert _public(session) == {file_id}
    assert unpublished not in _public(session)


def test_changes_published_during_a_pause_are_heard_after_it(
    session: Session, actor: Actor, heard: tuple[UUID, UUID]
) -> None:
    offer_id, file_id = heard
    actions.pause_offer(session, actor, offer_id)
    late = _read(session, actor, offer_id, "fa", ready=False)
    _publish(session, actor, offer_id)
    assert _public(session) == set()
    _ready(session, late)
    actions.resume_offer(session, actor, offer_id)
    session.commit()
    assert set(_named(session, offer_id)) == {file_id, late} == _public(session)
