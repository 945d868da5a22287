"""The feature « groups » of the peer space."""

from portal.web.space import feature

blueprint = feature("groups", __name__, prefix="/groups")
