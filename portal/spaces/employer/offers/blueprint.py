"""The feature « offers » of the employer space."""

from portal.web.space import feature

blueprint = feature("offers", __name__, prefix="/offers")
