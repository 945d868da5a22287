"""The team: roles and departures. A change counts from the next request of whoever it is about."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.db import reach
from portal.kernel.errors import Invalid, NotAllowed
from portal.organisations import policy
from portal.organisations.actions.invitations import NO_ROLE
from portal.organisations.enums import Role, Standing
from portal.organisations.errors import LastAdministrator
from portal.organisations.models import Membership
from portal.organisations.queries import members, places
from portal.organisations.scope import Actor


def change_role(session: Session, actor: Actor, person_id: UUID, role: str) -> None:
    """Give a member another role. Raises NotFound, NotAllowed, LastAdministrator, Invalid."""
    membership = members.get_membership(session, actor, person_id)
    if not policy.can_manage_team(actor):
        raise NotAllowed
    if actor.place is None or role not in policy.roles_of(actor.place.kind):
        raise Invalid({"role": str(NO_ROLE)})
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(session, membership)
    membership.role = Role(role)
    _record(session, actor, "member.role_changed", person_id, role)


def remove_member(session: Session, actor: Actor, person_id: UUID) -> None:
    """Somebody leaves the team, or is made to. Raises NotFound, NotAllowed, LastAdministrator."""
    membership = members.get_membership(session, actor, person_id)
    if not (policy.can_manage_team(actor) or person_id == actor.person_id):
        raise NotAllowed
    _keep_an_administrator(session, membership)
    session.delete(membership)
    _record(session, actor, "member.removed", person_id, membership.role)


def leave_every_place(session: Session, person_id: UUID) -> None:
    """Before closing an account: no working organisation is left without an administrator.

    Raises LastAdministrator. What was asked for and never admitted may be left behind.
    """
    for place in places.list_places(session, person_id):
        reach(session, organisation_id=place.id, organisation_kind=place.kind)
        inside = Actor(person_id=person_id, place=place)
        membership = members.get_membership(session, inside, person_id)
        if place.standing == Standing.ADMITTED:
            _keep_an_administrator(session, membership)
        session.delete(membership)
        session.flush()
        _record(session, inside, "member.removed", person_id, membership.role)


def _keep_an_administrator(session: Session, leaving: Membership) -> None:
    administrators = members.lock_administrators(session, leaving.organisation_id)
    if [member.person_id for member in administrators] == [leaving.person_id]:
        raise LastAdministrator


def _record(session: Session, actor: Actor, action: str, person_id: UUID, role: str) -> None:
    audit.record(
        session,
        action,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject=str(person_id),
        role=str(role),
    )
