"""Interviews with the team: propose a date, prepare alone, write beside, sign."""

from portal.spaces.employer.interviews import meetings, preparing, recording

__all__ = ["meetings", "preparing", "recording"]
