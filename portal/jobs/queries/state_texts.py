"""The words of a structure for each step, and ours where it wrote none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import step_texts
from portal.jobs.models import StateText
from portal.jobs.queries.screening import require_screener
from portal.kernel import i18n
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class StepText:
    """The text of a step in a language. `changed_at` is None while it is ours."""

    step: str
    language: str
    body: str
    changed_at: datetime | None

    @property
    def is_ours(self) -> bool:
        return self.changed_at is None


def find_text(session: Session, organisation_id: UUID, step: str, language: str) -> StepText:
    """What this structure writes at this step in this language, its holes still open."""
    known = i18n.find(language) or i18n.DEFAULT
    found = session.execute(
        select(StateText.body, StateText.updated_at).where(
            StateText.organisation_id == organisation_id,
            StateText.state == step,
            StateText.language == known.tag,
        )
    ).one_or_none()
    if found:
        return StepText(step, known.tag, found.body, found.updated_at)
    return StepText(step, known.tag, step_texts.default(step, known.tag), None)


def get_text(session: Session, actor: Actor, step: str, language: str) -> StepText:
    """The same, for those who may change it. NotFound for a step nobody knows."""
    organisation_id = require_screener(actor)
    if step not in step_texts.TEXTS:
        raise NotFound
    return find_text(session, organisation_id, step, language)


def list_texts(session: Session, actor: Actor, language: str) -> list[StepText]:
    """Every step in one language."""
    organisation_id = require_screener(actor)
    known = i18n.find(language) or i18n.DEFAULT
    rows = session.execute(
        select(StateText.state, StateText.body, StateText.updated_at).where(
            StateText.organisation_id == organisation_id, StateText.language == known.tag
        )
    )
    own = {row.state: row for row in rows}
    return [
        StepText(step, known.tag, own[step].body, own[step].updated_at)
        if step in own
        else StepText(step, known.tag, step_texts.default(step, known.tag), None)
        for step in step_texts.TEXTS
    ]
