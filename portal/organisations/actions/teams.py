"""Teams of a structure: made, filled, left. What a team shares goes with its members."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.organisations import policy
from portal.organisations.errors import AskTheTeam
from portal.organisations.models import Team, TeamMember
from portal.organisations.queries import members, teams
from portal.organisations.scope import Actor

NO_NAME = N_("Écrivez le nom de l’équipe.")
NAME_TAKEN = N_("Une équipe porte déjà ce nom.")


def make_team(session: Session, actor: Actor, name: str) -> Team:
    """A new team, empty. Raises Invalid, NotAllowed."""
    if not policy.can_manage_teams(actor):
        raise NotAllowed
    team = Team(organisation_id=actor.organisation_id, name="", created_at=clock.now())
    team.name = _checked(session, actor, name)
    session.add(team)
    session.flush()
    _record(session, actor, "team.made", team.id)
    return team


def remove_team(session: Session, actor: Actor, team_id: UUID) -> None:
    """The team and its board go. Raises NotAllowed, NotFound."""
    team, _members = teams.find_rows(session, actor, team_id)
    if not policy.can_manage_teams(actor):
        raise NotAllowed
    session.delete(team)
    session.flush()
    _record(session, actor, "team.removed", team_id)


def add_member(session: Session, actor: Actor, team_id: UUID, person_id: UUID) -> None:
    """Raises NotAllowed, AskTheTeam, NotFound; adding somebody twice changes nothing."""
    team, inside = teams.find_rows(session, actor, team_id)
    members.get_membership(session, actor, person_id)
    ids = [member.person_id for member in inside]
    if person_id in ids:
        return
    if not policy.can_add_to_team(actor, person_id, ids):
        raise AskTheTeam if policy.can_manage_teams(actor) else NotAllowed
    session.add(
        TeamMember(
            organisation_id=team.organisation_id,
            team_id=team.id,
            person_id=person_id,
            since=clock.now(),
        )
    )
    session.flush()
    _record(session, actor, "team.joined", team.id, person_id)


def remove_member(session: Session, actor: Actor, team_id: UUID, person_id: UUID) -> None:
    """Their lines of the board go with them. Raises NotAllowed, NotFound."""
    team, inside = teams.find_rows(session, actor, team_id)
    found = next((member for member in inside if member.person_id == person_id), None)
    if found is None:
        raise NotFound
    if not policy.can_remove_from_team(actor, person_id):
        raise NotAllowed
    session.delete(found)
    session.flush()
    _record(session, actor, "team.left", team.id, person_id)


def _checked(session: Session, actor: Actor, name: str) -> str:
    wanted = name.strip()
    if not wanted:
        raise Invalid({"name": str(NO_NAME)})
    taken = select(Team.id).where(
        Team.organisation_id == actor.organisation_id, func.lower(Team.name) == wanted.lower()
    )
    if session.scalar(taken) is not None:
        raise Invalid({"name": str(NAME_TAKEN)})
    return wanted


def _record(
    session: Session, actor: Actor, action: str, team_id: UUID, person_id: UUID | None = None
) -> None:
    audit.record(
        session,
        action,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject=str(person_id or team_id),
        team=str(team_id),
    )
