"""The teams of a structure: who works with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.organisations.models import Team, TeamMember
from portal.organisations.queries.members import Member, list_members
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class TeamLine:
    """A team and who is in it, as everybody of the structure sees them."""

    id: UUID
    name: str
    members: tuple[Member, ...]

    def has(self, person_id: UUID | None) -> bool:
        return any(member.person_id == person_id for member in self.members)


def list_teams(session: Session, actor: Actor) -> list[TeamLine]:
    """By name, each with its members, longest in the structure first."""
    teams = session.execute(
        select(Team.id, Team.name)
        .where(Team.organisation_id == actor.organisation_id)
        .order_by(Team.name)
    ).all()
    inside = {
        (row.team_id, row.person_id)
        for row in session.execute(
            select(TeamMember.team_id, TeamMember.person_id).where(
                TeamMember.organisation_id == actor.organisation_id
            )
        )
    }
    everybody = list_members(session, actor) if teams else []
    return [
        TeamLine(
            team_id,
            name,
            tuple(member for member in everybody if (team_id, member.person_id) in inside),
        )
        for team_id, name in teams
    ]


def get_team(session: Session, actor: Actor, team_id: UUID) -> TeamLine:
    """One of the structure's. Raises NotFound."""
    for team in list_teams(session, actor):
        if team.id == team_id:
            return team
    raise NotFound


def get_own_team(session: Session, actor: Actor, team_id: UUID) -> TeamLine:
    """A team the actor is in. Raises NotFound to everybody else, whatever their role."""
    team = get_team(session, actor, team_id)
    if not team.has(actor.person_id):
        raise NotFound
    return team


def find_rows(session: Session, actor: Actor, team_id: UUID) -> tuple[Team, Sequence[TeamMember]]:
    """The team to change, held still, and its members. Raises NotFound."""
    own = Team.organisation_id == actor.organisation_id
    team = session.scalars(select(Team).where(own, Team.id == team_id).with_for_update()).first()
    if team is None:
        raise NotFound
    members = session.scalars(select(TeamMember).where(TeamMember.team_id == team.id)).all()
    return team, members
