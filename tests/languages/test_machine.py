"""A machine's drafts: two protocols, what is sent, what goes wrong, what is never asked."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings, Translator, TranslatorKind
from portal.kernel import jobs
from portal.kernel.db import Database
from portal.languages import actions, machine, queries, tasks
from portal.languages.enums import DraftError, Origin, TranslationState
from portal.languages.machine import MachineError
from portal.languages.models import ContentTranslation, MachineDraft
from portal.languages.states import state_of
from portal.organisations.scope import Actor
from portal.trainings.actions import translating
from portal.trainings.models import Training
from portal.trainings.sections import LEGAL, SECTIONS, subject_of
from tests.factories.desks import Desk
from tests.factories.trainings import write_training
from tests.support import translators
from tests.support.translators import LibreTranslateAtTheEdge, serving

Run = Callable[[], None]
LIBRE = TranslatorKind.LIBRETRANSLATE
GOALS = "Prendre sa place dans une équipe."


def in_capitals(sent: dict[str, Any]) -> translators.Answer:
    return 200, json.dumps({"translatedText": sent["q"].upper()})


def failing(status: int, said: str = "{}") -> Callable[[dict[str, Any]], translators.Answer]:
    return lambda _sent: (status, said)


def test_apertium_translates_from_french() -> None:
    with translators.apertium() as url:
        found = Translator(TranslatorKind.APERTIUM, url)
        assert machine.translate(found, translators.FRENCH, "es") == translators.SPANISH
        with pytest.raises(MachineError) as refusal:
            machine.translate(found, translators.FRENCH, "ps")
    assert refusal.value.reason == DraftError.LANGUAGE
    assert not refusal.value.is_passing


def test_libretranslate_is_sent_the_text_the_languages_the_key_and_nothing_else() -> None:
    with serving(LibreTranslateAtTheEdge, in_capitals) as (url, server):
        found = Translator(LIBRE, url, "clé")
        assert machine.translate(found, "Bonjour à tous", "ar") == "BONJOUR À TOUS"
    [(path, headers, sent)] = server.heard
    assert path == "/translate"
    assert sent == {
        "q": "Bonjour à tous",
        "source": "fr",
        "target": "ar",
        "format": "text",
        "api_key": "clé",
    }
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize(
    ("status", "said", "reason", "is_passing"),
    [
        (500, "{}", DraftError.UNREACHABLE, True),
        (503, "{}", DraftError.UNREACHABLE, True),
        (429, "{}", DraftError.BUSY, True),
        (403, "{}", DraftError.REFUSED, False),
        (400, "{}", DraftError.LANGUAGE, False),
        (200, "<html>", DraftError.GARBLED, False),
        (200, '{"translatedText": 3}', DraftError.GARBLED, False),
        (200, '{"translatedText": " "}', DraftError.GARBLED, False),
        (200, "[]", DraftError.GARBLED, False),
    ],
)
def test_what_a_server_says_wrong_has_a_name_and_words(
    status: int, said: str, reason: DraftError, is_passing: bool
) -> None:
    with (
        serving(LibreTranslateAtTheEdge, failing(status, said)) as (url, _server),
        pytest.raises(MachineError) as refusal,
    ):
        machine.translate(Translator(LIBRE, url), "Bonjour", "ar")
    assert (refusal.value.reason, refusal.value.is_passing) == (reason, is_passing)
    assert str(reason.label).endswith(".")


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(MachineError) as refusal:
            machine.translate(Translator(LIBRE, url), "Bonjour", "ar", timeout=0.2)
    assert refusal.value.reason == DraftError.UNREACHABLE
    assert refusal.value.is_passing


@pytest.mark.parametrize(
    ("language", "can"), [("ar", True), ("ps", True), ("fa-AF", False), ("fr-x-simple", False)]
)
def test_no_machine_is_asked_for_what_none_speaks(language: str, can: bool) -> None:
    assert machine.can_draft(Translator(LIBRE, "http://x"), language) is can
    assert not machine.can_draft(None, language)


@pytest.fixture
def training(inside: Session, desk: Desk) -> Training:
    found = write_training(
        inside,
        desk.writer,
        goals=GOALS,
        outlook="Un emploi.",
        certification="Une attestation.",
        prerequisites_words="Aucun.",
    )
    inside.commit()
    return found


@pytest.fixture
def at_work(database: Database, settings: Settings) -> Iterator[Callable[[str], None]]:
    """Say which server the jobs speak to."""

    def speak_to(url: str) -> None:
        jobs.surround(database, replace(settings, translator=Translator(LIBRE, url)))

    yield speak_to
    jobs.surround(database, settings)


def drafts(session: Session) -> dict[str, str]:
    session.expire_all()
    found = select(MachineDraft).where(MachineDraft.subject_kind == "training")
    return {row.section: row.error for row in session.scalars(found)}


def rows(session: Session) -> dict[str, ContentTranslation]:
    ours = ContentTranslation.subject_kind == "training"
    found = select(ContentTranslation).where(ours).order_by(ContentTranslation.updated_at)
    return {row.section: row for row in session.scalars(found)}


def test_a_draft_is_a_machines_until_somebody_reads_it_and_never_of_a_legal_text(
    inside: Session,
    desk: Desk,
    training: Training,
    translator: Actor,
    at_work: Callable[[str], None],
    run_jobs: Run,
) -> None:
    subject = subject_of(training)
    translating.translate_training(inside, translator, training.id, "ar", {"title": "تدريب"})
    actions.leave_to_people(inside, desk.writer, subject, "outlook", by_hand=True)
    assert translating.draft_training(inside, translator, training.id, "ar") == 1
    inside.commit()
    assert translating.draft_training(inside, translator, training.id, "ar") == 0
    with serving(LibreTranslateAtTheEdge, in_capitals) as (url, server):
        at_work(url)
        run_jobs()
    assert [sent["q"] for _path, _headers, sent in server.heard] == [GOALS]
    known = rows(inside)
    assert set(known) == {"title", "goals"}
    assert not set(known) & {*LEGAL, "outlook"}
    draft = known["goals"]
    assert (draft.text, draft.origin, draft.made_by) == (
        GOALS.upper(),
        Origin.MACHINE,
        "LibreTranslate",
    )
    assert draft.translator_id is None
    assert state_of(draft, GOALS) == TranslationState.MACHINE_DRAFT
    assert drafts(inside) == {}
    translating.review_training(inside, translator, training.id, "ar", "goals", version=1)
    assert state_of(draft, GOALS) == TranslationState.REVIEWED


def test_legal_sections_are_sections() -> None:
    assert set(LEGAL) <= set(SECTIONS)


def test_a_server_that_fails_is_asked_again_then_the_page_says_why(
    inside: Session, desk: Desk, training: Training, at_work: Callable[[str], None]
) -> None:
    translating.draft_training(inside, desk.writer, training.id, "ar")
    inside.commit()
    draft = inside.scalars(select(MachineDraft).where(MachineDraft.section == "goals")).one()

    def attempt(number: int) -> None:
        context: Any = type("Context", (), {"job": type("Job", (), {"attempts": number})})
        owner = str(desk.house.federation.id)
        tasks.draft_section(
            context, organisation_id=owner, kind="federation", draft_id=str(draft.id)
        )

    with serving(LibreTranslateAtTheEdge, failing(503)) as (url, server):
        at_work(url)
        for number in range(tasks.TRIES - 1):
            with pytest.raises(MachineError):
                attempt(number)
        attempt(tasks.TRIES - 1)
    assert len(server.heard) == tasks.TRIES
    assert drafts(inside)["goals"] == DraftError.UNREACHABLE
    # Pressed again, it is asked again.
    assert translating.draft_training(inside, desk.writer, training.id, "ar") == 1


def test_what_a_person_wrote_meanwhile_stays(
    inside: Session,
    desk: Desk,
    training: Training,
    translator: Actor,
    at_work: Callable[[str], None],
    run_jobs: Run,
) -> None:
    translating.draft_training(inside, desk.writer, training.id, "ar")
    texts = {"goals": "أن يجد مكانه."}
    translating.translate_training(inside, translator, training.id, "ar", texts)
    inside.commit()
    with serving(LibreTranslateAtTheEdge, in_capitals) as (url, _server):
        at_work(url)
        run_jobs()
    assert rows(inside)["goals"].text == texts["goals"]
    assert drafts(inside) == {}


def test_another_federation_sees_nothing_of_what_is_asked(
    inside: Session, desk: Desk, training: Training
) -> None:
    translating.draft_training(inside, desk.writer, training.id, "ar")
    subject = subject_of(training)
    assert queries.list_drafts(inside, desk.writer, subject, "ar")
    place = desk.writer.place
    assert place is not None
    stranger = replace(desk.writer, place=replace(place, id=desk.house.structure.id))
    assert queries.list_drafts(inside, stranger, subject, "ar") == []
