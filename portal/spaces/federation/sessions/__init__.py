"""The sessions of a federation's trainings: planned, opened, who asks to come, who does what."""

from portal.spaces.federation.sessions import desk, planning, staff

__all__ = ["desk", "planning", "staff"]
