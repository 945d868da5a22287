"""Answering an offer: what a person prepares, and the moment it leaves.

Each verb takes the actor who holds the draft. What is typed is kept as it comes; only a way to be
reached is needed in the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions as files
from portal.files import queries as stored
from portal.files.formats import MAX_SIZE
from portal.jobs import follow_links
from portal.jobs.enums import (
    ApplicationState,
    Author,
    CallMoment,
    EventKind,
    PartKind,
    TimeWish,
    Way,
)
from portal.jobs.errors import NothingToReach, OfferNotOpen
from portal.jobs.messages import applications as messages
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationPart,
    CallbackRequest,
)
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import OfferToAnswer, Part, Prepared, Question
from portal.kernel import clock, tokens
from portal.kernel.db import new_id, reach
from portal.kernel.errors import Conflict, NotFound, Refused
from portal.kernel.i18n import N_
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor

PHOTOS = 20


def start(
    session: Session,
    actor: Actor,
    offer: OfferToAnswer,
    settings: Settings,
    *,
    locale: str,
    ways: Iterable[str],
) -> tuple[Application, str]:
    """A new draft, and the token that opens it: the one of the follow link, from now on."""
    now = clock.now()
    if not policy.can_answer(offer, clock.today()):
        raise OfferNotOpen
    application_id = new_id()
    token = follow_links.token(settings, application_id, 1)
    reach(session, holder=tokens.digest(token))
    application = Application(
        id=application_id,
        organisation_id=offer.organisation_id,
        offer_id=offer.id,
        offer_title=offer.title,
        structure_name=offer.structure,
        reference=tokens.new_reference(),
        holder_digest=tokens.digest(token),
        person_id=actor.person_id,
        locale=locale,
        ways=_ways(offer, ways),
        draft={"passed": ["ways"]},
        created_at=now,
        state_changed_at=now,
        last_activity_at=now,
    )
    session.add(application)
    session.flush()
    return application, token


def _ways(offer: OfferToAnswer, ways: Iterable[str]) -> dict[str, Any]:
    return {way.value: True for way in policy.chosen(ways, offer.ways)}


def _draft(session: Session, actor: Actor, application_id: UUID) -> Application:
    """The actor's draft, locked. Raises Conflict once it left."""
    application = queries.get_mine(session, actor, application_id, lock=True)
    if not policy.can_change(actor, application):
        raise Conflict
    application.last_activity_at = clock.now()
    return application


def change_language(session: Session, actor: Actor, application_id: UUID, locale: str) -> None:
    """The language chosen on the way is the one of the messages. Raises Conflict once it left."""
    _draft(session, actor, application_id).locale = locale


def choose_ways(
    session: Session, actor: Actor, application_id: UUID, offer: OfferToAnswer, ways: Iterable[str]
) -> None:
    """What was given in a way that is not chosen any more stays, and does not leave."""
    _draft(session, actor, application_id).ways = _ways(offer, ways)


def remember(
    session: Session,
    actor: Actor,
    application_id: UUID,
    step: str,
    *,
    passed: bool,
    unfinished: Mapping[str, Any] | None = None,
) -> None:
    """Keep where somebody is in their answers, and what they typed that is not valid yet."""
    application = _draft(session, actor, application_id)
    known = dict(application.draft)
    steps = [name for name in known.get("passed", ()) if name != step]
    known["passed"] = [*steps, step] if passed else steps
    kept = {name: value for name, value in known.get("unfinished", {}).items() if name != step}
    known["unfinished"] = kept | {step: dict(unfinished)} if unfinished else kept
    application.draft = known


def give_file(
    session: Session,
    actor: Actor,
    application_id: UUID,
    kind: PartKind,
    file_id: UUID,
    question: Question | None = None,
) -> None:
    """Put a received file in the draft. A recording or a letter replaces the one before."""
    application = _draft(session, actor, application_id)
    found = queries.prepared(session, application)
    same = found.of(kind, question.id if question else None)
    if any(part.file and part.file.id == file_id for part in same):
        return
    queries.get_given_file(session, actor, application, file_id)
    if kind == PartKind.CV:
        if len(same) >= PHOTOS:
            raise Refused(N_("Vous avez déjà 20 photos. Retirez-en une pour en ajouter une."))
    else:
        _remove(session, actor, [part for part in same if part.file])
    session.add(
        ApplicationPart(
            organisation_id=application.organisation_id,
            application_id=application.id,
            kind=kind,
            question_id=question.id if question else None,
            question_text=question.text if question else "",
            file_id=file_id,
            position=len(found.parts),
            added_at=clock.now(),
        )
    )
    session.flush()


def remove_part(session: Session, actor: Actor, application_id: UUID, part_id: UUID) -> None:
    """Take one thing out of the draft, for good. Already out: nothing happens."""
    application = _draft(session, actor, application_id)
    found = queries.prepared(session, application)
    _remove(session, actor, [part for part in found.parts if part.id == part_id])


def take_back(session: Session, actor: Actor, file_id: UUID) -> None:
    """Erase a file the actor brought, for good. Raises Conflict once it was sent."""
    file = stored.get_given(session, actor, file_id)
    if file.released_at is not None:
        raise Conflict
    application = queries.find_held(session, actor)
    if application is not None:
        parts = queries.prepared(session, application).parts
        _remove(session, actor, [p for p in parts if p.file and p.file.id == file_id])
    files.erase(session, actor, file_id)


def _remove(session: Session, actor: Actor, parts: Iterable[Part]) -> None:
    for part in parts:
        session.execute(delete(ApplicationPart).where(ApplicationPart.id == part.id))
        if part.file:
            files.erase(session, actor, part.file.id)


def ask_for_a_call(
    session: Session,
    actor: Actor,
    application_id: UUID,
    *,
    phone: str,
    moments: Iterable[CallMoment],
    note: str,
    language: str,
) -> None:
    """« Rappelez-moi »: number in E.164. Without a number, nobody is asked to call."""
    application = _draft(session, actor, application_id)
    callback = queries.prepared(session, application).callback
    if not phone:
        if callback:
            session.delete(callback)
        return
    if callback is None:
        callback = CallbackRequest(
            organisation_id=application.organisation_id,
            application_id=application.id,
            created_at=clock.now(),
        )
        session.add(callback)
    callback.phone = phone
    callback.moments = [moment.value for moment in moments]
    callback.moments_note = note
    callback.language = language


def write_letter(session: Session, actor: Actor, application_id: UUID, text: str) -> None:
    _draft(session, actor, application_id).letter_text = text


def write_answer(
    session: Session, actor: Actor, application_id: UUID, question: Question, text: str
) -> None:
    """The written answer to a question; an empty one takes it back."""
    application = _draft(session, actor, application_id)
    found = queries.prepared(session, application)
    written = [part for part in found.of(PartKind.ANSWER, question.id) if part.file is None]
    if [part.text for part in written] == [text]:
        return
    _remove(session, actor, written)
    if text:
        session.add(
            ApplicationPart(
                organisation_id=application.organisation_id,
                application_id=application.id,
                kind=PartKind.ANSWER,
                question_id=question.id,
                question_text=question.text,
                text=text,
                position=len(found.parts),
                added_at=clock.now(),
            )
        )


def wish_time(
    session: Session, actor: Actor, application_id: UUID, wish: TimeWish | None, note: str
) -> None:
    application = _draft(session, actor, application_id)
    application.time_wish = wish.value if wish else ""
    application.time_note = note


def say_name(session: Session, actor: Actor, application_id: UUID, name: str) -> None:
    _draft(session, actor, application_id).candidate_name = name


def give_contact(
    session: Session, actor: Actor, application_id: UUID, *, phone: str, email: str
) -> None:
    """How to reach the person: canonical writings, either may be empty. Who chose to be called and
    gave no other number is called at this one: the last page shows it before anything leaves.
    """
    application = _draft(session, actor, application_id)
    application.contact_phone, application.contact_email = phone, email
    called = phone and Way.CALLBACK in application.ways
    if called and queries.prepared(session, application).callback is None:
        ask_for_a_call(
            session,
            actor,
            application_id,
            phone=phone,
            moments=(),
            note="",
            language=application.locale,
        )


def wish_adjustment(session: Session, actor: Actor, application_id: UUID, wish: str) -> None:
    """What the interview should have. Deleted after it (LG-07)."""
    _draft(session, actor, application_id).adjustment = wish


def say_who_helped(session: Session, actor: Actor, application_id: UUID, helper: str) -> None:
    """A trace that somebody helped to write, if the person wants one (CO-09)."""
    _draft(session, actor, application_id).helped_by = helper


def submit(
    session: Session,
    actor: Actor,
    application_id: UUID,
    offer: OfferToAnswer,
    *,
    locale: str,
    consent: str,
) -> Application:
    """Send what the person prepared, once: sent again, it is the same application.

    `consent` is the sentence that was shown, `locale` the language it was shown in. Raises
    OfferNotOpen, NothingToReach. Whoever cannot be written to any more today is received all the
    same: the page says so.
    """
    application = queries.get_mine(session, actor, application_id, lock=True)
    if application.state != ApplicationState.DRAFT:
        return application
    if not policy.can_answer(offer, clock.today()):
        raise OfferNotOpen
    if not (application.contact_phone or application.contact_email):
        raise NothingToReach
    _leave_behind(session, actor, application)
    now = clock.now()
    application.state = ApplicationState.RECEIVED
    application.draft = {}
    application.locale = locale
    application.consent_text, application.consented_at = consent, now
    application.submitted_at = application.state_changed_at = application.last_activity_at = now
    application.answer_due_on = clock.today() + timedelta(days=offer.answer_days)
    application.waiting_for_answer = True
    session.flush()
    told = messages.confirm_receipt(session, application)
    session.add(
        ApplicationEvent(
            organisation_id=application.organisation_id,
            application_id=application.id,
            at=now,
            kind=EventKind.SUBMITTED,
            author=Author.CANDIDATE,
            from_state=ApplicationState.DRAFT,
            to_state=ApplicationState.RECEIVED,
            data={"told": sorted(told)},
        )
    )
    session.flush()
    messages.tell_structure(session, application, "received")
    return application


def _leave_behind(session: Session, actor: Actor, application: Application) -> None:
    """Only what the last page showed leaves: not the ways unchosen since, not a refused file, not
    one whose form never followed.
    """
    found = queries.prepared(session, application)
    stay = [p for p in found.parts if p.is_refused or not policy.is_sent(p, application.ways)]
    _remove(session, actor, stay)
    if found.callback and Way.CALLBACK not in application.ways:
        session.delete(found.callback)
    if Way.LETTER not in application.ways:
        application.letter_text = ""
    leaving = [part for part in found.parts if part not in stay]
    application.ways = _used(application, found, leaving)
    joined = _join_photos(session, actor, application, leaving)
    given = [part.file.id for part in leaving if part.file and part not in joined.replaced]
    files.release(session, actor, *given, *joined.file_ids)
    shown = {*given, *joined.file_ids}
    for file_id in queries.files_of(session, application).mine:
        if file_id not in shown:
            files.erase(session, actor, file_id)


def _used(application: Application, found: Prepared, leaving: Iterable[Part]) -> dict[str, Any]:
    """Of the ways chosen, those something leaves in: one may choose to speak, and then not."""
    used = {policy.WAY_OF.get(part.kind) for part in leaving}
    if found.callback:
        used.add(Way.CALLBACK)
    if application.letter_text:
        used.add(Way.LETTER)
    return {way: True for way in application.ways if way in used}


@dataclass(frozen=True)
class _Joined:
    """The photos of a CV, and the one document made of them."""

    replaced: list[Part]
    file_ids: list[UUID]


def _join_photos(
    session: Session, actor: Actor, application: Application, parts: Iterable[Part]
) -> _Joined:
    """Several photos of a CV become one document. Too heavy together, they stay as they are."""
    cv = [part for part in parts if part.kind == PartKind.CV and part.file]
    photos = [part for part in cv if part.file and queries.is_photo(session, part.file.id)]
    if len(photos) < 2:
        return _Joined([], [])
    wanted = [part.file.id for part in photos if part.file]
    if sum(part.file.received_size for part in photos if part.file) > MAX_SIZE:
        return _Joined([], [])
    for part in photos:
        session.execute(delete(ApplicationPart).where(ApplicationPart.id == part.id))
    file_id = files.join_photos(session, actor, wanted)
    session.add(
        ApplicationPart(
            organisation_id=application.organisation_id,
            application_id=application.id,
            kind=PartKind.CV,
            file_id=file_id,
            position=len(cv),
            added_at=clock.now(),
        )
    )
    session.flush()
    return _Joined(photos, [file_id])


def discard(session: Session, actor: Actor, application_id: UUID) -> None:
    """Erase a draft and its files. Already erased, or sent since: nothing happens.

    The ledger keeps its random id: a restored backup forgets it again.
    """
    try:
        application = queries.get_mine(session, actor, application_id, lock=True)
    except NotFound:
        return
    if not policy.can_change(actor, application):
        return
    given = queries.files_of(session, application)
    session.delete(application)
    session.flush()
    for file_id in given.mine:
        files.erase(session, actor, file_id)
    session.execute(
        insert(Erasure)
        .values(id=new_id(), kind="application", subject_id=application_id, erased_at=clock.now())
        .on_conflict_do_nothing()
    )
