"""Somebody's own interviews: answer a date, prepare alone, show something or nothing, sign."""

from portal.spaces.peer.interviews import attaching, hires, meetings, preparing

__all__ = ["attaching", "hires", "meetings", "preparing"]
