"""Tables of the context `events`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.events.enums import Audience, GroupRole
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import Policy, forgotten, kept, walled

# A person's groups exist in their own space only: behind the door of an organisation they are gone.
_AT_HOME = "portal_organisation() IS NULL"
_IN_MY_GROUPS = "group_id IN (SELECT door_my_groups())"
_HOSTED = "group_id IN (SELECT door_hosted_groups())"
_OF_FEDERATION = (
    "group_id IN (SELECT g.id FROM practice_group g"
    " WHERE g.organisation_id = portal_organisation())"
)
_FEDERATION = (
    "organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation'"
)
_FOUNDED = (
    "organisation_id IS NULL AND portal_person() IS NOT NULL"
    f" AND {_AT_HOME} AND code_digest = portal_door('group')"
)
_HOST = "organisation_id IS NULL AND id IN (SELECT door_hosted_groups())"
_MINE = f"person_id = portal_person() AND {_AT_HOME}"
_I_WROTE = f"author_id = portal_person() AND {_AT_HOME}"
_SEEN = "group_id IN (SELECT g.id FROM practice_group g)"
_SEEN_NOTE = "note_id IN (SELECT n.id FROM meeting_note n)"
_SEEN_CARD = "to_id IN (SELECT c.person_id FROM nearby_card c)"
_NOT_SELF_MADE = f"(role = 'member' OR {_HOSTED} OR NOT door_is_run(group_id))"
_NO_COLLEAGUE = "person_id NOT IN (SELECT c.person_id FROM door_colleagues() c)"
_WAS_THERE = (
    "EXISTS (SELECT 1 FROM group_membership m WHERE m.group_id = meeting_note.group_id"
    " AND m.person_id = portal_person() AND m.joined_at <= meeting_note.proposed_at)"
)
_OF_MY_NOTES = "note_id IN (SELECT n.id FROM meeting_note n WHERE n.author_id = portal_person())"


class PracticeGroup(Base):
    """A practice group: run by a federation (`organisation_id`), else by its members who host it.

    `city` is as far as the public of the portal is told where; the address is in `MeetingRoom`.
    """

    __tablename__ = "practice_group"
    __wall__ = (
        walled(
            "practice_group",
            Policy("federation", "ALL", _FEDERATION, _FEDERATION),
            Policy(
                "listed",
                "SELECT",
                "audience <> 'invited' AND closed_at IS NULL AND portal_person() IS NOT NULL"
                f" AND {_AT_HOME}",
            ),
            Policy("member", "SELECT", "id IN (SELECT door_my_groups())"),
            Policy("invited", "SELECT", "code_digest = portal_door('group')"),
            Policy("founded", "INSERT", None, _FOUNDED),
            Policy("host", "UPDATE", _HOST, _HOST),
        )
        + kept("id, organisation_id, closed_at")
        + forgotten()
    )
    __table_args__ = (
        UniqueConstraint("code_digest"),
        CheckConstraint("audience IN ('open', 'peers', 'invited')", name="audience"),
        Index("ix_practice_group_organisation_id", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    how_often: Mapped[str] = mapped_column(String(120), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    by_video: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    audience: Mapped[Audience] = mapped_column(Coded(Audience, 10))
    code_version: Mapped[int] = mapped_column(default=1)
    code_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class GroupMembership(Base):
    """Somebody takes part, under the name they choose there. The row goes when they leave."""

    __tablename__ = "group_membership"
    __wall__ = walled(
        "group_membership",
        Policy(
            "person",
            "ALL",
            _MINE,
            f"{_MINE} AND {_SEEN} AND {_NOT_SELF_MADE}",
        ),
        Policy("members", "SELECT", _IN_MY_GROUPS),
        Policy("host_removes", "DELETE", _HOSTED),
        Policy("named", "SELECT", f"seen_by_facilitator AND {_OF_FEDERATION}"),
    ) + kept("id, group_id, person_id, role")
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        CheckConstraint("role IN ('member', 'host')", name="role"),
        Index("ix_group_membership_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("practice_group.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[GroupRole] = mapped_column(Coded(GroupRole, 10), default=GroupRole.MEMBER)
    shown_name: Mapped[str] = mapped_column(String(60))
    seen_by_facilitator: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]


class GroupMeeting(Base):
    """A date of a group. `revision` grows with each change, for calendars that hold it already."""

    __tablename__ = "group_meeting"
    __wall__ = (
        walled(
            "group_meeting",
            Policy("seen", "SELECT", _SEEN),
            Policy("federation", "ALL", _OF_FEDERATION, _OF_FEDERATION),
            Policy("host", "ALL", _HOSTED, _HOSTED),
        )
        + kept("id, group_id, starts_at, ends_at, cancelled_at")
        + forgotten()
    )
    __table_args__ = (
        UniqueConstraint("group_id", "id"),
        CheckConstraint("ends_at > starts_at", name="lasts"),
        Index("ix_group_meeting_group_id", "group_id", "starts_at"),
        Index("ix_group_meeting_starts_at", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("practice_group.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    about: Mapped[str] = mapped_column(String(200), default="")
    revision: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]


class MeetingRoom(Base):
    """Where a meeting is: for those who signed up, and for whoever runs the group."""

    __tablename__ = "meeting_room"
    __wall__ = walled(
        "meeting_room",
        Policy("signed_up", "SELECT", "meeting_id IN (SELECT door_my_sign_ups())"),
        Policy("federation", "ALL", _OF_FEDERATION, _OF_FEDERATION),
        Policy("host", "ALL", _HOSTED, _HOSTED),
    )
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["group_meeting.group_id", "group_meeting.id"],
            ondelete="CASCADE",
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    place: Mapped[str] = mapped_column(String(200), default="")
    video_link: Mapped[str] = mapped_column(String(300), default="")


class MeetingSignUp(Base):
    """Somebody of the group comes on that date."""

    __tablename__ = "meeting_sign_up"
    __wall__ = (
        walled(
            "meeting_sign_up",
            Policy("person", "ALL", _MINE, f"{_MINE} AND {_IN_MY_GROUPS}"),
            Policy("members", "SELECT", _IN_MY_GROUPS),
        )
        + kept("id, meeting_id, person_id, reminded_at")
        + forgotten()
    )
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["group_meeting.group_id", "group_meeting.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["group_id", "person_id"],
            ["group_membership.group_id", "group_membership.person_id"],
            ondelete="CASCADE",
        ),
        Index("ix_meeting_sign_up_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    person_id: Mapped[UUID]
    signed_up_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]


class MeetingNote(Base):
    """What somebody wrote of a meeting: theirs, until it opens to the group as it was that day.

    Whoever entered later reads nothing of it: nobody said yes to them.
    """

    __tablename__ = "meeting_note"
    __wall__ = walled(
        "meeting_note",
        Policy("author", "ALL", _I_WROTE, f"{_I_WROTE} AND {_IN_MY_GROUPS}"),
        Policy("asked", "SELECT", "id IN (SELECT door_asked_notes())"),
        Policy(
            "members",
            "SELECT",
            f"opened_at IS NOT NULL AND {_IN_MY_GROUPS} AND {_WAS_THERE}"
            " AND id NOT IN (SELECT door_contested_notes())",
        ),
    ) + kept("id, group_id, author_id, opens_at, opened_at")
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["group_meeting.group_id", "group_meeting.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["group_id", "author_id"],
            ["group_membership.group_id", "group_membership.person_id"],
            ondelete="CASCADE",
        ),
        Index("ix_meeting_note_group_id", "group_id"),
        Index("ix_meeting_note_author_id", "author_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    author_id: Mapped[UUID]
    body: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class NoteConsent(Base):
    """Somebody notes speak about: asked before they open, and able to close them at any time.

    An objection outlives the account and the membership of whoever made it.
    """

    __tablename__ = "note_consent"
    __wall__ = walled(
        "note_consent",
        Policy("person", "ALL", _MINE, f"{_MINE} AND {_SEEN_NOTE}"),
        Policy("author_reads", "SELECT", _OF_MY_NOTES),
        Policy("author_asks", "INSERT", None, f"{_OF_MY_NOTES} AND objected_at IS NULL"),
    ) + kept("note_id, person_id, objected_at")
    __table_args__ = (
        UniqueConstraint("note_id", "person_id"),
        Index("ix_note_consent_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_note.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    objected_at: Mapped[datetime | None]
    wish: Mapped[str] = mapped_column(String(300), default="")


class NearbyCard(Base):
    """Somebody lets others who did the same see that they are near. Gone as soon as they say so.

    Whoever works in the same organisation neither sees them nor is seen, whatever their role there.
    `near` is their department and those around it, as they were when the card was written.
    """

    __tablename__ = "nearby_card"
    __wall__ = (
        walled(
            "nearby_card",
            Policy("person", "ALL", _MINE, _MINE),
            Policy(
                "near",
                "SELECT",
                f"{_AT_HOME} AND department IN (SELECT door_near_me())"
                f" AND person_id NOT IN (SELECT door_refused_me()) AND {_NO_COLLEAGUE}",
            ),
        )
        + kept("person_id, near, until")
        + forgotten()
    )
    __table_args__ = (
        UniqueConstraint("person_id"),
        Index("ix_nearby_card_department", "department"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    shown_name: Mapped[str] = mapped_column(String(60))
    city: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(3))
    near: Mapped[list[str]] = mapped_column(ARRAY(String(3)))
    languages: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    about: Mapped[str] = mapped_column(String(300), default="")
    until: Mapped[date]
    created_at: Mapped[datetime]


class NearbyMessage(Base):
    """Words the portal carries from one person to another, without an address.

    `refused_at`: the reader wants nothing more from them; the words are emptied, the refusal stays.
    """

    __tablename__ = "nearby_message"
    __wall__ = (
        walled(
            "nearby_message",
            Policy("sender", "SELECT", f"from_id = portal_person() AND {_AT_HOME}"),
            Policy(
                "written",
                "INSERT",
                None,
                f"from_id = portal_person() AND {_AT_HOME} AND refused_at IS NULL AND {_SEEN_CARD}",
            ),
            Policy("reader", "SELECT", f"to_id = portal_person() AND {_AT_HOME}"),
            Policy(
                "reader_refuses",
                "UPDATE",
                f"to_id = portal_person() AND {_AT_HOME}",
                f"to_id = portal_person() AND {_AT_HOME}",
            ),
        )
        + kept("from_id, to_id, written_at, refused_at")
        + forgotten()
    )
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="two_people"),
        Index("ix_nearby_message_to_id", "to_id", "written_at"),
        Index("ix_nearby_message_from_id", "from_id", "written_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    from_name: Mapped[str] = mapped_column(String(60))
    to_name: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
