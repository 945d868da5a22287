"""What somebody reads of their own arrivals, for « Tout mon dossier » (SE-25)."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.engagements.models import CheckIn, Engagement
from portal.engagements.queries import sheets, welcomes


def arrivals(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    """Each with its talks (one's words, the other's once given), its letter and its reviews."""
    return [
        _arrival(session, welcome.place, welcome.engagement)
        for welcome in welcomes.list_own(session, person_id)
    ]


def _arrival(session: Session, place: str, engagement: Engagement) -> dict[str, Any]:
    answers = sheets.list_answers(session, engagement)
    letter = welcomes.find_letter(session, engagement)
    fields = ("post_kept", "mission_time", "missions", "trainings", "supervision", "contact_name")
    return {
        "organisation": place,
        "kind": engagement.kind,
        "title": engagement.title,
        "time": engagement.time,
        "began": engagement.began,
        "hired_on": engagement.hired_on,
        "ended_on": engagement.ended_on,
        "check_ins": [_talk(session, one) for one in welcomes.list_check_ins(session, engagement)],
        "letter": {name: getattr(letter, name) for name in fields} if letter else None,
        "job_sheets": [
            {"since": one.since, "content": one.content}
            for one in sheets.list_sheets(session, engagement)
        ],
        "reviews": [
            {
                "held_on": one.held_on,
                "decided": one.decided,
                "own_words": answers[one.id].words if one.id in answers else "",
            }
            for one in welcomes.list_reviews(session, engagement)
        ],
    }


def _talk(session: Session, check_in: CheckIn) -> dict[str, Any]:
    said = welcomes.list_words(session, check_in)
    fields = ("missions", "good", "better", "inclusion")
    return {
        "due_on": check_in.due_on,
        "words": {one.side: {name: getattr(one, name) for name in fields} for one in said},
    }
