"""What each public sees and presses: one blueprint a space, one nested blueprint a feature."""

from portal.spaces.account import space as account
from portal.spaces.employer import space as employer
from portal.spaces.federation import space as federation
from portal.spaces.operator import space as operator
from portal.spaces.peer import space as peer
from portal.spaces.public import space as public

SPACES = (public, account, peer, employer, federation, operator)
