"""The sessions somebody asked to come to with their account, for « Tout mon dossier » (SE-25)."""

from typing import Any

from sqlalchemy.orm import Session

from portal.files import queries as files
from portal.organisations.scope import Actor
from portal.trainings.models import Registration, TrainingSession
from portal.trainings.queries import meetings
from portal.trainings.queries import registrations as queries

_FIELDS = (
    *("reference", "state", "created_at", "submitted_at", "name", "contact_phone"),
    *("contact_email", "words", "answers", "whose_time", "employer_name", "employer_email"),
    *("agreement", "agreement_words"),
)


def registrations(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Each with what was said, what was needed, and its story."""
    return [
        _registration(session, actor, registration, dates)
        for registration, dates in queries.list_mine_with_dates(session, actor)
    ]


def _registration(
    session: Session, actor: Actor, found: Registration, dates: TrainingSession
) -> dict[str, Any]:
    registration = queries.get_mine(session, actor, found.id)
    need = queries.find_need(session, registration)
    file_id = registration.file_id
    return {
        "training": registration.training_title,
        "from": dates.starts_on,
        "to": dates.ends_on,
        **{name: getattr(registration, name) for name in _FIELDS},
        "consent": registration.consent_text,
        "file": files.get_file(session, actor, file_id).name if file_id else None,
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
