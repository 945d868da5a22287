"""The letter of a mission, the steps of the public service."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.engagements import policy
from portal.engagements.actions.welcomes import open_engagement
from portal.engagements.enums import EngagementKind, StepState
from portal.engagements.errors import NotAMission
from portal.engagements.models import MissionLetter, SchemeStep
from portal.engagements.queries import rules, welcomes
from portal.kernel import clock
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Letter:
    """What the letter says (webinaire FIPHFP, 427-439): a time within the working time, trainings
    and supervision on it too.
    """

    post_kept: str
    mission_time: str
    missions: str
    trainings: str = ""
    supervision: str = ""
    contact_name: str = ""
    signed_by: str = ""


def write_letter(session: Session, actor: Actor, engagement_id: UUID, said: Letter) -> None:
    """Write it, or write it again. Raises NotAllowed, NotFound, NotAMission."""
    engagement = open_engagement(session, actor, engagement_id)
    if engagement.kind != EngagementKind.MISSION:
        raise NotAMission
    letter = welcomes.find_letter(session, engagement)
    if letter is None:
        letter = MissionLetter(
            organisation_id=engagement.organisation_id, engagement_id=engagement.id
        )
        session.add(letter)
    letter.post_kept, letter.mission_time = said.post_kept, said.mission_time
    letter.missions, letter.trainings = said.missions, said.trainings
    letter.supervision, letter.contact_name = said.supervision, said.contact_name
    letter.signed_by, letter.changed_at = said.signed_by, clock.now()
    session.flush()


def follow_step(
    session: Session, actor: Actor, code: str, state: StepState, note: str = ""
) -> None:
    """Say where a step of the scheme stands. Raises NotAllowed, NotFound."""
    if not policy.can_write_letters(actor):
        raise NotAllowed
    if code not in {entry.code for entry in rules.scheme_steps(session)}:
        raise NotFound
    step = session.get(SchemeStep, (actor.organisation_id, code))
    if step is None:
        step = SchemeStep(organisation_id=actor.organisation_id, code=code)
        session.add(step)
    step.state, step.note = state, note.strip()
    step.changed_by, step.changed_at = actor.name, clock.now()
    session.flush()
