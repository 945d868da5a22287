"""Tables of the context `skills`."""

from portal.skills.models.board import BoardLine
from portal.skills.models.cv import CvChoice
from portal.skills.models.framework import (
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
    FrameworkRecording,
)
from portal.skills.models.hires import StatedHire
from portal.skills.models.interviews import (
    Interview,
    InterviewAct,
    InterviewAgreement,
    InterviewEntry,
    InterviewPreparation,
    InterviewRecord,
)
from portal.skills.models.path import CareerProject, PathEntry, ProjectStep
from portal.skills.models.record import Evidence, GridAnswer, KnowledgeLine, ProfileVersion

__all__ = [
    "BoardLine",
    "CareerProject",
    "CvChoice",
    "Evidence",
    "Framework",
    "FrameworkAction",
    "FrameworkChoice",
    "FrameworkHeading",
    "FrameworkRecording",
    "GridAnswer",
    "Interview",
    "InterviewAct",
    "InterviewAgreement",
    "InterviewEntry",
    "InterviewPreparation",
    "InterviewRecord",
    "KnowledgeLine",
    "PathEntry",
    "ProfileVersion",
    "ProjectStep",
    "StatedHire",
]
