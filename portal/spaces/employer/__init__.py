"""A structure writes and publishes offers, listens to candidates and answers them."""

from portal.organisations.enums import OrganisationKind
from portal.web.space import MEMBER, make_space

space = make_space(
    "employer",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.STRUCTURE,
    prefix="/employer/<organisation>",
)
