"""The board of a team: what each colleague can help with, in their own words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, new_id
from portal.kernel.walls import Policy, readable_where, walled

_MINE = "person_id = portal_person()"
_MY_TEAM = (
    "organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM team_member m"
    " WHERE m.team_id = board_line.team_id AND m.person_id = portal_person())"
)


class BoardLine(Base):
    """A line of the « tableau des super-pouvoirs » (guide FAS Île-de-France 2023, 962-983).

    « Ce tableau il est entre nous » (3381-3382): the team reads it, nobody else, and each writes
    their own lines only. It says nothing of posts or contracts. The line goes with the member.
    """

    __tablename__ = "board_line"
    __wall__ = walled(
        "team",
        Policy("own", "ALL", _MINE, f"{_MINE} AND organisation_id = portal_organisation()"),
    ) + readable_where("team", _MY_TEAM)
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "team_id", "person_id"],
            ["team_member.organisation_id", "team_member.team_id", "team_member.person_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "origins <@ ARRAY['experiential', 'academic', 'professional']::varchar[]",
            name="origins",
        ),
        Index("ix_board_line_team_id", "team_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID]
    team_id: Mapped[UUID]
    person_id: Mapped[UUID]
    knows: Mapped[str] = mapped_column(Text)
    origins: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    helps: Mapped[str] = mapped_column(Text, default="")
    search: Mapped[str] = mapped_column(TSVECTOR)
    changed_at: Mapped[datetime]
