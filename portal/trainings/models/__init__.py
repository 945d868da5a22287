"""Tables of the context `trainings`."""

from portal.trainings.models.joining import (
    Registration,
    RegistrationEvent,
    RegistrationNeed,
    SessionStaff,
    TrainingRoom,
    TrainingSession,
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

__all__ = [
    "PublishedTraining",
    "Registration",
    "RegistrationEvent",
    "RegistrationNeed",
    "SessionStaff",
    "Training",
    "TrainingEdition",
    "TrainingEvent",
    "TrainingImport",
    "TrainingImportLine",
    "TrainingReference",
    "TrainingRoom",
    "TrainingSession",
]
