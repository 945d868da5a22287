"""Interviews with the team: propose a date, prepare alone, write beside, sign."""

from portal.spaces.employer.interviews import meetings, preparing

__all__ = ["meetings", "preparing"]
