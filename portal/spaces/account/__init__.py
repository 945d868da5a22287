"""Signing in and out, joining by invitation, one's own account."""

from portal.web.space import OPEN, make_space

space = make_space("account", __name__, door=OPEN)
