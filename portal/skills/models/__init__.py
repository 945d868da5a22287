"""Tables of the context `skills`."""

from portal.skills.models.framework import (
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
    FrameworkRecording,
)
from portal.skills.models.path import CareerProject, PathEntry, ProjectStep
from portal.skills.models.record import Evidence, GridAnswer, KnowledgeLine, ProfileVersion

__all__ = [
    "CareerProject",
    "Evidence",
    "Framework",
    "FrameworkAction",
    "FrameworkChoice",
    "FrameworkHeading",
    "FrameworkRecording",
    "GridAnswer",
    "KnowledgeLine",
    "PathEntry",
    "ProfileVersion",
    "ProjectStep",
]
