"""`Actor`: who asks, from inside which organisation, in which role."""

from dataclasses import dataclass
from uuid import UUID

from portal.organisations.enums import OrganisationKind, Role, Standing


@dataclass(frozen=True)
class Place:
    """The organisation of the address bar, proved by the door to be the actor's."""

    id: UUID
    kind: OrganisationKind
    slug: str
    name: str
    standing: Standing
    role: Role


@dataclass(frozen=True)
class Actor:
    """Everybody has one, strangers too. Actions and policies never ask anything else.

    `holder` is the digest of the follow token a candidate without account presented.
    """

    person_id: UUID | None = None
    name: str = ""
    place: Place | None = None
    holder: str | None = None

    @property
    def organisation_id(self) -> UUID:
        """The organisation whose door was passed; a programming error anywhere else."""
        if self.place is None:
            raise LookupError("this actor stands in no organisation")
        return self.place.id

    def is_in(self, organisation_id: UUID, *roles: Role) -> bool:
        """Inside this organisation, in one of these roles (any role if none is named)."""
        if self.place is None or self.place.id != organisation_id:
            return False
        return not roles or self.place.role in roles


STRANGER = Actor()
SYSTEM = Actor(name="portail")
