"""The feature « welcome » of the employer space: for every member, each by their role."""

from portal.web.space import feature

blueprint = feature("welcome", __name__, "/welcome")
