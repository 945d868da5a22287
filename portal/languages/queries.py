"""Look-ups of translations of what people wrote."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.languages.models import ContentTranslation
from portal.organisations.scope import Actor

__all__ = ["ContentTranslation"]


def translations_of(
    session: Session, actor: Actor, subject_kind: str, subject_id: UUID
) -> list[ContentTranslation]:
    """Every translation of a subject of the actor's organisation, by language and section."""
    return translations_for(session, actor.organisation_id, subject_kind, subject_id)


def translations_for(
    session: Session, organisation_id: UUID, subject_kind: str, subject_id: UUID
) -> list[ContentTranslation]:
    """The same, where what is read names its owner."""
    return list(
        session.scalars(
            select(ContentTranslation)
            .where(
                ContentTranslation.organisation_id == organisation_id,
                ContentTranslation.subject_kind == subject_kind,
                ContentTranslation.subject_id == subject_id,
            )
            .order_by(ContentTranslation.language, ContentTranslation.section)
        )
    )


def translations_among(
    session: Session, actor: Actor, subject_kind: str, subject_ids: Collection[UUID]
) -> list[ContentTranslation]:
    """Every translation of several subjects of the actor's organisation."""
    return list(
        session.scalars(
            select(ContentTranslation).where(
                ContentTranslation.organisation_id == actor.organisation_id,
                ContentTranslation.subject_kind == subject_kind,
                ContentTranslation.subject_id.in_(subject_ids),
            )
        )
    )
