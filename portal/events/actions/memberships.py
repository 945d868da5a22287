"""Entering a group knowingly, under the name one chooses; leaving it at once."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.events import policy
from portal.events.actions.groups import NO_NAME
from portal.events.enums import GroupRole
from portal.events.errors import AlreadyRun, LastHost
from portal.events.models import GroupMembership
from portal.events.queries import groups
from portal.kernel import clock
from portal.kernel.errors import Gone, Invalid, NotFound
from portal.kernel.i18n import N_
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor

SAY_PEER = N_("Ce groupe est entre pairs. Cochez la phrase pour entrer, si elle est juste.")


def join_group(
    session: Session,
    actor: Actor,
    group_id: UUID,
    *,
    shown_name: str,
    seen_by_facilitator: bool = False,
    as_peer: bool = False,
) -> GroupMembership:
    """Enter a group that is listed, or whose link was opened in this transaction.

    « Je participe en tant que pair » is asked where the group is between peers, and not kept:
    the membership says all there is to say. Raises NotFound, Gone, Invalid.
    """
    seen = groups.get_group(session, actor, group_id)
    if seen.membership is not None:
        return seen.membership
    if seen.group.closed_at is not None:
        raise Gone
    if policy.must_say_peer(seen.group) and not as_peer:
        raise Invalid({"as_peer": str(SAY_PEER)})
    if actor.person_id is None:
        raise NotFound
    membership = GroupMembership(
        group_id=group_id,
        person_id=actor.person_id,
        role=GroupRole.MEMBER,
        shown_name=_name(shown_name),
        seen_by_facilitator=seen_by_facilitator and seen.group.organisation_id is not None,
        joined_at=clock.now(),
    )
    session.add(membership)
    session.flush()
    return membership


def change_membership(
    session: Session, actor: Actor, group_id: UUID, *, shown_name: str, seen_by_facilitator: bool
) -> None:
    """Another name, and whether the federation that runs the group sees it. Raises Invalid."""
    seen = groups.get_own(session, actor, group_id)
    if seen.membership is None:
        raise NotFound
    seen.membership.shown_name = _name(shown_name)
    seen.membership.seen_by_facilitator = (
        seen_by_facilitator and seen.group.organisation_id is not None
    )
    session.flush()


def _name(typed: str) -> str:
    name = " ".join(typed.split())[:60]
    if not name:
        raise Invalid({"shown_name": str(NO_NAME)})
    return name


def leave_group(session: Session, actor: Actor, group_id: UUID) -> None:
    """Gone at once, with one's sign-ups and notes. A host alone closes the group behind them.

    Raises NotFound, LastHost.
    """
    seen = groups.get_own(session, actor, group_id)
    mine = seen.membership
    if policy.is_host(mine):
        others = [m for m in groups.list_members(session, actor, group_id) if m is not mine]
        if others and not any(policy.is_host(other) for other in others):
            if seen.group.closed_at is None:
                raise LastHost
        elif not others:
            seen.group.closed_at = seen.group.closed_at or clock.now()
            session.flush()
    _erase(session, mine)


def remove_member(session: Session, actor: Actor, group_id: UUID, membership_id: UUID) -> None:
    """Whoever hosts the group asks somebody to leave. Raises NotFound."""
    groups.get_run(session, actor, group_id)
    for member in groups.list_members(session, actor, group_id):
        if member.id == membership_id and not policy.is_host(member):
            _erase(session, member)
            return
    raise NotFound


def _erase(session: Session, membership: GroupMembership | None) -> None:
    if membership is None:
        raise NotFound
    session.add(Erasure(kind="group_membership", subject_id=membership.id, erased_at=clock.now()))
    session.flush()
    session.execute(delete(GroupMembership).where(GroupMembership.id == membership.id))
    session.expunge(membership)


def take_over(session: Session, actor: Actor, group_id: UUID) -> None:
    """Host a group that nobody hosts any more. Raises NotFound, AlreadyRun."""
    seen = groups.get_own(session, actor, group_id)
    if seen.membership is None:
        raise NotFound
    if groups.is_run(session, group_id):
        raise AlreadyRun
    seen.membership.role = GroupRole.HOST
    session.flush()
