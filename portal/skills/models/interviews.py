"""Interviews: two people prepare apart, talk, write side by side, and sign the same words.

What each does alone is a row of their own, behind a wall of their own: a date said yes to, a
preparation, an opening, a signature. Nobody does it in the other's place, not even by a mistake of
the code. The SQL functions are in the migration: `portal_interview_side(id)` says which of the two
the transaction is, `portal_interview_is_open(id)` whether both opened or the agreed moment came,
`portal_manages()` and `portal_has_member(person)` who works in the organisation one stands in.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, forgotten, kept, readable_where, walled
from portal.skills.interview_enums import Act, AgreementKind, InterviewKind, Outcome, Topic

# Once somebody left, nothing of what was not signed is the employer's any more.
_AT_WORK = (
    "organisation_id = portal_organisation() AND portal_manages() AND portal_has_member(person_id)"
)
_PARTY = "portal_interview_side(interview_id) IS NOT NULL"
_OWN = f"person_id = portal_person() AND {_PARTY}"
_OPENED = (
    "EXISTS (SELECT 1 FROM interview i WHERE i.id = interview_id"
    " AND interview_preparation.person_id IN (i.person_id, i.manager_id))"
    " AND portal_interview_side(interview_id) IS NOT NULL"
    " AND portal_interview_is_open(interview_id)"
)
_RECORD_READERS = (
    "organisation_id = portal_organisation() AND (portal_manages('administrator')"
    " OR (portal_manages() AND (manager_id = portal_person() OR EXISTS (SELECT 1 FROM interview i"
    " WHERE i.person_id = interview_record.person_id AND i.manager_id = portal_person()"
    " AND i.organisation_id = interview_record.organisation_id))))"
)
_BOTH_SIGNED = (
    "EXISTS (SELECT 1 FROM interview i WHERE i.id = interview_id"
    " AND i.person_id = interview_record.person_id AND i.manager_id = interview_record.manager_id"
    " AND i.organisation_id = interview_record.organisation_id)"
    " AND portal_interview_side(interview_id) IS NOT NULL"
)
_TOPICS = ", ".join(f"'{topic}'" for topic in Topic)


class Interview(Base):
    """A meeting of somebody and the person who manages them. Names stand where accounts are gone.

    Other managers of the organisation see that it exists, not what is said in it. With
    `is_review` it is also the état des lieux of the law.
    """

    __tablename__ = "interview"
    __wall__ = walled(
        "interview",
        Policy("person", "SELECT", "person_id = portal_person()"),
        Policy("managed", "SELECT", _AT_WORK),
        Policy("convened", "INSERT", None, f"{_AT_WORK} AND manager_id = portal_person()"),
        Policy("amended", "UPDATE", _AT_WORK, _AT_WORK),
    ) + kept(
        "id, organisation_id, organisation_name, person_id, manager_id, kind, created_at,"
        " cancelled_at"
    )
    __table_args__ = (
        CheckConstraint("kind IN ('path', 'public', 'yearly')", name="kind"),
        CheckConstraint("person_id <> manager_id", name="two_people"),
        Index("ix_interview_person_id", "person_id", "created_at"),
        Index("ix_interview_organisation_id", "organisation_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    organisation_name: Mapped[str] = mapped_column(String(160))
    person_name: Mapped[str] = mapped_column(String(120))
    manager_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[InterviewKind] = mapped_column(Coded(InterviewKind, 10))
    is_review: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class InterviewAct(Base):
    """Something one of the two did: proposed or accepted a moment (the date is agreed when both
    say the same), opened, attached a share, signed words whose digest is kept.
    """

    __tablename__ = "interview_act"
    __wall__ = walled(
        "interview_act",
        Policy("own", "ALL", _OWN, _OWN),
        Policy("party", "SELECT", _PARTY),
    ) + kept("interview_id, person_id, kind, meets_at")
    __table_args__ = (
        CheckConstraint("kind IN ('date', 'open', 'attach', 'sign')", name="kind"),
        CheckConstraint("(kind = 'date') = (meets_at IS NOT NULL)", name="meets_at"),
        CheckConstraint("(kind = 'sign') = (digest IS NOT NULL)", name="digest"),
        CheckConstraint("(kind = 'attach') = (share_id IS NOT NULL)", name="share"),
        Index("ix_interview_act_person_id", "person_id"),
        Index("ix_interview_act_share_id", "share_id"),
    )

    interview_id: Mapped[UUID] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[Act] = mapped_column(Coded(Act, 10), primary_key=True)
    at: Mapped[datetime]
    meets_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(160), default="")
    digest: Mapped[str | None] = mapped_column(String(64))
    share_id: Mapped[UUID | None] = mapped_column(ForeignKey("share.id", ondelete="CASCADE"))


class InterviewPreparation(Base):
    """What somebody wrote or said alone, before. Sealed until both open, or the moment comes."""

    __tablename__ = "interview_preparation"
    __wall__ = (
        walled("interview_preparation", Policy("own", "ALL", _OWN, _OWN))
        + readable_where("opened", _OPENED)
        + kept("interview_id, person_id, topic, words, file_id, changed_at")
        + forgotten()
    )
    __table_args__ = (
        CheckConstraint(f"topic IN ({_TOPICS})", name="topic"),
        CheckConstraint("words <> '' OR file_id IS NOT NULL", name="words"),
        Index("ix_interview_preparation_person_id", "person_id"),
        Index("ix_interview_preparation_file_id", "file_id"),
    )

    interview_id: Mapped[UUID] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[Topic] = mapped_column(Coded(Topic, 20), primary_key=True)
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]


class InterviewEntry(Base):
    """What one side has written in the record about a topic: beside the other's, never over it."""

    __tablename__ = "interview_entry"
    __wall__ = walled(
        "interview_entry",
        Policy("own", "ALL", _OWN, _OWN),
        Policy("party", "SELECT", _PARTY),
    )
    __table_args__ = (
        CheckConstraint(f"topic IN ({_TOPICS})", name="topic"),
        CheckConstraint("words <> ''", name="words"),
        Index("ix_interview_entry_person_id", "person_id"),
    )

    interview_id: Mapped[UUID] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[Topic] = mapped_column(Coded(Topic, 20), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class InterviewAgreement(Base):
    """Something agreed. `since` is the day of the interview it comes from; none: this one.

    What became of an earlier one is its `outcome`.
    """

    __tablename__ = "interview_agreement"
    __wall__ = walled("interview_agreement", Policy("party", "ALL", _PARTY, _PARTY))
    __table_args__ = (
        CheckConstraint("kind IN ('training', 'goal', 'time', 'other')", name="kind"),
        CheckConstraint("outcome IN ('done', 'under_way', 'again', 'dropped')", name="outcome"),
        CheckConstraint("since IS NOT NULL OR outcome IS NULL", name="earlier"),
        Index("ix_interview_agreement_interview_id", "interview_id", "position"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    kind: Mapped[AgreementKind] = mapped_column(Coded(AgreementKind, 10))
    what: Mapped[str] = mapped_column(String(300))
    by_when: Mapped[date | None]
    who: Mapped[str] = mapped_column(String(160), default="")
    since: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(Coded(Outcome, 10))
    position: Mapped[int]


class InterviewRecord(Base):
    """What both signed: never changed, and all an employer keeps when somebody leaves.

    `content` is the very text that was signed (JSON, see `portal.skills.minutes`) and `digest` its
    SHA-256. A trigger checks that both signed that digest, and lets nothing change afterwards.
    """

    __tablename__ = "interview_record"
    __wall__ = (
        walled(
            "interview_record",
            Policy("person", "SELECT", "person_id = portal_person()"),
            Policy("employer", "SELECT", _RECORD_READERS),
            Policy("signed", "INSERT", None, _BOTH_SIGNED),
        )
        + kept(
            "interview_id, organisation_id, person_id, manager_id, kind, is_review, met_on,"
            " signed_at"
        )
        + forgotten()
    )
    __table_args__ = (
        CheckConstraint("kind IN ('path', 'public', 'yearly')", name="kind"),
        CheckConstraint("digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')", name="same"),
        Index("ix_interview_record_person_id", "person_id", "met_on"),
        Index("ix_interview_record_organisation_id", "organisation_id", "met_on"),
    )

    # Not a foreign key: what was signed outlives the account it was prepared in.
    interview_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    person_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[InterviewKind] = mapped_column(Coded(InterviewKind, 10))
    is_review: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    met_on: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    signatures: Mapped[list[dict[str, Any]]]
    signed_at: Mapped[datetime]

    @property
    def listed_on(self) -> date:
        """The day it is found under: the one it was meant for, or was signed before."""
        return min(self.met_on, self.signed_at.astimezone(clock.PARIS).date())
