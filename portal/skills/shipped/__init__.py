"""Frameworks the portal ships, as data: what a source says, letter for letter, and plain words.

`plant` writes at `portal db upgrade` what is missing, and closes in a new edition what an older one
had. It never removes a line: somebody may have answered it.
"""

from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.skills.enums import Scope
from portal.skills.models import Framework, FrameworkAction, FrameworkHeading


@dataclass(frozen=True)
class Line:
    """An action. `label` is the source's; the other texts are ours, marked with `N_`."""

    code: str
    label: str
    plain: LazyProxy | str
    example: LazyProxy | str
    flaw: LazyProxy | str = ""


@dataclass(frozen=True)
class Group:
    """A heading and its lines."""

    code: str
    label: str
    plain: LazyProxy | str
    scope: Scope
    lines: tuple[Line, ...]
    flaw: LazyProxy | str = ""


@dataclass(frozen=True)
class Shipped:
    """A whole framework in one edition."""

    code: str
    title: LazyProxy | str
    source: str
    source_date: date
    edition: int
    groups: tuple[Group, ...]


def plant(session: Session, shipped: Shipped) -> None:
    """Bring the database to this edition. Repeatable; needs the reach of the operator."""
    with i18n.use(i18n.DEFAULT):
        framework = _framework(session, shipped)
        if framework.published_at is not None and framework.edition >= shipped.edition:
            return
        known = {
            heading.code: heading
            for heading in session.scalars(
                select(FrameworkHeading).where(FrameworkHeading.framework_id == framework.id)
            )
        }
        lines = {
            action.code: action
            for action in session.scalars(
                select(FrameworkAction).where(FrameworkAction.framework_id == framework.id)
            )
        }
        for position, group in enumerate(shipped.groups):
            heading = known.pop(group.code, None) or _heading(session, framework, shipped, group)
            heading.plain, heading.flaw = str(group.plain), str(group.flaw)
            heading.position, heading.until_edition = position, None
            session.flush()
            for rank, line in enumerate(group.lines):
                action = lines.pop(line.code, None) or _action(session, heading, shipped, line)
                action.plain, action.example = str(line.plain), str(line.example)
                action.flaw, action.position = str(line.flaw), rank
                action.until_edition = None
        for heading in known.values():
            heading.until_edition = heading.until_edition or shipped.edition - 1
        for action in lines.values():
            action.until_edition = action.until_edition or shipped.edition - 1
        framework.edition, framework.published_at = shipped.edition, clock.now()
        session.flush()


def _framework(session: Session, shipped: Shipped) -> Framework:
    found = session.scalars(
        select(Framework).where(
            Framework.code == shipped.code,
            Framework.organisation_id.is_(None),
            Framework.person_id.is_(None),
        )
    ).one_or_none()
    if found is None:
        found = Framework(code=shipped.code, edition=shipped.edition)
        session.add(found)
    found.title, found.source = str(shipped.title), shipped.source
    found.source_date = shipped.source_date
    session.flush()
    return found


def _heading(
    session: Session, framework: Framework, shipped: Shipped, group: Group
) -> FrameworkHeading:
    heading = FrameworkHeading(
        framework_id=framework.id,
        code=group.code,
        label=group.label,
        scope=group.scope,
        position=0,
        since_edition=shipped.edition,
    )
    session.add(heading)
    return heading


def _action(
    session: Session, heading: FrameworkHeading, shipped: Shipped, line: Line
) -> FrameworkAction:
    action = FrameworkAction(
        framework_id=heading.framework_id,
        heading_id=heading.id,
        code=line.code,
        label=line.label,
        position=0,
        since_edition=shipped.edition,
    )
    session.add(action)
    return action
