"""A colleague whose new role closes the door of sessions, who leaves the team or closes their
account: no part is left behind it, and who changes it is told which.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel.db import reach
from portal.organisations.actions import members
from portal.organisations.enums import OrganisationKind
from portal.organisations.queries import places
from portal.organisations.scope import Actor
from portal.trainings import policy
from portal.trainings.actions.sessions import record
from portal.trainings.models import SelectionPanelist, SessionStaff
from portal.trainings.queries import parts as queries
from portal.trainings.queries.parts import Part


def change_role(session: Session, actor: Actor, person_id: UUID, role: str) -> Sequence[Part]:
    """Give a member another role; returns the parts it ended. Raises what `members` raises."""
    members.change_role(session, actor, person_id, role)
    return () if role in policy.STAFF else _end_parts(session, actor, person_id)


def remove_member(session: Session, actor: Actor, person_id: UUID) -> Sequence[Part]:
    """Somebody leaves the team, or is made to; returns the parts it ended."""
    members.remove_member(session, actor, person_id)
    return _end_parts(session, actor, person_id)


def leave_every_part(session: Session, person_id: UUID) -> None:
    """Before closing an account, and before the places are left
    (`organisations.actions.members.leave_every_place`).
    """
    for place in places.list_places(session, person_id):
        if place.kind == OrganisationKind.FEDERATION:
            reach(session, organisation_id=place.id, organisation_kind=place.kind)
            _end_parts(session, Actor(person_id=person_id, place=place), person_id)


def _end_parts(session: Session, actor: Actor, person_id: UUID) -> Sequence[Part]:
    """What took place keeps the name of who trained, as the papers of that day do."""
    ended = queries.list_parts(session, actor, person_id)
    for table, ids in (
        (SessionStaff, [one for part in ended for one in part.staff_ids]),
        (SelectionPanelist, [one for part in ended for one in part.panelist_ids]),
    ):
        session.execute(
            delete(table).where(table.organisation_id == actor.organisation_id, table.id.in_(ids))
        )
    for part in ended:
        record(session, actor, part.dates, "training_session.staffed")
    return ended
