"""Sections read aloud: whose voice, of which text, and when the public hears it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.files.errors import FileRefused
from portal.files.models import StoredFile
from portal.jobs.actions import offers
from portal.jobs.actions import translating as offer_translating
from portal.jobs.enums import CloseReason
from portal.jobs.models import PublishedOffer
from portal.kernel import i18n
from portal.kernel.db import Database, Reach
from portal.kernel.errors import NotFound
from portal.languages.models import SectionRecording
from portal.languages.readings import Given, aloud
from portal.organisations.scope import Actor
from portal.trainings.actions import moves, translating, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import PublishedTraining, Training
from portal.trainings.tasks.readings import hear_readings
from tests.factories.desks import Desk
from tests.factories.house import build_training_house
from tests.factories.offers import actor_of, write_offer
from tests.factories.recordings import read_by_somebody, recording
from tests.factories.trainings import publish_training

Run = Callable[[], None]
GOALS = "Prendre sa place dans une équipe."
PASHTO = "په ټیم کې خپل ځای نیول."


def voice(read_by: str = "Zarghuna", *, is_synthetic: bool = False) -> Given:
    return Given("moi.m4a", BytesIO(recording("iphone.m4a")), read_by, is_synthetic)


@pytest.fixture
def training(inside: Session, desk: Desk, translator: Actor) -> Training:
    found = publish_training(inside, desk.writer, desk.reader, goals=GOALS)
    translating.translate_training(inside, translator, found.id, "ps", {"goals": PASHTO})
    inside.commit()
    return found


def document(session: Session, training: Training) -> dict[str, Any]:
    found = session.get(PublishedTraining, training.id, populate_existing=True)
    assert found is not None
    return found.document


def public_files(backstage: Session) -> set[str]:
    backstage.rollback()
    rows = backstage.execute(text("SELECT id::text FROM stored_file WHERE is_public"))
    ours = backstage.execute(text("SELECT file_id::text FROM section_recording"))
    return {row[0] for row in rows} & {row[0] for row in ours}


def test_a_reading_is_heard_once_it_is_ready_and_put_online(
    inside: Session,
    backstage: Session,
    desk: Desk,
    translator: Actor,
    training: Training,
    run_jobs: Run,
) -> None:
    translating.read_training(inside, translator, training.id, "ps", "goals", voice())
    inside.commit()
    # Recorded, and put online before it is ready.
    texts = {"title": "خبرې کول"}
    translating.translate_training(inside, translator, training.id, "ps", texts)
    translating.publish_translations(inside, desk.writer, training.id)
    inside.commit()
    assert document(inside, training)["readings"] == {}  # not converted yet
    run_jobs()
    # Put online, and ready: it follows by itself.
    owner = str(desk.house.federation.id)
    hear_readings(organisation_id=owner, training_id=str(training.id))
    inside.expire_all()
    with i18n.use(i18n.LOCALES["ps"]):
        one = aloud(document(inside, training))["goals"]
    assert public_files(backstage) == {one.file_id}
    assert one.seconds > 0
    assert "Zarghuna" in one.credit
    assert not one.is_stale
    with i18n.use(i18n.LOCALES["ar"]):
        assert aloud(document(inside, training)) == {}
    # Once the training is archived, nobody hears it.
    moves.archive_training(inside, desk.writer, training.id)
    inside.commit()
    assert public_files(backstage) == set()


def test_who_reads_farsi_hears_the_dari_they_are_shown() -> None:
    dari = {"goals": {"text": "هدف"}, "title": {"text": "نام"}}
    told = {"translations": {"fa-AF": dari, "fa": {"title": {"text": "عنوان"}}}}
    read, files = read_by_somebody(told, dari, "fa-AF")
    with i18n.use(i18n.LOCALES["fa"]):
        heard = aloud(read)
    # Its name is shown in Farsi, and nobody read that.
    assert {name: (one.file_id, one.tag) for name, one in heard.items()} == {
        "goals": (files["goals"], "fa-AF")
    }
    with i18n.use(i18n.LOCALES["ps"]):
        assert aloud(read) == {}


def test_what_was_read_says_when_its_text_changed(
    inside: Session, desk: Desk, translator: Actor, training: Training, run_jobs: Run
) -> None:
    translating.read_training(inside, translator, training.id, "fr", "goals", voice())
    inside.commit()
    run_jobs()
    translating.publish_translations(inside, desk.writer, training.id)
    assert not aloud(document(inside, training))["goals"].is_stale
    writing.save_step(
        inside,
        desk.writer,
        training.id,
        TrainingStep.CONTENT,
        {"goals": "Autre chose."},
        version=training.version,
    )
    # A reading of the draft's words waits with them.
    translating.read_training(inside, translator, training.id, "fr", "goals", voice("Nour"))
    inside.commit()
    run_jobs()
    translating.publish_translations(inside, desk.writer, training.id)
    assert document(inside, training)["readings"] == {}
    moves.ask_review(inside, desk.writer, training.id)
    moves.publish_training(inside, desk.reader, training.id)
    shown = aloud(document(inside, training))["goals"]
    assert "Nour" in shown.credit
    assert not shown.is_stale


def test_taken_back_it_is_silent_at_once_and_its_file_is_gone(
    inside: Session,
    backstage: Session,
    desk: Desk,
    translator: Actor,
    training: Training,
    run_jobs: Run,
) -> None:
    translating.read_training(inside, translator, training.id, "ps", "goals", voice())
    inside.commit()
    run_jobs()
    translating.publish_translations(inside, desk.writer, training.id)
    inside.commit()
    [file_id] = public_files(backstage)
    translating.take_back_reading(inside, translator, training.id, "ps", "goals")
    inside.commit()
    assert document(inside, training)["readings"] == {}
    backstage.rollback()
    assert backstage.scalars(select(StoredFile).where(StoredFile.id == file_id)).all() == []
    # Taken back again, nothing happens.
    translating.take_back_reading(inside, translator, training.id, "ps", "goals")


def test_a_synthetic_voice_says_that_it_is_one(
    inside: Session, desk: Desk, translator: Actor, training: Training, run_jobs: Run
) -> None:
    given = voice("", is_synthetic=True)
    translating.read_training(inside, translator, training.id, "fr", "title", given)
    inside.commit()
    run_jobs()
    translating.publish_translations(inside, desk.writer, training.id)
    assert aloud(document(inside, training))["title"].credit == "Voix de synthèse"


def test_what_cannot_be_read_is_refused(
    inside: Session, translator: Actor, training: Training
) -> None:
    for language, section in (("ps", "title"), ("ar", "goals"), ("fr", "nothing")):
        with pytest.raises(NotFound):
            translating.read_training(inside, translator, training.id, language, section, voice())
    given = Given("moi.m4a", BytesIO(b"MZ nothing to hear"))
    with pytest.raises(FileRefused):
        translating.read_training(inside, translator, training.id, "ps", "goals", given)
    mine = select(SectionRecording).where(SectionRecording.subject_id == training.id)
    assert inside.scalars(mine).all() == []


def test_a_section_of_an_offer_is_heard_with_it_and_silent_with_it(
    backstage: Session, database: Database, run_jobs: Run
) -> None:
    house = build_training_house(backstage, "voix")
    backstage.commit()
    actor = actor_of(house)
    reach = Reach(actor.person_id, actor.organisation_id, "structure")
    with database.session(reach) as session:
        offer = write_offer(session, actor)
        offer_translating.read_offer(session, actor, offer.id, "fr", "summary", voice("Nour"))
        session.commit()
        run_jobs()
        offers.publish_offer(session, actor, offer.id)
        session.commit()
        snapshot = session.get_one(PublishedOffer, offer.id)
        assert "Nour" in aloud(snapshot.document)["summary"].credit
        assert len(public_files(backstage)) == 1
        offers.pause_offer(session, actor, offer.id)
        session.commit()
        assert public_files(backstage) == set()
        offers.resume_offer(session, actor, offer.id)
        session.commit()
        assert len(public_files(backstage)) == 1
        offers.close_offer(session, actor, offer.id, CloseReason.FILLED)
        session.commit()
        assert public_files(backstage) == set()


def test_a_draft_that_goes_takes_its_readings_along(backstage: Session, database: Database) -> None:
    house = build_training_house(backstage, "voix")
    backstage.commit()
    actor = actor_of(house)
    reach = Reach(actor.person_id, actor.organisation_id, "structure")
    with database.session(reach) as session:
        offer = write_offer(session, actor)
        offer_translating.read_offer(session, actor, offer.id, "fr", "summary", voice())
        session.commit()
        mine = select(SectionRecording).where(SectionRecording.subject_id == offer.id)
        file_id = session.scalars(mine).one().file_id
        offers.delete_draft(session, actor, offer.id)
        session.commit()
        assert session.scalars(mine).all() == []
        assert session.get(StoredFile, file_id) is None
