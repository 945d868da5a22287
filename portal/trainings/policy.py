"""Who may do what with the trainings of a federation. Pure: used by actions and templates."""

from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor
from portal.trainings.enums import TrainingState
from portal.trainings.models import Training

WRITERS = (Role.ADMINISTRATOR, Role.WRITER)
TRANSLATORS = (*WRITERS, Role.TRANSLATOR)


def can_write_trainings(actor: Actor) -> bool:
    """Start a training, write it, read those of colleagues."""
    place = actor.place
    return place is not None and (
        place.kind == OrganisationKind.FEDERATION and place.role in WRITERS
    )


def can_translate_trainings(actor: Actor) -> bool:
    """Put trainings into other languages: those who write them, and who only translates."""
    place = actor.place
    return place is not None and (
        place.kind == OrganisationKind.FEDERATION and place.role in TRANSLATORS
    )


def can_translate(actor: Actor, training: Training) -> bool:
    return (
        actor.is_in(training.organisation_id, *TRANSLATORS)
        and training.state != TrainingState.ARCHIVED
    )


def can_edit(actor: Actor, training: Training) -> bool:
    """Change it: while somebody reads it, it stands still."""
    return actor.is_in(training.organisation_id, *WRITERS) and training.state in (
        TrainingState.DRAFT,
        TrainingState.PUBLISHED,
    )


def can_review(actor: Actor, training: Training) -> bool:
    """Read what another officer wrote, then publish it or send it back."""
    return (
        actor.is_in(training.organisation_id, *WRITERS)
        and training.state == TrainingState.IN_REVIEW
        and actor.person_id is not None
        and actor.person_id != training.written_by
    )


def can_take_back(actor: Actor, training: Training) -> bool:
    """Go on writing what one asked to have read."""
    return (
        actor.is_in(training.organisation_id, *WRITERS)
        and training.state == TrainingState.IN_REVIEW
        and actor.person_id == training.written_by
    )


def can_archive(actor: Actor, training: Training) -> bool:
    return (
        actor.is_in(training.organisation_id, *WRITERS) and training.state != TrainingState.ARCHIVED
    )


def is_vouched_for(actor: Actor) -> bool:
    return actor.place is not None and actor.place.standing == Standing.ADMITTED
