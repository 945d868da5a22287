"""Who may pass an offer on to a region."""

from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor


def can_relay(actor: Actor) -> bool:
    """Whoever writes in an admitted federation: the other roles never come near an offer."""
    place = actor.place
    return (
        place is not None
        and place.kind == OrganisationKind.FEDERATION
        and place.role in (Role.ADMINISTRATOR, Role.WRITER)
        and place.standing == Standing.ADMITTED
    )
