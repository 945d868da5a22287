"""The life of an offer: started, published, paused, renewed, closed. Each move leaves a line."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs import publication
from portal.jobs.actions.offer_moves import (
    add_questions,
    close,
    end_of,
    keep_silent,
    let_hear,
    let_read,
    log_event,
    set_end,
)
from portal.jobs.actions.recordings import erase_recordings
from portal.jobs.checks import outdated
from portal.jobs.completeness import missing
from portal.jobs.enums import CloseReason, OfferEventKind, OfferState
from portal.jobs.errors import (
    ChangedMeanwhile,
    NotPublishable,
    OfferClosed,
    StructureNotAdmitted,
)
from portal.jobs.linter import lint
from portal.jobs.models import Offer
from portal.jobs.nomenclatures import AGREEMENT
from portal.jobs.policy import offers as policy
from portal.jobs.queries import offers as queries
from portal.jobs.sections import SUBJECT
from portal.jobs.starting_points import StartingPoint, find_starting_point
from portal.jobs.steps import COPIED
from portal.kernel import clock, nomenclatures
from portal.kernel.db import new_id, take_turns
from portal.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from portal.kernel.i18n import N_
from portal.kernel.slugs import slug_for
from portal.languages import actions as languages
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor


def create_offer(session: Session, actor: Actor, offer_id: UUID | None = None) -> Offer:
    """Start an empty offer, or go on with the one the actor started and left as it was. With an
    `offer_id` already used, the offer that has it: the form carries one, so a repeated submit
    starts nothing twice.
    """
    return queries.find_untouched(session, actor) or _start(session, actor, offer_id, None)


def create_from_model(
    session: Session, actor: Actor, code: str, offer_id: UUID | None = None
) -> Offer:
    """Start an offer from one of the portal's models. NotFound for an unknown code."""
    model = find_starting_point(code)
    if model is None:
        raise NotFound
    return _start(session, actor, offer_id, model)


def copy_offer(
    session: Session, actor: Actor, source_id: UUID, offer_id: UUID | None = None
) -> Offer:
    """Start an offer from an earlier one of the same structure."""
    source = queries.get_offer(session, actor, source_id)
    offer, is_new = _blank(session, actor, offer_id)
    if not is_new:
        return offer
    for field in COPIED:
        setattr(offer, field, getattr(source, field))
    add_questions(offer, [question.text for question in source.asked_questions])
    _drop_ended_codes(session, offer)
    session.flush()
    log_event(session, actor, offer, OfferEventKind.COPIED, OfferState.DRAFT, note=source.title)
    return offer


def delete_draft(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Throw away an offer nobody outside ever saw."""
    offer = queries.lock_offer(session, actor, offer_id)
    if offer.state != OfferState.DRAFT:
        raise Refused(str(N_("Cette offre a déjà été publiée : vous pouvez la fermer.")))
    if not policy.can_delete(actor, offer):
        raise NotAllowed
    erase_recordings(session, actor, offer.id)
    languages.erase_readings(session, actor, subject_kind=SUBJECT, subject_id=offer.id)
    languages.erase_translations(session, actor, subject_kind=SUBJECT, subject_id=offer.id)
    session.delete(offer)
    session.flush()


def publish_offer(
    session: Session, actor: Actor, offer_id: UUID, *, version: int | None = None
) -> Offer:
    """Put the offer, or its newest changes, before the public. Quiet if nothing changed since.

    Raises NotAllowed, OfferClosed, StructureNotAdmitted, NotPublishable, ChangedMeanwhile.
    """
    offer = _lock_for_moving(session, actor, offer_id)
    snapshot = queries.find_snapshot(session, actor, offer.id)
    if snapshot is not None and not queries.has_unpublished_changes(offer, snapshot):
        return offer
    if version is not None and version != offer.version:
        raise ChangedMeanwhile
    if not policy.is_vouched_for(actor):
        raise StructureNotAdmitted
    holes = [*missing(offer), *outdated(session, offer)]
    if holes or any(finding.blocks for finding in lint(session, offer)):
        raise NotPublishable
    now, before = clock.now(), OfferState(offer.state)
    set_end(offer, end_of(session, offer, offer.renewed_at or offer.published_at or now))
    if before == OfferState.DRAFT:
        offer.slug = slug_for(offer.title, "offre")
        offer.state, offer.published_at = OfferState.PUBLISHED, now
    session.flush()
    structure = session.get_one(Organisation, offer.organisation_id)
    texts = queries.translations_of(session, actor, offer.id)
    recorded = queries.readings_of(session, actor, offer.id)
    shown = publication.publish(session, offer, structure, texts, now, recorded)
    if offer.state == OfferState.PUBLISHED:
        let_hear(session, actor, offer, offer.recordings)
        let_read(session, actor, offer, shown, recorded)
    kind = OfferEventKind.PUBLISHED if before == OfferState.DRAFT else OfferEventKind.UPDATED
    log_event(session, actor, offer, kind, before)
    return offer


def pause_offer(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """Take the offer off the list for a while. Quiet if it is already paused."""
    offer = _lock_for_moving(session, actor, offer_id)
    if offer.state == OfferState.PAUSED:
        return offer
    if not policy.can_pause(actor, offer):
        raise Refused(str(N_("Seule une offre publiée peut être mise en pause.")))
    keep_silent(session, actor, offer)
    return _move(session, actor, offer, OfferState.PAUSED, OfferEventKind.PAUSED)


def resume_offer(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """Put a paused offer back on the list. Quiet if it is there already."""
    offer = _lock_for_moving(session, actor, offer_id)
    if offer.state == OfferState.PUBLISHED:
        return offer
    if not policy.can_resume(actor, offer):
        raise Refused(str(N_("Seule une offre en pause peut être remise en ligne.")))
    if not policy.is_vouched_for(actor):
        raise StructureNotAdmitted
    now = clock.now()
    if offer.expires_at is None or offer.expires_at <= now:
        _refuse_past_deadline(offer.apply_until)
        set_end(offer, end_of(session, offer, now))
    snapshot = queries.find_snapshot(session, actor, offer.id)
    if snapshot is not None:
        taken = publication.published_recordings(offer, snapshot)
        let_hear(session, actor, offer, taken)
        let_read(session, actor, offer, snapshot, queries.readings_of(session, actor, offer.id))
        publication.refresh_recordings(offer, snapshot)
    return _move(session, actor, offer, OfferState.PUBLISHED, OfferEventKind.RESUMED)


def renew_offer(
    session: Session, actor: Actor, offer_id: UUID, apply_until: date | None = None
) -> Offer:
    """Keep the offer on line for another while, with this deadline or none.

    Quiet when repeated within the hour with the same deadline, so two clicks leave one line.
    """
    offer = _lock_for_moving(session, actor, offer_id)
    if not policy.can_renew(actor, offer):
        raise Refused(str(N_("Seule une offre publiée ou en pause peut être renouvelée.")))
    now = clock.now()
    just_done = offer.renewed_at is not None and now - offer.renewed_at < timedelta(hours=1)
    if just_done and offer.apply_until == apply_until:
        return offer
    _refuse_past_deadline(apply_until)
    offer.apply_until, offer.renewed_at = apply_until, now
    set_end(offer, end_of(session, offer, now))
    session.flush()
    snapshot = queries.find_snapshot(session, actor, offer.id)
    if snapshot is not None:
        snapshot.expires_at, snapshot.apply_until = offer.expires_at, apply_until
        ends = apply_until.isoformat() if apply_until else None
        snapshot.document = {**snapshot.document, "apply_until": ends}
    log_event(session, actor, offer, OfferEventKind.RENEWED, OfferState(offer.state))
    return offer


def close_offer(session: Session, actor: Actor, offer_id: UUID, reason: CloseReason) -> Offer:
    """End the recruitment. What the public saw is emptied; the address says that it is over."""
    offer = queries.lock_offer(session, actor, offer_id)
    if not policy.can_move(actor, offer):
        raise NotAllowed
    if offer.state == OfferState.CLOSED and offer.close_reason == reason:
        return offer
    if not policy.can_close(actor, offer):
        raise Refused(str(N_("Seule une offre publiée ou en pause peut être fermée.")))
    return close(session, actor, offer, reason)


def _blank(session: Session, actor: Actor, offer_id: UUID | None) -> tuple[Offer, bool]:
    """A new draft of the actor's structure, or the one that already has this id (then False)."""
    if not policy.can_write_offers(actor):
        raise NotAllowed
    if offer_id is not None:
        # Pressed twice at once, the second waits for the first and finds it.
        take_turns(session, 9, str(offer_id))
        known = queries.find_offer(session, actor, offer_id)
        if known is not None:
            return known, False
    now = clock.now()
    structure = session.get_one(Organisation, actor.organisation_id)
    offer = Offer(
        id=offer_id or new_id(),
        organisation_id=structure.id,
        slug=slug_for("", "offre"),
        establishment_name=structure.name,
        managing_body=structure.managing_body,
        structure_type=structure.structure_type,
        city=structure.city,
        contact_email=structure.contact_email,
        contact_phone=structure.contact_phone,
        answer_days=structure.answer_days,
        created_at=now,
        updated_at=now,
    )
    offer.questions, offer.recordings = [], []
    session.add(offer)
    return offer, True


def _start(
    session: Session, actor: Actor, offer_id: UUID | None, model: StartingPoint | None
) -> Offer:
    offer, is_new = _blank(session, actor, offer_id)
    if not is_new:
        return offer
    if model is not None:
        for field, value in model.values.items():
            setattr(offer, field, value)
        add_questions(offer, model.questions)
    session.flush()
    log_event(session, actor, offer, OfferEventKind.CREATED, OfferState.DRAFT)
    return offer


def _drop_ended_codes(session: Session, offer: Offer) -> None:
    """An agreement that has ended since is not taken over: the new offer must choose again."""
    entries = nomenclatures.entries(session, AGREEMENT)
    if offer.collective_agreement not in {entry.code for entry in entries}:
        offer.collective_agreement = ""


def _lock_for_moving(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    offer = queries.lock_offer(session, actor, offer_id)
    if not policy.can_move(actor, offer):
        raise NotAllowed
    if offer.state == OfferState.CLOSED:
        raise OfferClosed
    return offer


def _move(
    session: Session, actor: Actor, offer: Offer, state: OfferState, kind: OfferEventKind
) -> Offer:
    """Between published and paused: the public's copy follows."""
    before = OfferState(offer.state)
    offer.state = state
    session.flush()
    snapshot = queries.find_snapshot(session, actor, offer.id)
    if snapshot is not None:
        snapshot.state, snapshot.expires_at = state.value, offer.expires_at
    log_event(session, actor, offer, kind, before)
    return offer


def _refuse_past_deadline(apply_until: date | None) -> None:
    if apply_until is not None and apply_until < clock.today():
        raise Invalid(
            {"apply_until": str(N_("Cette date est passée. Choisissez une date à venir."))}
        )
