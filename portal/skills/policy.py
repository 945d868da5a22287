"""Who may do what with a record. It is the person's: others come in by a share only."""

from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor
from portal.skills.models import Interview

# Who reads what somebody shares with an organisation: those who prepare interviews and welcomes.
READERS = (Role.ADMINISTRATOR, Role.MANAGER)


# Who writes the frameworks of a federation.
WRITERS = (Role.ADMINISTRATOR, Role.WRITER)


def can_write_frameworks(actor: Actor) -> bool:
    """Write headings and lines beside the guide: a federation does, for whoever chooses them."""
    place = actor.place
    return place is not None and (
        place.kind == OrganisationKind.FEDERATION and place.role in WRITERS
    )


def can_keep_guide(actor: Actor) -> bool:
    """Read the portal's own framework aloud, complete what its source has cut."""
    place = actor.place
    return place is not None and (
        place.kind == OrganisationKind.OPERATOR and place.role == Role.ADMINISTRATOR
    )


def can_read_received(actor: Actor) -> bool:
    """See what is shared with the organisation one stands in."""
    return actor.place is not None and actor.place.role in READERS


def can_hold_interviews(actor: Actor) -> bool:
    """Propose, prepare and hold an interview with somebody of the team."""
    return actor.place is not None and actor.place.role in READERS


def is_over_interviews(actor: Actor) -> bool:
    """Whoever administers the organisation: takes interviews over, reads every signed record (the
    walls of `InterviewRecord` say so too).
    """
    return actor.place is not None and actor.place.role == Role.ADMINISTRATOR


def can_take_over(actor: Actor, interview: Interview) -> bool:
    """Hold an interview another held, never one with oneself."""
    held_by = (interview.person_id, interview.manager_id)
    return is_over_interviews(actor) and actor.person_id not in held_by


def is_worker(actor: Actor, interview: Interview) -> bool:
    """In one's own space one is the person; inside the organisation, whoever holds it."""
    return actor.place is None and interview.person_id == actor.person_id
