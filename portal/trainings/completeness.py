"""What a training must say before somebody is asked to read it. All the rest may stay unknown."""

from dataclasses import dataclass

from portal.kernel.i18n import N_
from portal.trainings.enums import TrainingStep
from portal.trainings.models import Training


@dataclass(frozen=True)
class Hole:
    """A fact that lacks: its field, the step it is written in, the sentence."""

    field: str
    step: TrainingStep
    message: str


_NEEDED = (
    ("title", TrainingStep.IDENTITY, N_("Donnez le nom de la formation.")),
    ("organiser", TrainingStep.IDENTITY, N_("Dites quel organisme fait cette formation.")),
    ("verified_on", TrainingStep.SOURCES, N_("Dites quel jour vous avez vérifié la fiche.")),
)
_NO_SOURCE = N_("Dites d’où viennent les informations : une source ou une adresse web.")


def missing(training: Training) -> list[Hole]:
    holes = [
        Hole(field, step, str(message))
        for field, step, message in _NEEDED
        if not getattr(training, field)
    ]
    if not training.sources and not training.website:
        holes.append(Hole("sources", TrainingStep.SOURCES, str(_NO_SOURCE)))
    return holes
