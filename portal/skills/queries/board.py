"""The board of a team: read by the team, and by nobody else."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import cast, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from portal.kernel import search
from portal.kernel.errors import NotFound
from portal.organisations.queries.teams import TeamLine
from portal.organisations.scope import Actor
from portal.skills.enums import Source
from portal.skills.models import BoardLine


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team and their lines: a name, and nothing of their post or contract."""

    person_id: UUID
    name: str
    lines: tuple[BoardLine, ...]


def read_board(session: Session, actor: Actor, team: TeamLine, words: str = "") -> list[Colleague]:
    """The lines of each colleague by name, oneself first; those that answer `words` if any."""
    wanted = search.query(words)
    if words.strip() and not wanted:
        return []
    asked = select(BoardLine).where(
        BoardLine.organisation_id == actor.organisation_id, BoardLine.team_id == team.id
    )
    if wanted:
        asked = asked.where(BoardLine.search.op("@@")(cast(wanted, TSQUERY)))
    lines = session.scalars(asked.order_by(BoardLine.id)).all()
    found = [
        Colleague(
            member.person_id,
            member.name,
            tuple(line for line in lines if line.person_id == member.person_id),
        )
        for member in team.members
    ]
    found.sort(key=lambda one: (one.person_id != actor.person_id, search.normalise(one.name)))
    return [one for one in found if one.lines or not wanted]


def get_own_line(session: Session, actor: Actor, team_id: UUID, line_id: UUID) -> BoardLine:
    """A line the actor wrote. Raises NotFound for a colleague's."""
    found = session.scalars(
        select(BoardLine).where(
            BoardLine.id == line_id,
            BoardLine.team_id == team_id,
            BoardLine.organisation_id == actor.organisation_id,
            BoardLine.person_id == actor.person_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def origins_of(line: BoardLine) -> list[Source]:
    """Where a knowledge comes from, if its owner said it."""
    return [Source(code) for code in line.origins]
