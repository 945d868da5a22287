"""Opening a group, changing what is said of it, closing it."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from portal.events import codes, policy
from portal.events.actions.meetings import cancel_coming
from portal.events.enums import Audience, GroupRole
from portal.events.models import GroupMembership, PracticeGroup
from portal.events.queries import groups
from portal.kernel import audit, clock, throttle
from portal.kernel.db import new_id, reach
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor

GROUPS_PER_DAY = 5
A_DAY = 24 * 3600

NO_TITLE = N_("Donnez un nom au groupe.")
NO_NAME = N_("Écrivez le nom que le groupe verra. Un prénom suffit.")


@dataclass(frozen=True)
class GroupFacts:
    """What is said of a group."""

    title: str
    audience: Audience
    description: str = ""
    how_often: str = ""
    city: str = ""
    by_video: bool = False
    languages: list[str] = field(default_factory=list)

    def check(self) -> None:
        if not self.title.strip():
            raise Invalid({"title": str(NO_TITLE)})


def found_group(
    session: Session, actor: Actor, key: bytes, facts: GroupFacts, *, shown_name: str = ""
) -> PracticeGroup:
    """A new group: the federation's in its space, else hosted by the person who opens it.

    Raises Invalid, NotAllowed, Throttled.
    """
    if not policy.can_found(actor):
        raise NotAllowed
    facts.check()
    group_id = new_id()
    digest = codes.digest(key, group_id, 1)
    if actor.place is None:
        if not shown_name.strip():
            raise Invalid({"shown_name": str(NO_NAME)})
        key_of_person = f"group:{actor.person_id}"
        throttle.hit(session, key=key_of_person, limit=GROUPS_PER_DAY, seconds=A_DAY)
        reach(session, group=digest)
    group = PracticeGroup(
        id=group_id,
        organisation_id=actor.place.id if actor.place else None,
        code_digest=digest,
        created_at=clock.now(),
        **vars(facts),
    )
    session.add(group)
    session.flush()
    if actor.place is None and actor.person_id is not None:
        session.add(
            GroupMembership(
                group_id=group_id,
                person_id=actor.person_id,
                role=GroupRole.HOST,
                shown_name=shown_name.strip()[:60],
                joined_at=clock.now(),
            )
        )
        session.flush()
    _record(session, actor, "group.opened", group_id)
    return group


def edit_group(session: Session, actor: Actor, group_id: UUID, facts: GroupFacts) -> PracticeGroup:
    """Say it otherwise. Raises NotFound, Invalid."""
    group = groups.get_run(session, actor, group_id)
    facts.check()
    for name, value in vars(facts).items():
        setattr(group, name, value)
    session.flush()
    return group


def renew_link(session: Session, actor: Actor, key: bytes, group_id: UUID) -> PracticeGroup:
    """Another link; the ones given before open nothing any more. Raises NotFound."""
    group = groups.get_run(session, actor, group_id)
    group.code_version += 1
    group.code_digest = codes.digest(key, group.id, group.code_version)
    session.flush()
    return group


def close_group(session: Session, actor: Actor, group_id: UUID) -> PracticeGroup:
    """Nobody enters any more; the dates to come are called off and those who come are told.

    Raises NotFound.
    """
    group = groups.get_run(session, actor, group_id)
    if group.closed_at is None:
        cancel_coming(session, actor, group_id)
        group.closed_at = clock.now()
        _record(session, actor, "group.closed", group_id)
        session.flush()
    return group


def _record(session: Session, actor: Actor, action: str, group_id: UUID) -> None:
    """What a federation does. What people do among themselves is written nowhere else."""
    if actor.place is not None:
        audit.record(
            session,
            action,
            organisation_id=actor.place.id,
            person_id=actor.person_id,
            subject=str(group_id),
        )
