"""The feature « interviews » of somebody's own space."""

from portal.web.space import feature

blueprint = feature("interviews", __name__, prefix="/interviews")
