"""A regional federation admits structures, sees and relays the offers of its region."""

from portal.organisations.enums import OrganisationKind
from portal.web.space import MEMBER, make_space

space = make_space(
    "federation",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.FEDERATION,
    prefix="/federation/<organisation>",
)
