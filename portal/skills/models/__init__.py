"""Tables of the context `skills`."""

from portal.skills.models.board import BoardLine
from portal.skills.models.framework import (
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
)
from portal.skills.models.path import CareerProject, PathEntry, ProjectStep
from portal.skills.models.record import Evidence, GridAnswer, KnowledgeLine, ProfileVersion

__all__ = [
    "BoardLine",
    "CareerProject",
    "Evidence",
    "Framework",
    "FrameworkAction",
    "FrameworkChoice",
    "FrameworkHeading",
    "GridAnswer",
    "KnowledgeLine",
    "PathEntry",
    "ProfileVersion",
    "ProjectStep",
]
