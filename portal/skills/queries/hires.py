"""The day somebody says they were hired: theirs alone."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.skills.models import StatedHire


def list_stated_hires(session: Session, person_id: UUID) -> dict[UUID, date]:
    """By structure."""
    rows = session.execute(
        select(StatedHire.organisation_id, StatedHire.hired_on).where(
            StatedHire.person_id == person_id
        )
    )
    return {row.organisation_id: row.hired_on for row in rows}
