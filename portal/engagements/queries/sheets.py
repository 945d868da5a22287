"""The job sheet of an engagement, its reviews, and what the person in post said of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.engagements.models import Engagement, JobSheet, SheetReview, SheetReviewWords
from portal.engagements.queries.welcomes import list_reviews
from portal.kernel.errors import NotFound


def list_sheets(session: Session, engagement: Engagement) -> Sequence[JobSheet]:
    """The newest version first."""
    return session.scalars(
        select(JobSheet)
        .where(
            JobSheet.organisation_id == engagement.organisation_id,
            JobSheet.engagement_id == engagement.id,
        )
        .order_by(JobSheet.since.desc(), JobSheet.created_at.desc(), JobSheet.id)
    ).all()


def get_review(session: Session, engagement: Engagement, review_id: UUID) -> SheetReview:
    for review in list_reviews(session, engagement):
        if review.id == review_id:
            return review
    raise NotFound


def list_answers(session: Session, engagement: Engagement) -> dict[UUID, SheetReviewWords]:
    """By review; nothing where the person said nothing."""
    found = session.scalars(
        select(SheetReviewWords)
        .join(SheetReview, SheetReview.id == SheetReviewWords.review_id)
        .where(
            SheetReviewWords.organisation_id == engagement.organisation_id,
            SheetReview.organisation_id == engagement.organisation_id,
            SheetReview.engagement_id == engagement.id,
        )
    )
    return {words.review_id: words for words in found}
