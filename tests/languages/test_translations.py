"""Sections in other languages: how far each is, who did what, and what the public reads of them."""

from unicodedata import bidirectional
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.errors import NotAllowed, NotFound
from portal.languages import policy
from portal.languages.enums import Origin, TranslationState
from portal.languages.errors import FrenchMoved, NothingToReview, OwnTranslation, TextChanged
from portal.languages.models import ContentTranslation
from portal.languages.states import state_of
from portal.organisations.scope import Actor
from portal.trainings.actions import moves, translating, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import PublishedTraining, Training
from portal.trainings.queries import published, trainings
from portal.trainings.reading import read
from portal.trainings.sections import subject_of
from tests.factories.desks import Desk
from tests.factories.trainings import publish_training, write_training

GOALS = "Prendre sa place dans une équipe."
PASHTO = "په ټیم کې خپل ځای نیول."


def row_of(session: Session, training: Training, name: str = "goals") -> ContentTranslation | None:
    return session.scalars(
        select(ContentTranslation)
        .where(ContentTranslation.subject_id == training.id, ContentTranslation.section == name)
        .execution_options(populate_existing=True)
    ).one_or_none()


def state(session: Session, training: Training, name: str = "goals") -> TranslationState:
    section = subject_of(training).find(name)
    assert section is not None
    return state_of(row_of(session, training, name), section.source)


def change(session: Session, actor: Actor, training: Training, **facts: str) -> Training:
    return writing.save_step(
        session, actor, training.id, TrainingStep.CONTENT, facts, version=training.version
    )


def public(session: Session, training: Training) -> dict[str, dict[str, dict[str, str]]]:
    snapshot = session.get(PublishedTraining, training.id, populate_existing=True)
    assert snapshot is not None
    found: dict[str, dict[str, dict[str, str]]] = snapshot.document["translations"]
    return found


def test_a_section_goes_from_to_translate_to_reviewed_and_back_when_its_french_moves(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = write_training(inside, desk.writer, goals=GOALS, outlook="Un emploi.")
    assert state(inside, training) == TranslationState.TO_TRANSLATE
    texts = {"goals": PASHTO, "outlook": "کار"}
    translating.translate_training(inside, translator, training.id, "ps", texts)
    assert state(inside, training) == TranslationState.TO_REVIEW
    for name in texts:
        translating.review_training(inside, desk.reader, training.id, "ps", name, version=1)
    assert state(inside, training) == TranslationState.REVIEWED
    change(inside, desk.writer, training, goals=f"{GOALS} Tenir dans la durée.")
    assert state(inside, training) == TranslationState.OUTDATED
    assert state(inside, training, "outlook") == TranslationState.REVIEWED
    with pytest.raises(FrenchMoved):
        translating.review_training(inside, desk.reader, training.id, "ps", "goals", version=1)
    translating.translate_training(
        inside, translator, training.id, "ps", {"goals": PASHTO}, still_right=["goals"]
    )
    assert state(inside, training) == TranslationState.TO_REVIEW


def test_another_person_than_the_translator_reviews(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = write_training(inside, desk.writer, goals=GOALS)
    translating.translate_training(inside, translator, training.id, "ps", {"goals": PASHTO})
    with pytest.raises(OwnTranslation):
        translating.review_training(inside, translator, training.id, "ps", "goals", version=1)
    with pytest.raises(NothingToReview):
        translating.review_training(inside, desk.reader, training.id, "ps", "goals", version=2)
    with pytest.raises(NothingToReview):
        translating.review_training(inside, desk.reader, training.id, "ps", "title", version=1)
    row = row_of(inside, training)
    assert row is not None
    assert not policy.can_review(Actor(name="Personne"), row)


def test_the_database_too_refuses_who_reviews_their_own_words(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = write_training(inside, desk.writer, goals=GOALS)
    translating.translate_training(inside, translator, training.id, "ps", {"goals": PASHTO})
    with pytest.raises(DBAPIError, match="another_reviews"):
        inside.execute(update(ContentTranslation).values(reviewer_id=translator.person_id))


def test_two_who_translate_at_once_lose_nothing(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = write_training(inside, desk.writer, goals=GOALS, outlook="Un emploi.")
    translate = translating.translate_training

    def save(actor: Actor, text: str, version: int, page: str) -> None:
        seen = {"goals": version}
        translate(inside, actor, training.id, "ps", {"goals": text}, versions=seen, page=page)

    save(translator, "یو", 0, "a")
    save(translator, "یو دوه", 0, "a")  # the same page goes on
    with pytest.raises(TextChanged) as late:
        save(desk.reader, "درې", 0, "b")
    assert late.value.sections == ("goals",)
    row = row_of(inside, training)
    assert row is not None
    assert (row.text, row.version) == ("یو دوه", 2)
    save(desk.reader, "درې", 2, "b")
    assert row.text == "درې"
    assert row.translator_id == desk.reader.person_id


def test_a_translation_of_a_draft_waits_for_its_publication(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, goals=GOALS, outlook="Un emploi.")
    assert public(inside, training) == {}
    texts = {"goals": PASHTO, "outlook": "کار"}
    translating.translate_training(inside, translator, training.id, "ps", texts)
    assert public(inside, training) == {}
    assert translating.publish_translations(inside, desk.writer, training.id)
    assert public(inside, training)["ps"]["goals"]["text"] == PASHTO
    assert not translating.publish_translations(inside, desk.writer, training.id)
    # The French of the draft moves, and its translation with it: the public reads neither.
    change(inside, desk.writer, training, goals="Autre chose.")
    newer = {"goals": "بل شی", "outlook": "دنده"}
    translating.translate_training(inside, translator, training.id, "ps", newer)
    assert translating.publish_translations(inside, desk.writer, training.id)
    assert public(inside, training)["ps"]["goals"]["text"] == PASHTO
    assert public(inside, training)["ps"]["outlook"]["text"] == "دنده"
    moves.ask_review(inside, desk.writer, training.id)
    moves.publish_training(inside, desk.reader, training.id)
    assert public(inside, training)["ps"]["goals"]["text"] == "بل شی"


def test_what_is_old_is_still_shown_and_says_so(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = write_training(inside, desk.writer, goals=GOALS)
    translating.translate_training(inside, translator, training.id, "ps", {"goals": PASHTO})
    change(inside, desk.writer, training, goals="Autre chose.")
    moves.ask_review(inside, desk.writer, training.id)
    moves.publish_training(inside, desk.reader, training.id)
    document = published.find_training(inside, training.slug).document
    with i18n.use(i18n.LOCALES["ps"]):
        shown = read(inside, document)
        said = shown.translated["goals"]
        assert (said.text, said.tag, said.direction) == (PASHTO, "ps", "rtl")
        assert said.is_stale
        assert "Zarghuna A." in said.credit
        assert not shown.is_in_french_only
    with i18n.use(i18n.LOCALES["ar"]):
        assert read(inside, document).is_in_french_only
    with i18n.use(i18n.DEFAULT):
        assert read(inside, document).translated == {}


def test_the_page_says_who_reviewed_and_when_and_what_a_machine_did(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = write_training(inside, desk.writer, goals=GOALS, outlook="Un emploi.")
    texts = {"goals": PASHTO, "outlook": "کار"}
    translating.translate_training(inside, translator, training.id, "ps", texts)
    translating.review_training(inside, desk.reader, training.id, "ps", "goals", version=1)
    inside.execute(
        update(ContentTranslation)
        .where(ContentTranslation.section == "outlook")
        .values(origin=Origin.MACHINE, made_by="machine", translator_id=None)
    )
    inside.expire_all()
    assert state(inside, training, "outlook") == TranslationState.MACHINE_DRAFT
    document = trainings.document(inside, desk.writer, training)
    assert document["translations"]["ps"]["goals"]["reviewed_on"] == str(clock.today())
    with i18n.use(i18n.LOCALES["ps"]):
        translated = read(inside, document).translated
    assert desk.reader.name in translated["goals"].credit
    assert not translated["goals"].is_draft
    assert translated["outlook"].is_draft


def _guessed(text: str) -> list[str]:
    """The direction a browser guesses of each isolate: of its first letter outside those within."""
    found, starts = [], []
    for at, letter in enumerate(text):
        if letter == "\u2068":
            starts.append(at)
            found.append("")
        elif letter == "\u2069":
            starts.pop()
        elif (kind := bidirectional(letter)) in ("L", "R", "AL") and starts:
            inmost = text[: starts[-1]].count("\u2068")
            found[inmost] = found[inmost] or kind
    return found


def test_who_translated_stands_after_the_words_that_say_so(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    """« Translated by a person: Laila » keeps its order where one reads from right to left."""
    training = write_training(inside, desk.writer, goals=GOALS, outlook="Un emploi.")
    texts = {"goals": PASHTO, "outlook": "کار"}
    translating.translate_training(inside, translator, training.id, "ps", texts)
    translating.review_training(inside, desk.reader, training.id, "ps", "goals", version=1)
    document = trainings.document(inside, desk.writer, training)
    with i18n.use(i18n.LOCALES["ps"]):
        translated = read(inside, document).translated
    for name in texts:
        guessed = _guessed(translated[name].credit)
        assert guessed, name
        assert "" not in guessed, name
        assert guessed[0] == "R", name


def test_simple_french_is_there_for_who_reads_french(
    inside: Session,
    desk: Desk,
) -> None:
    summary = "Une formation de douze jours pour les personnes concernées."
    training = write_training(inside, desk.writer, summary=summary)
    simple = {"summary": "C’est une formation. Elle dure douze jours."}
    translating.translate_training(inside, desk.writer, training.id, "fr-x-simple", simple)
    document = trainings.document(inside, desk.writer, training)
    with i18n.use(i18n.DEFAULT):
        shown = read(inside, document)
        assert shown.summary.text == summary
        assert shown.simple is not None
        assert shown.simple.text == simple["summary"]
    with i18n.use(i18n.LOCALES["fr-x-simple"]):
        assert read(inside, document).summary.text == simple["summary"]


def test_who_only_translates_publishes_nothing_and_writes_no_french(
    inside: Session,
    desk: Desk,
    translator: Actor,
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, goals=GOALS)
    with pytest.raises(NotAllowed):
        translating.publish_translations(inside, translator, training.id)
    with pytest.raises(NotAllowed):
        change(inside, translator, training, goals="À moi.")
    for language, section in (("fr", "goals"), ("xx", "goals"), ("ps", "nothing")):
        with pytest.raises(NotFound):
            translating.translate_training(
                inside, translator, training.id, language, {section: "x"}
            )
    with pytest.raises(NotFound):
        translating.translate_training(inside, translator, uuid4(), "ps", {"goals": "x"})
