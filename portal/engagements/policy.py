"""Who may do what around an arrival. Pure: server and templates ask it."""

from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor

MANAGERS = (Role.ADMINISTRATOR, Role.MANAGER)


def can_see_welcomes(actor: Actor) -> bool:
    """Read the list of an arrival and tick it: every member of a structure has a part in it."""
    return actor.place is not None and actor.place.kind == OrganisationKind.STRUCTURE


def can_manage_welcomes(actor: Actor) -> bool:
    """Say who arrives, when, who looks after what, and end it."""
    return can_see_welcomes(actor) and actor.is_in(actor.organisation_id, *MANAGERS)


def can_hold_check_ins(actor: Actor) -> bool:
    """Write the structure's side of a check-in, and read what the other side gave."""
    return can_manage_welcomes(actor)


def can_write_letters(actor: Actor) -> bool:
    """Write the letter of a mission and follow the steps of the public service."""
    return can_manage_welcomes(actor)
