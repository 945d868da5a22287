"""The job sheet in dated versions, its yearly review, and what the person in post says of it."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.engagements.actions.welcomes import open_engagement
from portal.engagements.errors import EngagementOver
from portal.engagements.models import JobSheet, SheetReview, SheetReviewWords
from portal.engagements.queries import sheets, welcomes
from portal.kernel import clock
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor

EMPTY = N_("Écrivez la fiche de poste.")


def write_sheet(
    session: Session, actor: Actor, engagement_id: UUID, content: str, since: date
) -> JobSheet:
    """A new version; earlier ones stay. Raises Invalid, NotAllowed, NotFound."""
    engagement = open_engagement(session, actor, engagement_id)
    if not content.strip():
        raise Invalid({"content": str(EMPTY)})
    sheet = JobSheet(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        since=since,
        content=content.strip(),
        written_by=actor.name,
        created_at=clock.now(),
    )
    session.add(sheet)
    session.flush()
    return sheet


def review_sheet(session: Session, actor: Actor, engagement_id: UUID, decided: str) -> SheetReview:
    """The job sheet was read again together today (ST-04). Raises NotAllowed, NotFound."""
    engagement = open_engagement(session, actor, engagement_id)
    review = SheetReview(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        held_on=clock.today(),
        decided=decided.strip(),
        written_by=actor.name,
    )
    session.add(review)
    engagement.sheet_reviewed_on = review.held_on
    session.flush()
    return review


def answer_review(
    session: Session, actor: Actor, engagement_id: UUID, review_id: UUID, words: str
) -> None:
    """The person in post's own words, beside the structure's; none takes them back.

    Raises NotFound, EngagementOver.
    """
    if actor.person_id is None:
        raise NotFound
    engagement = welcomes.get_own(session, actor.person_id, engagement_id)
    review = sheets.get_review(session, engagement, review_id)
    if engagement.ended_on is not None:
        raise EngagementOver
    known, said = session.get(SheetReviewWords, review.id), words.strip()
    if known is not None and not said:
        session.delete(known)
    elif known is not None:
        known.words, known.written_at = said, clock.now()
    elif said:
        session.add(
            SheetReviewWords(
                review_id=review.id,
                organisation_id=review.organisation_id,
                person_id=actor.person_id,
                words=said,
                written_at=clock.now(),
            )
        )
    session.flush()
