"""The host association admits federations and keeps the service running."""

from portal.organisations.enums import OrganisationKind
from portal.web.space import MEMBER, make_space

space = make_space(
    "operator",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.OPERATOR,
    prefix="/operator",
)
