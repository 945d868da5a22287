"""The sessions of a federation's trainings: planned, opened, who asks to come, who does what."""

from portal.spaces.federation.sessions import (
    counts,
    desk,
    joined,
    meetings,
    needs,
    papers,
    planning,
    staff,
    writing,
)

__all__ = [
    "counts",
    "desk",
    "joined",
    "meetings",
    "needs",
    "papers",
    "planning",
    "staff",
    "writing",
]
