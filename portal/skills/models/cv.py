"""What somebody chose to put in their CV, so that it can be made again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base
from portal.kernel.walls import owned_by_person


class CvChoice(Base):
    """The choices of a CV, never the CV: it is made of the record each time it is asked for.

    `entries` are lines of the path, `lines` actions of the grid, `knowledge_lines` what one
    knows, line by line (none chosen: all); one that is gone is left out.
    `exact_words`: the guide's own words for the lines, instead of the plain ones.
    """

    __tablename__ = "cv_choice"
    __wall__ = owned_by_person()

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(120), default="")
    headline: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(20))
    entries: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    lines: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    exact_words: Mapped[bool] = mapped_column(default=False)
    knowledge: Mapped[bool] = mapped_column(default=False)
    knowledge_lines: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    knowledge_sources: Mapped[bool] = mapped_column(default=False)
    project: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
