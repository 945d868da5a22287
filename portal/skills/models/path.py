"""Where somebody comes from at work, and where they want to go."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import owned_by_person
from portal.skills.enums import Ease, PathKind, Wish
from portal.skills.languages import name_of, uses_of

_EASE = "('no', 'little', 'work', 'ease')"
_USES = ("spoken", "written", "interprets")
_WISHES = "('yes', 'no', 'undecided')"


class PathEntry(Base):
    """One line of a path. Dates are months: the first day stands for the month.

    For a language, `title` is its French name or the one somebody wrote, `language` its code in the
    list if it is there, and `level` what one can do with it, in one's own words.
    """

    __tablename__ = "path_entry"
    __wall__ = owned_by_person()
    __table_args__ = (
        CheckConstraint(
            "kind IN ('post', 'mission', 'volunteering', 'training', 'internship', 'vae', 'vap',"
            " 'language', 'other')",
            name="kind",
        ),
        CheckConstraint("began <= ended", name="dates"),
        *(CheckConstraint(f"{use} IN {_EASE}", name=use) for use in _USES),
        Index("ix_path_entry_person_id", "person_id", "began"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[PathKind] = mapped_column(Coded(PathKind, 20))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    began: Mapped[date | None]
    ended: Mapped[date | None]
    is_current: Mapped[bool] = mapped_column(default=False)
    level: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    spoken: Mapped[Ease | None] = mapped_column(Coded(Ease, 10))
    written: Mapped[Ease | None] = mapped_column(Coded(Ease, 10))
    interprets: Mapped[Ease | None] = mapped_column(Coded(Ease, 10))
    not_interpreted: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]

    @property
    def name(self) -> str:
        """As the reader calls it."""
        return name_of(self)

    @property
    def uses(self) -> list[str]:
        """What one can do with a language, in the reader's words."""
        return uses_of(self)


class CareerProject(Base):
    """« Projet professionnel »: what somebody wants, for as long as *they* wish (guide 1722-1739).

    `time_wish` is full, part, unsure or empty.
    """

    __tablename__ = "career_project"
    __wall__ = owned_by_person()
    __table_args__ = (
        CheckConstraint(f"in_peer_work IN {_WISHES}", name="in_peer_work"),
        CheckConstraint(f"in_sector IN {_WISHES}", name="in_sector"),
        CheckConstraint("time_wish IN ('', 'full', 'part', 'unsure')", name="time_wish"),
    )

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    in_peer_work: Mapped[Wish | None] = mapped_column(Coded(Wish, 10))
    in_sector: Mapped[Wish | None] = mapped_column(Coded(Wish, 10))
    how_long: Mapped[str] = mapped_column(String(300), default="")
    time_wish: Mapped[str] = mapped_column(String(10), default="")
    trainings: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]


class ProjectStep(Base):
    """A step of the project: what, by when, who helps."""

    __tablename__ = "project_step"
    __wall__ = owned_by_person()
    __table_args__ = (Index("ix_project_step_person_id", "person_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(300))
    by_when: Mapped[date | None]
    who_helps: Mapped[str] = mapped_column(String(160), default="")
    done_on: Mapped[date | None]
    position: Mapped[int]
