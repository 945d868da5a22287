"""Tables of the context `trainings`."""

from portal.trainings.models.attending import Attendance, Internship
from portal.trainings.models.badges import (
    Badge,
    BadgeKey,
    BadgeSecret,
    Certificate,
    CertificateWish,
)
from portal.trainings.models.evaluating import Evaluation, EvaluationGiven, EvaluationVoice
from portal.trainings.models.joining import (
    Registration,
    RegistrationEvent,
    RegistrationNeed,
    SessionStaff,
    TrainingRoom,
    TrainingSession,
)
from portal.trainings.models.proposing import WorkerProposal
from portal.trainings.models.relay import TrainingRelay
from portal.trainings.models.selecting import (
    SelectionInvitation,
    SelectionLink,
    SelectionPanelist,
    SelectionSlot,
)
from portal.trainings.models.training import (
    PublishedTraining,
    Training,
    TrainingEdition,
    TrainingEvent,
    TrainingImport,
    TrainingImportLine,
    TrainingReference,
)
from portal.trainings.models.venue import TrainingVenue

__all__ = [
    "Attendance",
    "Badge",
    "BadgeKey",
    "BadgeSecret",
    "Certificate",
    "CertificateWish",
    "Evaluation",
    "EvaluationGiven",
    "EvaluationVoice",
    "Internship",
    "PublishedTraining",
    "Registration",
    "RegistrationEvent",
    "RegistrationNeed",
    "SelectionInvitation",
    "SelectionLink",
    "SelectionPanelist",
    "SelectionSlot",
    "SessionStaff",
    "Training",
    "TrainingEdition",
    "TrainingEvent",
    "TrainingImport",
    "TrainingImportLine",
    "TrainingReference",
    "TrainingRelay",
    "TrainingRoom",
    "TrainingSession",
    "TrainingVenue",
    "WorkerProposal",
]
