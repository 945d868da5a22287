"""Writing an offer: one step at a time, by several people, without losing anything."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs.checks import problems
from portal.jobs.completeness import missing
from portal.jobs.enums import OfferState, OfferStep
from portal.jobs.errors import ChangedMeanwhile, OfferClosed
from portal.jobs.models import Offer, OfferQuestion
from portal.jobs.policy import offers as policy
from portal.jobs.queries import offers as queries
from portal.jobs.steps import FIELDS
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.organisations.nomenclatures import department_of, region_of
from portal.organisations.scope import Actor


def get_for_writing(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """The offer, to show it to who writes. Raises NotFound, OfferClosed or NotAllowed."""
    return _writable(actor, queries.get_offer(session, actor, offer_id))


def lock_for_writing(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """The offer, held for a change. Raises NotFound, OfferClosed or NotAllowed."""
    return _writable(actor, queries.lock_offer(session, actor, offer_id))


def _writable(actor: Actor, offer: Offer) -> Offer:
    if offer.state == OfferState.CLOSED:
        raise OfferClosed
    if not policy.can_edit(actor, offer):
        raise NotAllowed
    return offer


def save_step(
    session: Session,
    actor: Actor,
    offer_id: UUID,
    step: OfferStep,
    values: Mapping[str, Any],
    *,
    version: int,
    page: str = "",
) -> Offer:
    """Keep the facts of one step. `version` is the one the page showed, `page` names that page: one
    that saved last may save again, its own saves are not somebody else's.

    Saving what is already there does nothing, whatever the version, so a repeated submit is quiet.
    `questions` is a list of (id or None, text). Raises Invalid with the fields that cannot be true,
    ChangedMeanwhile if somebody saved first, ValueError for a fact of another step.
    """
    if strangers := set(values) - set(FIELDS[step]):
        raise ValueError(f"not facts of this step: {sorted(strangers)}")
    offer = lock_for_writing(session, actor, offer_id)
    given = _with_place(values)
    asked = given.pop("questions", None)
    changes = {field: value for field, value in given.items() if getattr(offer, field) != value}
    new_questions = asked is not None and _questions_differ(offer, asked)
    if changes or new_questions:
        if offer.version != version and not (page and offer.saved_from == page):
            raise ChangedMeanwhile
        if wrong := problems(session, offer, given | ({"questions": asked} if asked else {})):
            raise Invalid(wrong)
        _refuse_holes(offer, step, changes)
        for field, value in changes.items():
            setattr(offer, field, value)
        if asked is not None and new_questions:
            _set_questions(offer, asked)
        offer.version, offer.saved_from = offer.version + 1, page
        offer.updated_at = clock.now()
    session.flush()
    return offer


def reach_step(session: Session, actor: Actor, offer_id: UUID, step: OfferStep) -> None:
    """Remember how far the writing went, to take it up there again."""
    offer = lock_for_writing(session, actor, offer_id)
    order = [""] + list(OfferStep)
    if order.index(step) > order.index(offer.reached_step):
        offer.reached_step = step


def _with_place(values: Mapping[str, Any]) -> dict[str, Any]:
    """The department and the region follow the postcode."""
    given = dict(values)
    if "postcode" in given:
        given["department"] = department_of(given["postcode"])
        given["region"] = region_of(given["department"])
    return given


def _refuse_holes(offer: Offer, step: OfferStep, changes: Mapping[str, Any]) -> None:
    """What the public sees must stay complete: once published, a needed fact is not emptied."""
    if offer.state == OfferState.DRAFT:
        return
    columns = {column.key: getattr(offer, column.key) for column in Offer.__table__.columns}
    after = missing(Offer(**columns | dict(changes)))
    holes = {hole.field: hole.message for hole in after if hole.step == step}
    if holes:
        raise Invalid(holes)


def _questions_differ(offer: Offer, asked: Sequence[tuple[UUID | None, str]]) -> bool:
    now = [(question.id, question.text) for question in offer.asked_questions]
    if [text for _id, text in now] != [text for _id, text in asked]:
        return True
    return any(given not in (None, known[0]) for (given, _t), known in zip(asked, now, strict=True))


def _set_questions(offer: Offer, asked: Sequence[tuple[UUID | None, str]]) -> None:
    """Keep the rows of questions that stay. One taken back after publication only leaves the list:
    somebody may have answered it.
    """
    known = {question.id: question for question in offer.questions}
    named = {question_id for question_id, _text in asked}
    # A page that is still open saves several times without knowing the ids of its new lines.
    free = {q.position: q for q in offer.asked_questions if q.id not in named}
    kept = set()
    for position, (question_id, text) in enumerate(asked):
        question = known.get(question_id) if question_id else free.get(position)
        if question is None:
            question = OfferQuestion(
                id=new_id(),
                organisation_id=offer.organisation_id,
                offer_id=offer.id,
                text=text,
                position=position,
            )
            offer.questions.append(question)
        question.text, question.position = text, position
        kept.add(question.id)
    for question in [one for one in offer.questions if one.id not in kept]:
        if offer.published_at is None:
            offer.questions.remove(question)
        else:
            question.position = -1
