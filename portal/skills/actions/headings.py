"""The groups of a framework: named, said in usual words and in other languages, thrown away.

A group nobody was given yet changes freely; a published one keeps its name, as its lines do.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.db import new_id
from portal.kernel.errors import Invalid
from portal.languages import actions as languages
from portal.organisations.scope import Actor
from portal.skills.actions import frameworks
from portal.skills.actions.record import EMPTY
from portal.skills.enums import Scope
from portal.skills.errors import AlreadyPublished
from portal.skills.models import FrameworkAction, FrameworkHeading
from portal.skills.queries import frameworks as queries


def add_heading(
    session: Session, actor: Actor, framework_id: UUID, label: str, plain: str = ""
) -> FrameworkHeading:
    """A group of the next edition. Raises Invalid, NotAllowed, NotFound."""
    framework = frameworks.ours(session, actor, framework_id)
    if not label.strip():
        raise Invalid({"label": str(EMPTY)})
    count = session.scalar(
        select(func.count()).where(FrameworkHeading.framework_id == framework.id)
    )
    heading = FrameworkHeading(
        framework_id=framework.id,
        code=new_id().hex,
        label=label.strip(),
        plain=plain.strip(),
        scope=Scope.OWN,
        position=count or 0,
        since_edition=queries.next_edition(framework),
    )
    session.add(heading)
    session.flush()
    return heading


def change_heading(
    session: Session, actor: Actor, framework_id: UUID, heading_id: UUID, label: str, plain: str
) -> None:
    """Name it otherwise. Raises AlreadyPublished, Invalid, NotFound."""
    heading = _draft(session, actor, framework_id, heading_id)
    if not label.strip():
        raise Invalid({"label": str(EMPTY)})
    heading.label, heading.plain = label.strip(), plain.strip()
    session.flush()


def remove_heading(session: Session, actor: Actor, framework_id: UUID, heading_id: UUID) -> None:
    """Throw it away with its lines, that nobody saw either. Raises AlreadyPublished, NotFound."""
    heading = _draft(session, actor, framework_id, heading_id)
    lines = select(FrameworkAction.id).where(FrameworkAction.heading_id == heading.id)
    for action_id in session.scalars(lines).all():
        frameworks.retire_line(session, actor, framework_id, action_id)
    languages.erase_translations(
        session, actor, subject_kind=queries.HEADING, subject_id=heading.id
    )
    session.delete(heading)
    session.flush()


def translate_heading(
    session: Session,
    actor: Actor,
    framework_id: UUID,
    heading_id: UUID,
    language: str,
    text: str,
) -> None:
    """Say its usual words in another language; nothing takes back what was said. NotFound."""
    framework = frameworks.ours(session, actor, framework_id)
    heading = queries.get_heading(session, framework, heading_id)
    said = (queries.PLAIN, text, heading.plain or heading.label)
    frameworks.say(session, actor, queries.HEADING, heading.id, language, [said])


def _draft(
    session: Session, actor: Actor, framework_id: UUID, heading_id: UUID
) -> FrameworkHeading:
    framework = frameworks.ours(session, actor, framework_id)
    heading = queries.get_heading(session, framework, heading_id)
    if heading.since_edition != queries.next_edition(framework):
        raise AlreadyPublished
    return heading
