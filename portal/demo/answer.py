"""Answer the offers of the demo, and let the structures do their part, through the real actions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.demo import accounts
from portal.demo.publish import VOICES
from portal.demo.stories import STORIES, Story
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.jobs import step_texts
from portal.jobs.actions import applying, notes, screening
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import CallMoment, PartKind, Way
from portal.jobs.models import PublishedOffer
from portal.jobs.queries import applications as queries
from portal.jobs.queries import screening as dossiers
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import clock, i18n, tokens
from portal.organisations.scope import Actor
from portal.people.addresses import KEY, read
from portal.people.queries import find_owner
from portal.skills.actions import cv
from portal.skills.exports.formats import Format

Acting = Callable[[Actor], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Stage:
    """What the stories are told with: sessions, settings, who acts for each structure, and now."""

    acting: Acting
    settings: Settings
    actors: dict[str, Actor]
    now: datetime


def tell(stage: Stage) -> None:
    """Every story, from the first recording to where it stands."""
    for story in STORIES:
        with stage.acting(Actor()) as session:
            slug, structure = _offer(session, story)
        application_id = _answer(stage, story, slug)
        for days, what, detail in story.moves:
            _move(stage, stage.actors[structure], application_id, days, what, detail)
        if story.note[0]:
            _note(stage, stage.actors[structure], application_id, story)


def _offer(session: Session, story: Story) -> tuple[str, str]:
    row = session.execute(
        select(PublishedOffer.slug, PublishedOffer.card)
        .where(PublishedOffer.state == "published")
        .order_by(PublishedOffer.published_at.desc())
    )
    for slug, card in row:
        if card["title"].startswith(story.offer):
            return slug, card["structure_slug"]
    raise LookupError(f"no offer begins with « {story.offer} »")


def _answer(stage: Stage, story: Story, slug: str) -> UUID:
    sent = stage.now - timedelta(days=story.days, hours=5)
    speaking = i18n.find(story.locale) or i18n.DEFAULT
    with clock.pretending(sent), i18n.use(speaking), stage.acting(_person(stage, story)) as session:
        person = _person(stage, story)
        offer = queries.get_offer(session, slug)
        ways = [
            way
            for way, wanted in (
                (Way.VOICE, story.voice),
                (Way.CALLBACK, story.call),
                (Way.LETTER, story.letter),
                (Way.CV, story.own_cv),
            )
            if wanted
        ]
        application, token = applying.start(
            session, person, offer, stage.settings, locale=story.locale, ways=ways
        )
        actor = Actor(person.person_id, person.name, holder=tokens.digest(token))
        _fill(session, actor, application.id, offer, story)
        applying.submit(
            session, actor, application.id, offer, locale=story.locale, consent=_CONSENT
        )
        return application.id


_CONSENT = "J’envoie ce qui est sur cette page à la structure, pour répondre à cette offre."


def _person(stage: Stage, story: Story) -> Actor:
    account = accounts.find(story.account)
    if account is None:
        return Actor()
    with stage.acting(Actor()) as session:
        digest = read(account.address).digest(stage.settings.key(KEY))
        return Actor(find_owner(session, digest), account.name)


def _fill(
    session: Session, actor: Actor, application_id: UUID, offer: OfferToAnswer, story: Story
) -> None:
    if story.voice:
        recorded = BytesIO((VOICES / f"{story.voice}.ogg").read_bytes())
        file_id = files.receive_whole(
            session, actor, FilePurpose.VOICE, offer.organisation_id, "message.ogg", recorded
        )
        applying.give_file(session, actor, application_id, PartKind.VOICE, file_id)
    if story.own_cv:
        made = cv.make_cv(session, actor, Format.PDF)
        file_id = files.receive_whole(
            session,
            actor,
            FilePurpose.CV,
            offer.organisation_id,
            made.name,
            BytesIO(made.content),
        )
        applying.give_file(session, actor, application_id, PartKind.CV, file_id)
    if story.call:
        applying.ask_for_a_call(
            session,
            actor,
            application_id,
            phone=story.phone,
            moments=[CallMoment.MORNING],
            note="",
            language=story.locale if story.locale != "fr-x-simple" else "fr",
        )
    if story.letter:
        applying.write_letter(session, actor, application_id, story.letter)
    for question, text in zip(offer.questions, story.answers, strict=False):
        applying.write_answer(session, actor, application_id, question, text)
    applying.say_name(session, actor, application_id, story.name)
    applying.give_contact(session, actor, application_id, phone=story.phone, email=story.email)
    applying.wish_adjustment(session, actor, application_id, story.adjustment)
    applying.say_who_helped(session, actor, application_id, story.helped_by)


def _move(
    stage: Stage, actor: Actor, application_id: UUID, days: int, what: str, detail: str
) -> None:
    moment = stage.now - timedelta(days=days, hours=3)
    with clock.pretending(moment), stage.acting(actor) as session:
        application = dossiers.get_application(session, actor, application_id)
        step = _STEPS[what]
        text = step_texts.default(step, application.locale)
        move = screening.Move(application.version, text)
        if what == "review":
            screening.review_application(session, actor, application_id, move)
        elif what == "interview":
            screening.invite_to_interview(
                session,
                actor,
                application_id,
                move,
                interview_on=stage.now + timedelta(days=3),
                place=detail,
            )
        elif what == "offer":
            screening.offer_post(session, actor, application_id, move)
        elif what == "withdraw":
            screening.record_withdrawal(session, actor, application_id, move)
        elif what == "decline":
            screening.decline_application(session, actor, application_id, move, reason=detail)


_STEPS = {
    "review": State.IN_REVIEW,
    "interview": State.INTERVIEW,
    "offer": State.OFFERED,
    "withdraw": State.WITHDRAWN,
    "decline": State.DECLINED,
}


def _note(stage: Stage, actor: Actor, application_id: UUID, story: Story) -> None:
    criterion, body = story.note
    with stage.acting(actor) as session:
        notes.add_note(session, actor, application_id, criterion=criterion, body=body)
