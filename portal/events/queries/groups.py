"""Groups as a person finds them, as a member sees them, and as whoever runs them does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import Session

from portal.events.enums import Audience, GroupRole
from portal.events.models import GroupMeeting, GroupMembership, PracticeGroup
from portal.kernel import clock, tokens
from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

__all__ = [
    "GroupMembership",
    "PracticeGroup",
    "Seen",
    "get_group",
    "get_own",
    "get_run",
    "is_run",
    "list_companions",
    "list_members",
    "list_mine",
    "list_others",
    "list_run",
    "member_counts",
    "names_told",
    "open_link",
]


@dataclass(frozen=True)
class Seen:
    """A group, the federation that runs it if one does, and what the person is in it."""

    group: PracticeGroup
    federation: str
    membership: GroupMembership | None
    next_at: datetime | None

    @property
    def is_of_federation(self) -> bool:
        """Even where its name is not shown: a suspended federation runs its groups still."""
        return self.group.organisation_id is not None


def _list(session: Session, actor: Actor, *where: ColumnElement[bool]) -> list[Seen]:
    coming = (
        select(func.min(GroupMeeting.starts_at))
        .where(
            GroupMeeting.group_id == PracticeGroup.id,
            GroupMeeting.starts_at > clock.now(),
            GroupMeeting.cancelled_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(PracticeGroup, func.coalesce(Organisation.name, ""), GroupMembership, coming)
        .outerjoin(Organisation, Organisation.id == PracticeGroup.organisation_id)
        .outerjoin(
            GroupMembership,
            (GroupMembership.group_id == PracticeGroup.id)
            & (GroupMembership.person_id == actor.person_id),
        )
        .where(*where)
        .order_by(coming.asc().nulls_last(), PracticeGroup.title)
        .limit(200)
    )
    return [Seen(*row) for row in rows]


def list_mine(session: Session, actor: Actor) -> list[Seen]:
    """The groups somebody takes part in, the next meeting first."""
    return _list(session, actor, GroupMembership.id.is_not(None))


def list_others(session: Session, actor: Actor) -> list[Seen]:
    """The groups somebody may enter: never those on invitation."""
    return _list(
        session,
        actor,
        GroupMembership.id.is_(None),
        PracticeGroup.closed_at.is_(None),
        PracticeGroup.audience != Audience.INVITED,
        # Not those of a federation the portal vouches for no more.
        PracticeGroup.organisation_id.is_(None) | Organisation.id.is_not(None),
    )


def get_group(session: Session, actor: Actor, group_id: UUID) -> Seen:
    """One of them: listed, one's own, or the one whose link was presented. Raises NotFound."""
    listed = and_(PracticeGroup.audience != Audience.INVITED, PracticeGroup.closed_at.is_(None))
    presented = PracticeGroup.code_digest == func.portal_door("group")
    found = _list(
        session,
        actor,
        PracticeGroup.id == group_id,
        or_(GroupMembership.id.is_not(None), listed, presented),
    )
    if not found:
        raise NotFound
    return found[0]


def get_own(session: Session, actor: Actor, group_id: UUID) -> Seen:
    """A group somebody takes part in. Raises NotFound."""
    found = get_group(session, actor, group_id)
    if found.membership is None:
        raise NotFound
    return found


def open_link(session: Session, actor: Actor, token: str) -> Seen:
    """The group whose link somebody holds; opens its walls for this transaction.

    Raises NotFound.
    """
    digest = tokens.digest(token)
    reach(session, group=digest)
    found = _list(
        session,
        actor,
        PracticeGroup.code_digest == digest,
        PracticeGroup.closed_at.is_(None),
    )
    if not found:
        raise NotFound
    return found[0]


def list_members(session: Session, actor: Actor, group_id: UUID) -> Sequence[GroupMembership]:
    """Who takes part, for those who do: whoever runs it first, then by name."""
    return session.scalars(
        select(GroupMembership)
        .where(GroupMembership.group_id == group_id)
        .order_by(GroupMembership.role != GroupRole.HOST, GroupMembership.shown_name)
    ).all()


def list_companions(session: Session, actor: Actor) -> list[tuple[str, GroupMembership]]:
    """Who else takes part in one's groups, each with the title of the group."""
    mine = select(GroupMembership.group_id).where(GroupMembership.person_id == actor.person_id)
    rows = session.execute(
        select(PracticeGroup.title, GroupMembership)
        .join(PracticeGroup, PracticeGroup.id == GroupMembership.group_id)
        .where(
            GroupMembership.group_id.in_(mine),
            GroupMembership.person_id != actor.person_id,
            PracticeGroup.closed_at.is_(None),
        )
        .order_by(PracticeGroup.title, GroupMembership.shown_name, GroupMembership.id)
        .limit(200)
    )
    return [(title, member) for title, member in rows]


def list_run(session: Session, actor: Actor) -> Sequence[PracticeGroup]:
    """The groups of the federation whose door was passed, open ones first."""
    return session.scalars(
        select(PracticeGroup)
        .where(PracticeGroup.organisation_id == actor.organisation_id)
        .order_by(PracticeGroup.closed_at.is_not(None), PracticeGroup.title)
    ).all()


def get_run(session: Session, actor: Actor, group_id: UUID) -> PracticeGroup:
    """A group the actor runs: their federation's, or one they host. Raises NotFound."""
    query = select(PracticeGroup).where(PracticeGroup.id == group_id)
    if actor.place is not None:
        query = query.where(PracticeGroup.organisation_id == actor.organisation_id)
    else:
        query = query.join(GroupMembership, GroupMembership.group_id == PracticeGroup.id).where(
            PracticeGroup.organisation_id.is_(None),
            GroupMembership.person_id == actor.person_id,
            GroupMembership.role == GroupRole.HOST,
        )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_run(session: Session, group_id: UUID) -> bool:
    """Whether a federation or a member runs it."""
    return bool(session.scalar(text("SELECT door_is_run(:id)"), {"id": group_id}))


def member_counts(session: Session, actor: Actor) -> dict[UUID, int]:
    """How many take part in each group of a federation; a group of less than five is not there."""
    rows = session.execute(text("SELECT group_id, how_many FROM door_group_counts()"))
    return {row.group_id: row.how_many for row in rows}


def names_told(session: Session, actor: Actor, group_id: UUID) -> Sequence[str]:
    """The names of those who let the federation that runs the group see them."""
    return session.scalars(
        select(GroupMembership.shown_name)
        .where(GroupMembership.group_id == group_id, GroupMembership.seen_by_facilitator)
        .order_by(GroupMembership.shown_name)
    ).all()
