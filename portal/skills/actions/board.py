"""Writing on the board of one's team: one's own lines, and nobody else's."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import clock, search
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_
from portal.organisations.queries import teams
from portal.organisations.scope import Actor
from portal.skills.enums import ORIGINS, Source
from portal.skills.errors import TooMany
from portal.skills.models import BoardLine
from portal.skills.queries import board

MOST_LINES = 30
EMPTY = N_("Écrivez ce que vous savez ou ce que vous connaissez.")


@dataclass(frozen=True)
class Told:
    """The three columns of the guide. No origin is an answer too."""

    knows: str
    helps: str = ""
    origins: Collection[Source] = ()


def write_line(
    session: Session, actor: Actor, team_id: UUID, told: Told, line_id: UUID | None = None
) -> BoardLine:
    """Add a line of one's own, or change one. Raises Invalid, NotFound, TooMany."""
    team = teams.get_own_team(session, actor, team_id)
    if actor.person_id is None:
        raise NotFound
    if line_id is None:
        line = _new(session, actor, team.id, actor.person_id)
    else:
        line = board.get_own_line(session, actor, team.id, line_id)
    if not told.knows.strip():
        raise Invalid({"knows": str(EMPTY)})
    line.knows, line.helps = told.knows.strip(), told.helps.strip()
    line.origins = [str(origin) for origin in ORIGINS if origin in told.origins]
    # The origin is never searched: it may reveal what somebody lived.
    line.search = search.document((line.knows, line.helps))
    line.changed_at = clock.now()
    session.add(line)
    session.flush()
    return line


def withdraw_line(session: Session, actor: Actor, team_id: UUID, line_id: UUID) -> None:
    """Nothing is kept of it. Raises NotFound."""
    session.delete(board.get_own_line(session, actor, team_id, line_id))
    session.flush()


def _new(session: Session, actor: Actor, team_id: UUID, person_id: UUID) -> BoardLine:
    mine = select(func.count()).where(
        BoardLine.team_id == team_id, BoardLine.person_id == person_id
    )
    if (session.scalar(mine) or 0) >= MOST_LINES:
        raise TooMany
    return BoardLine(organisation_id=actor.organisation_id, team_id=team_id, person_id=person_id)
