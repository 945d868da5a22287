"""Tables of the context `engagements`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.engagements.enums import EngagementKind, Moment, Side, StepState
from portal.kernel import i18n
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.i18n import N_
from portal.kernel.walls import (
    Policy,
    Wall,
    kept,
    owned_by_organisation,
    readable_where,
    walled,
)

_LEFT = N_("Une personne partie")
_MINE = (
    "EXISTS (SELECT 1 FROM engagement e"
    " WHERE e.id = {table}.engagement_id AND e.person_id = portal_person())"
)


def _of_the_engagement(table: str) -> Wall:
    """The structure's, and read by whom the engagement is about."""
    return owned_by_organisation() + readable_where("newcomer", _MINE.format(table=table))


def _parent() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["organisation_id", "engagement_id"],
        ["engagement.organisation_id", "engagement.id"],
        ondelete="CASCADE",
    )


class Engagement(Base):
    """Somebody works, has a mission or volunteers in a structure, from a day on.

    Nothing here says whether they are a peer: `title` is what the structure calls the work.
    `person_id` is empty as long as the newcomer has no account; `name` is how they are called,
    emptied when they close it. `hired_on` is the day of their contract, where the structure says
    it: it may be long before they came to this work.
    """

    __tablename__ = "engagement"
    __wall__ = (
        owned_by_organisation()
        + readable_where("person", "person_id = portal_person()")
        + kept("id, organisation_id, person_id, kind, began, hired_on, ended_on, sheet_reviewed_on")
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        CheckConstraint("kind IN ('post', 'mission', 'volunteering')", name="kind"),
        CheckConstraint("ended_on IS NULL OR ended_on >= began", name="ended_on"),
        Index("ix_engagement_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[EngagementKind] = mapped_column(Coded(EngagementKind, 12))
    title: Mapped[str] = mapped_column(String(160), default="")
    time: Mapped[str] = mapped_column(String(120), default="")
    began: Mapped[date]
    hired_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    sheet_reviewed_on: Mapped[date | None]
    created_at: Mapped[datetime]

    @property
    def shown_name(self) -> str:
        """How they are called; whoever closed their account is called nothing any more."""
        return self.name or str(_LEFT)


class WelcomeItem(Base):
    """Something to do so that somebody arrives well. Words of the list of the day it was made."""

    __tablename__ = "welcome_item"
    __wall__ = (
        _of_the_engagement("welcome_item")
        + walled("ticked", Policy("ticked", "UPDATE", _MINE.format(table="welcome_item")))
        + kept("organisation_id, engagement_id, due_on, done_at, reminded_at")
    )
    __table_args__ = (
        _parent(),
        Index("ix_welcome_item_engagement_id", "engagement_id", "position"),
        Index("ix_welcome_item_due_on", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    position: Mapped[int]
    moment: Mapped[Moment] = mapped_column(Coded(Moment, 12))
    label: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(120), default="")
    reminded_at: Mapped[datetime | None]

    @property
    def words(self) -> str:
        """The label in the language of the page, where the list has it; else as it was typed."""
        return i18n.gettext_(self.label)


class CheckIn(Base):
    """A talk between the newcomer and a manager: at 15 days, at a month, then regularly."""

    __tablename__ = "check_in"
    __wall__ = _of_the_engagement("check_in") + kept(
        "id, organisation_id, engagement_id, due_on, reminded_at"
    )
    __table_args__ = (
        _parent(),
        UniqueConstraint("organisation_id", "id"),
        Index("ix_check_in_engagement_id", "engagement_id", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]


class CheckInWords(Base):
    """One side's answers. The other side reads them once they were given, and never changes them.

    `person_id` is whom the engagement is about when the newcomer speaks; the structure's side bears
    the name of who wrote.
    """

    __tablename__ = "check_in_words"
    __wall__ = walled(
        "sides",
        Policy(
            "newcomer",
            "ALL",
            "side = 'newcomer' AND person_id = portal_person()",
            "side = 'newcomer' AND person_id = portal_person() AND EXISTS (SELECT 1 FROM check_in c"
            " JOIN engagement e ON e.id = c.engagement_id WHERE c.id = check_in_words.check_in_id"
            " AND e.person_id = portal_person())",
        ),
        Policy(
            "structure",
            "ALL",
            "side = 'structure' AND organisation_id = portal_organisation()",
            "side = 'structure' AND organisation_id = portal_organisation()",
        ),
        Policy(
            "given_to_structure",
            "SELECT",
            "given_at IS NOT NULL AND organisation_id = portal_organisation()",
        ),
        Policy(
            "given_to_newcomer", "SELECT", "given_at IS NOT NULL AND person_id = portal_person()"
        ),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "check_in_id"],
            ["check_in.organisation_id", "check_in.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("side IN ('newcomer', 'structure')", name="side"),
    )

    check_in_id: Mapped[UUID] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(Coded(Side, 10), primary_key=True)
    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    author_name: Mapped[str] = mapped_column(String(120))
    missions: Mapped[str] = mapped_column(Text, default="")
    good: Mapped[str] = mapped_column(Text, default="")
    better: Mapped[str] = mapped_column(Text, default="")
    inclusion: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]
    given_at: Mapped[datetime | None]


class MissionLetter(Base):
    """« Lettre de mission » of an agent who keeps another post (webinaire FIPHFP, 427-439)."""

    __tablename__ = "mission_letter"
    __wall__ = _of_the_engagement("mission_letter")
    __table_args__ = (_parent(),)

    engagement_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    post_kept: Mapped[str] = mapped_column(String(160))
    mission_time: Mapped[str] = mapped_column(String(160))
    missions: Mapped[str] = mapped_column(Text)
    trainings: Mapped[str] = mapped_column(Text, default="")
    supervision: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    signed_by: Mapped[str] = mapped_column(String(160), default="")
    changed_at: Mapped[datetime]


class JobSheet(Base):
    """The job sheet of somebody's work, as it stands from a day on. A version is never changed: the
    next one takes its place, and both read them all.
    """

    __tablename__ = "job_sheet"
    __wall__ = _of_the_engagement("job_sheet")
    __table_args__ = (_parent(), Index("ix_job_sheet_engagement_id", "engagement_id", "since"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    since: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class SheetReview(Base):
    """The job sheet was read again with the person in post (ST-04). What was decided is kept."""

    __tablename__ = "sheet_review"
    __wall__ = _of_the_engagement("sheet_review")
    __table_args__ = (
        _parent(),
        UniqueConstraint("organisation_id", "id"),
        Index("ix_sheet_review_engagement_id", "engagement_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    held_on: Mapped[date]
    decided: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[str] = mapped_column(String(120))


class SheetReviewWords(Base):
    """What the person in post says of a review, beside the structure's words. Theirs alone."""

    __tablename__ = "sheet_review_words"
    __wall__ = walled(
        "sheet_review_words",
        Policy(
            "own",
            "ALL",
            "person_id = portal_person()",
            "person_id = portal_person() AND EXISTS (SELECT 1 FROM sheet_review r"
            " JOIN engagement e ON e.id = r.engagement_id"
            " WHERE r.id = sheet_review_words.review_id AND e.person_id = portal_person())",
        ),
        Policy("structure", "SELECT", "organisation_id = portal_organisation()"),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "review_id"],
            ["sheet_review.organisation_id", "sheet_review.id"],
            ondelete="CASCADE",
        ),
        Index("ix_sheet_review_words_person_id", "person_id"),
    )

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class SchemeStep(Base):
    """Where a structure stands in the six steps of the public service (webinaire, 443-455)."""

    __tablename__ = "scheme_step"
    __wall__ = owned_by_organisation()
    __table_args__ = (CheckConstraint("state IN ('to_do', 'under_way', 'done')", name="state"),)

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[StepState] = mapped_column(Coded(StepState, 10))
    note: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime]
