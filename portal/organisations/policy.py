"""Who may do what with organisations: pure, used by actions and templates alike."""

from collections.abc import Collection
from uuid import UUID

from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

# What a role means depends on the house: a federation and the operator recruit nobody.
_ROLES = {
    OrganisationKind.STRUCTURE: (
        Role.ADMINISTRATOR,
        Role.RECRUITER,
        Role.WRITER,
        Role.MANAGER,
        Role.MEMBER,
        Role.TRANSLATOR,
    ),
    OrganisationKind.FEDERATION: (
        Role.ADMINISTRATOR,
        Role.WRITER,
        Role.MEMBER,
        Role.TRANSLATOR,
    ),
    OrganisationKind.OPERATOR: (Role.ADMINISTRATOR, Role.WRITER),
}


def roles_of(kind: OrganisationKind) -> tuple[Role, ...]:
    return _ROLES[kind]


def is_administrator(actor: Actor) -> bool:
    return actor.place is not None and actor.place.role == Role.ADMINISTRATOR


def can_manage_team(actor: Actor) -> bool:
    """Invite, change a role, remove somebody."""
    return is_administrator(actor)


def can_manage_teams(actor: Actor) -> bool:
    """Make teams and say who is in them: those who welcome people in a structure."""
    place = actor.place
    return (
        place is not None
        and place.kind == OrganisationKind.STRUCTURE
        and place.role in (Role.ADMINISTRATOR, Role.MANAGER)
    )


def can_add_to_team(actor: Actor, person_id: UUID, member_ids: Collection[UUID]) -> bool:
    """Nobody lets themselves into a team that has somebody: what it shares is among its members."""
    themselves = person_id == actor.person_id
    return can_manage_teams(actor) and (not themselves or not member_ids)


def can_remove_from_team(actor: Actor, person_id: UUID) -> bool:
    """One leaves a team when one wishes."""
    return can_manage_teams(actor) or person_id == actor.person_id


def can_edit_card(actor: Actor) -> bool:
    """Change what the organisation says of itself, and its establishments."""
    return is_administrator(actor)


def is_identity_settled(organisation: Organisation) -> bool:
    """Once vouched for, the SIRET and the region are what somebody checked: they do not move."""
    return organisation.standing != Standing.PENDING


def is_supervisor(actor: Actor) -> bool:
    """Whether one's role here admits and suspends others: administrators, where admitted."""
    place = actor.place
    return (
        place is not None
        and place.kind != OrganisationKind.STRUCTURE
        and place.role == Role.ADMINISTRATOR
        and place.standing == Standing.ADMITTED
    )


def can_supervise(actor: Actor, organisation: Organisation) -> bool:
    """Admit and suspend: an operator its federations, an admitted federation its structures."""
    place = actor.place
    if place is None or not is_supervisor(actor):
        return False
    if place.kind == OrganisationKind.OPERATOR:
        return organisation.kind == OrganisationKind.FEDERATION
    return (
        place.kind == OrganisationKind.FEDERATION
        and organisation.kind == OrganisationKind.STRUCTURE
        and organisation.federation_id == place.id
    )


def can_run_portal(actor: Actor) -> bool:
    """Open federations, correct nomenclatures: an administrator of the host association."""
    return (
        is_administrator(actor)
        and actor.place is not None
        and actor.place.kind == OrganisationKind.OPERATOR
    )


def can_watch_portal(actor: Actor) -> bool:
    """See the state of the service and the audit: any member of the host association."""
    return actor.place is not None and actor.place.kind == OrganisationKind.OPERATOR
