"""`/my/…`: the person's own things."""

from portal.web.space import SIGNED_IN, make_space

space = make_space("peer", __name__, door=SIGNED_IN, prefix="/my")
