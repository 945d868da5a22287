"""What a colleague does in the sessions of their federation: trains, welcomes, meets people."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.i18n import _
from portal.organisations.scope import Actor
from portal.trainings.enums import SessionRole, SessionState
from portal.trainings.models import (
    SelectionPanelist,
    SelectionSlot,
    SessionStaff,
    Training,
    TrainingSession,
)


@dataclass
class Part:
    """What somebody does in a session; of interviews, those to come."""

    dates: TrainingSession
    title: str
    roles: list[SessionRole] = field(default_factory=list)
    staff_ids: list[UUID] = field(default_factory=list)
    panelist_ids: list[UUID] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        """Each part in a word or two."""
        words = {SessionRole.TRAINER: _("formation"), SessionRole.ARRANGER: _("accueil")}
        meets = [_("entretiens")] if self.panelist_ids else []
        return [*(words[role] for role in self.roles), *meets]


def list_parts(session: Session, actor: Actor, person_id: UUID) -> list[Part]:
    """Of somebody of the actor's organisation, in sessions that are not over, the next first."""
    to_come = (
        TrainingSession.organisation_id == actor.organisation_id,
        TrainingSession.state != SessionState.CANCELLED,
        TrainingSession.ends_on >= clock.today(),
    )
    found: dict[UUID, Part] = {}
    staffed = session.execute(
        select(TrainingSession, Training.title, SessionStaff)
        .join(Training, Training.id == TrainingSession.training_id)
        .join(SessionStaff, SessionStaff.session_id == TrainingSession.id)
        .where(*to_come, SessionStaff.person_id == person_id)
        .order_by(TrainingSession.id, SessionStaff.role.desc())
    )
    for dates, title, staff in staffed:
        part = found.setdefault(dates.id, Part(dates, title))
        part.roles.append(staff.role)
        part.staff_ids.append(staff.id)
    met = session.execute(
        select(TrainingSession, Training.title, SelectionPanelist.id)
        .join(Training, Training.id == TrainingSession.training_id)
        .join(SelectionPanelist, SelectionPanelist.session_id == TrainingSession.id)
        .join(SelectionSlot, SelectionSlot.id == SelectionPanelist.slot_id)
        .where(
            *to_come,
            SelectionPanelist.person_id == person_id,
            SelectionSlot.starts_at > clock.now(),
        )
    )
    for dates, title, panelist_id in met:
        found.setdefault(dates.id, Part(dates, title)).panelist_ids.append(panelist_id)
    return sorted(found.values(), key=lambda part: (part.dates.starts_on, part.dates.id))
