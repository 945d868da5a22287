"""Translate trainings and offers of the demo: one translates, another reviews, an officer publishes."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.publish import VOICES
from portal.demo.translated import ALOUD, GLOSSARY, MACHINE, OFFERS, OLD, REVIEWED, TRAININGS
from portal.jobs.actions import offers
from portal.jobs.actions import translating as offer_translating
from portal.jobs.models import Offer
from portal.kernel import clock
from portal.languages import actions as languages
from portal.languages import queries
from portal.languages.enums import Origin
from portal.languages.readings import Given
from portal.organisations.scope import Actor
from portal.trainings.actions import moves, translating, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import Training
from portal.trainings.sections import SUBJECT, subject_of

Acting = Callable[[Actor], AbstractContextManager[Session]]
_NOT_LANGUAGES = {"federation", "summary", "first_summary"}
# Translated from this long before now, each step a day after the one before.
_DAYS = 20
_MACHINE = "LibreTranslate"


def tell(
    acting: Acting,
    translators: Mapping[str, Actor],
    writers: Mapping[str, Actor],
    officers: Mapping[str, Actor],
    now: datetime,
) -> None:
    """By slug of their organisation: who only translates, who writes, who administers it."""
    keeper = writers["fas-ile-de-france"]
    with clock.pretending(now - timedelta(days=_DAYS + 10)), acting(keeper) as session:
        for term in GLOSSARY:
            languages.save_term(session, keeper, *term)
    for title, told in TRAININGS.items():
        slug = told["federation"]
        with clock.pretending(now - timedelta(days=_DAYS)):
            training_id = _translate(acting, translators[slug], title, told)
        with clock.pretending(now - timedelta(days=_DAYS - 1)):
            if "first_summary" in told:
                _change(acting, writers[slug], officers[slug], training_id, told["summary"])
            _read_aloud(acting, translators[slug], training_id, ALOUD.get(title, {}))
            with acting(officers[slug]) as session:
                _review(session, officers[slug], training_id, told)
                translating.publish_translations(session, officers[slug], training_id)
    for title, languages_of_offer in OFFERS.items():
        structure = "halte-des-quais"
        with clock.pretending(now - timedelta(days=2)):
            _translate_offer(
                acting, translators[structure], officers[structure], title, languages_of_offer
            )


def _languages(told: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, str]]]:
    return {name: value for name, value in told.items() if name not in _NOT_LANGUAGES}


def _translate(acting: Acting, translator: Actor, title: str, told: Mapping[str, Any]) -> UUID:
    with acting(translator) as session:
        training = session.scalars(
            select(Training).where(
                Training.title == title, Training.organisation_id == translator.organisation_id
            )
        ).one()
        for language, (state, texts) in _languages(told).items():
            if state != MACHINE:
                translating.translate_training(session, translator, training.id, language, texts)
        return training.id


def _read_aloud(
    acting: Acting, translator: Actor, training_id: UUID, voices: Mapping[str, str]
) -> None:
    """The summary, by language: in the demo, by voices of synthesis."""
    for language, voice in voices.items():
        with acting(translator) as session:
            sound = BytesIO((VOICES / f"{voice}.ogg").read_bytes())
            given = Given("lecture.ogg", sound, "eSpeak", is_synthetic=True)
            translating.read_training(session, translator, training_id, language, "summary", given)


def _change(acting: Acting, writer: Actor, officer: Actor, training_id: UUID, summary: str) -> None:
    """The French moves on, and is published anew: what was translated of it is to be looked at."""
    with acting(writer) as session:
        training = writing.get_for_writing(session, writer, training_id)
        writing.save_step(
            session,
            writer,
            training_id,
            TrainingStep.IDENTITY,
            {"summary": summary},
            version=training.version,
        )
        moves.ask_review(session, writer, training_id)
    with acting(officer) as session:
        moves.publish_training(session, officer, training_id)


def _review(session: Session, officer: Actor, training_id: UUID, told: Mapping[str, Any]) -> None:
    subject = subject_of(session.get_one(Training, training_id))
    for language, (state, texts) in _languages(told).items():
        for name, text in texts.items():
            section = subject.find(name)
            if section is not None and state == MACHINE:
                languages.save_translation(
                    session,
                    officer,
                    subject_kind=SUBJECT,
                    subject_id=training_id,
                    section=name,
                    language=language,
                    text=text,
                    source=section.source,
                    made_by=_MACHINE,
                    origin=Origin.MACHINE,
                )
            elif state in (REVIEWED, OLD) and not (state == OLD and name == "summary"):
                translating.review_training(
                    session, officer, training_id, language, name, version=1
                )


def _translate_offer(
    acting: Acting,
    translator: Actor,
    publisher: Actor,
    title: str,
    told: Mapping[str, tuple[str, dict[str, str]]],
) -> None:
    with acting(translator) as session:
        offer = session.scalars(
            select(Offer).where(
                Offer.title == title, Offer.organisation_id == translator.organisation_id
            )
        ).one()
        for language, (state, texts) in told.items():
            if texts:
                offer_translating.translate_offer(session, translator, offer.id, language, texts)
            else:
                # Another than whoever wrote the offer, and translated it, reads it again.
                _review_offer(session, translator, offer.id, {language: state})
    with acting(publisher) as session:
        states = {language: state for language, (state, texts) in told.items() if texts}
        _review_offer(session, publisher, offer.id, states)
        offers.publish_offer(session, publisher, offer.id)


def _review_offer(
    session: Session, actor: Actor, offer_id: UUID, states: Mapping[str, str]
) -> None:
    for row in queries.translations_of(session, actor, "offer", offer_id):
        if states.get(row.language) == REVIEWED:
            offer_translating.review_offer(
                session, actor, offer_id, row.language, row.section, version=row.version
            )
