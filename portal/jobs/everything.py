"""What somebody answered to offers with their account, for « Tout mon dossier » (SE-25)."""

from typing import Any

from sqlalchemy.orm import Session

from portal.files.archiving import Taken
from portal.jobs.enums import Author
from portal.jobs.models import Application
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import Part, Word
from portal.organisations.scope import Actor


def applications(session: Session, actor: Actor) -> Taken:
    """Each with what was given and said: one's own recordings and papers themselves, of those of
    the structure their name only.
    """
    taken = Taken()
    for rank, one in enumerate(queries.list_mine(session, actor), start=1):
        found = queries.get_mine(session, actor, one.application.id)
        taken.lines.append(_application(session, actor, found, taken, f"{rank:03}"))
    return taken


def _application(
    session: Session, actor: Actor, application: Application, taken: Taken, rank: str
) -> dict[str, Any]:
    fields = ("reference", "state", "created_at", "submitted_at", "candidate_name")
    more = ("contact_phone", "contact_email", "time_wish", "time_note", "adjustment", "helped_by")
    given = queries.prepared(session, application)

    def stored(one: Part | Word, name: str) -> dict[str, str | None]:
        """Where it is in the archive, and what it was called."""
        if one.file is None:
            return {"file": None, "file_name": None}
        is_own = one.file.holder_digest == application.holder_digest
        path = taken.add(session, actor, one.file.id, f"candidature-{name}") if is_own else None
        return {"file": path, "file_name": one.file.name}

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
                **stored(part, f"{rank}-{place}"),
            }
            for place, part in enumerate(given.parts, start=1)
        ],
        "messages": [
            {
                "mine": word.author == Author.CANDIDATE,
                "at": word.at,
                "words": word.body,
                **stored(word, f"{rank}-message-{place}"),
            }
            for place, word in enumerate(queries.list_words(session, application.id), start=1)
        ],
    }
