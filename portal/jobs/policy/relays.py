"""Who may pass an offer on to a region."""

from portal.organisations.enums import OrganisationKind, Standing
from portal.organisations.scope import Actor


def can_relay(actor: Actor) -> bool:
    """Every member of an admitted federation."""
    place = actor.place
    return (
        place is not None
        and place.kind == OrganisationKind.FEDERATION
        and place.standing == Standing.ADMITTED
    )
