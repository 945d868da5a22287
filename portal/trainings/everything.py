"""The sessions somebody asked to come to with their account, and what these left them, for
« Tout mon dossier » (SE-25). What they think of a session is nobody's: it is not here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.archiving import Taken
from portal.organisations.scope import Actor
from portal.trainings import certificate_pdf, credentials
from portal.trainings.models import (
    Attendance,
    Badge,
    Certificate,
    Internship,
    Registration,
    TrainingSession,
)
from portal.trainings.queries import attending, meetings
from portal.trainings.queries import registrations as queries

_FIELDS = (
    *("reference", "state", "created_at", "submitted_at", "name", "contact_phone"),
    *("contact_email", "words", "answers", "whose_time", "employer_name", "employer_email"),
    *("agreement", "agreement_words"),
)


@dataclass(frozen=True)
class _Left:
    """What sessions left one person, by registration."""

    marks: dict[UUID, list[Attendance]]
    practice: dict[UUID, Internship]
    certificates: dict[UUID, Certificate]
    badges: dict[UUID, list[Badge]]


def registrations(session: Session, actor: Actor, settings: Settings) -> Taken:
    """Each with what was said, aloud too, what was needed, its story and what the session left:
    half-days, practice, the certificate in the language of the page, the badges as signed.
    """
    mine, taken = queries.list_mine_with_dates(session, actor), Taken()
    left = _left(session, [registration.id for registration, _dates in mine])
    for rank, (registration, dates) in enumerate(mine, start=1):
        given = _given(settings, registration, dates, left, taken.files, f"{rank:03}")
        asked = _registration(session, actor, registration, dates, taken, f"{rank:03}")
        taken.lines.append(asked | given)
    return taken


def _left(session: Session, mine: Collection[UUID]) -> _Left:
    """`mine`: registrations of the person."""
    marks, badges = defaultdict[UUID, list[Attendance]](list), defaultdict[UUID, list[Badge]](list)
    of_mine = select(Attendance).where(Attendance.registration_id.in_(mine))
    for mark in session.scalars(of_mine.order_by(Attendance.day, Attendance.half)):
        marks[mark.registration_id].append(mark)
    signed = select(Badge).where(Badge.registration_id.in_(mine)).order_by(Badge.issued_at)
    for badge in session.scalars(signed):
        if badge.registration_id:
            badges[badge.registration_id].append(badge)
    practice = session.scalars(select(Internship).where(Internship.registration_id.in_(mine)))
    issued = session.scalars(select(Certificate).where(Certificate.registration_id.in_(mine)))
    return _Left(
        marks,
        {one.registration_id: one for one in practice},
        {one.registration_id: one for one in issued},
        badges,
    )


def _given(
    settings: Settings,
    registration: Registration,
    dates: TrainingSession,
    left: _Left,
    files: dict[str, Iterable[bytes]],
    rank: str,
) -> dict[str, Any]:
    marks: Sequence[Attendance] = left.marks.get(registration.id, [])
    practice = left.practice.get(registration.id)
    return {
        "presence": attending.presence(dates, marks, practice).facts()
        if marks or practice
        else None,
        "half_days": [
            {"day": one.day, "half": one.half, "state": one.state, "words": one.words}
            for one in marks
        ],
        "practice": {"weeks": practice.weeks, "hours": practice.hours} if practice else None,
        "certificate": _certificate(left.certificates.get(registration.id), files, rank),
        "badges": [
            _badge(settings, badge, files, f"{rank}-{number}")
            for number, badge in enumerate(left.badges.get(registration.id, []), start=1)
        ],
    }


def _certificate(
    issued: Certificate | None, files: dict[str, Iterable[bytes]], rank: str
) -> dict[str, Any] | None:
    if issued is None:
        return None
    name = f"files/attestation-{rank}.pdf"
    files[name] = [certificate_pdf.certificate_pdf(issued)]
    return {
        "name": issued.name,
        "issued_on": issued.issued_on,
        "issued_by": issued.issued_by,
        "says": issued.document,
        "file": name,
    }


def _badge(
    settings: Settings, badge: Badge, files: dict[str, Iterable[bytes]], rank: str
) -> dict[str, Any]:
    name = f"files/badge-{rank}.jwt"
    files[name] = [badge.jwt.encode()]
    return {
        "address": credentials.badge_address(settings, badge.id),
        "issued_at": badge.issued_at,
        "revoked_at": badge.revoked_at,
        "revoked_because": badge.revoked_because,
        "says": {key: said for key, said in badge.document.items() if key != "for"},
        "file": name,
    }


def _registration(
    session: Session,
    actor: Actor,
    found: Registration,
    dates: TrainingSession,
    taken: Taken,
    rank: str,
) -> dict[str, Any]:
    registration = queries.get_mine(session, actor, found.id)
    need = queries.find_need(session, registration)
    voice = registration.file_id
    return {
        "training": registration.training_title,
        "from": dates.starts_on,
        "to": dates.ends_on,
        **{name: getattr(registration, name) for name in _FIELDS},
        "consent": registration.consent_text,
        "file": taken.add(session, actor, voice, f"inscription-{rank}") if voice else None,
        "needs": {
            "lines": list(need.lines),
            "language": need.language,
            "words": need.words,
            "arranged": need.arranged_words,
        }
        if need
        else None,
        "meeting": meeting(session, registration),
        "story": [
            {"at": one.at, "what": one.to_state or one.kind, "by": one.author, "words": one.words}
            for one in queries.list_events(session, registration)
        ],
    }


def meeting(session: Session, registration: Registration) -> dict[str, Any] | None:
    """When one is met before a session, by whom, and what one said of it."""
    invitation = meetings.find_invitation(session, registration)
    if invitation is None:
        return None
    chosen = meetings.find_chosen(session, invitation)
    return {
        "invited_at": invitation.invited_at,
        "answer": invitation.answer,
        "words": invitation.words,
        "at": chosen.slot.starts_at if chosen else None,
        "way": chosen.slot.way if chosen else None,
        "place": chosen.slot.place if chosen else None,
        "with": chosen.names if chosen else None,
    }
