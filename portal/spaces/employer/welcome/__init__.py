"""Arrivals in a structure: who comes, what to do, how it goes."""

from portal.spaces.employer.welcome import routes, sheets, talks
from portal.spaces.employer.welcome.blueprint import blueprint

__all__ = ["blueprint", "routes", "sheets", "talks"]
