"""What somebody answered to offers with their account, for « Tout mon dossier » (SE-25)."""

from typing import Any

from sqlalchemy.orm import Session

from portal.jobs.enums import Author
from portal.jobs.models import Application
from portal.jobs.queries import applications as queries
from portal.organisations.scope import Actor


def applications(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Each with what was given, by the name of its file where there is one, and what was said."""
    return [
        _application(session, queries.get_mine(session, actor, one.application.id))
        for one in queries.list_mine(session, actor)
    ]


def _application(session: Session, application: Application) -> dict[str, Any]:
    fields = ("reference", "state", "created_at", "submitted_at", "candidate_name")
    more = ("contact_phone", "contact_email", "time_wish", "time_note", "adjustment", "helped_by")
    given = queries.prepared(session, application)
    return {
        "offer": application.offer_title,
        "structure": application.structure_name,
        **{name: getattr(application, name) for name in (*fields, *more)},
        "letter": application.letter_text,
        "consent": application.consent_text,
        "given": [
            {
                "kind": part.kind,
                "question": part.question_text,
                "words": part.text,
                "file": part.file.name if part.file else None,
            }
            for part in given.parts
        ],
        "messages": [
            {
                "mine": word.author == Author.CANDIDATE,
                "at": word.at,
                "words": word.body,
                "file": word.file.name if word.file else None,
            }
            for word in queries.list_words(session, application.id)
        ],
    }
