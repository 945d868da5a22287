"""The first day of a portal: the host association, and whom it lets in first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import new_id
from portal.organisations.actions.invitations import invite_into
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Invitation, Organisation
from portal.organisations.scope import SYSTEM

HOST = "association-hote"


def found_host(session: Session) -> Organisation:
    """The host association, created if there is none. No wall lets anybody do this from within:
    the session is the administrator's.
    """
    operator = OrganisationKind.OPERATOR
    found = session.scalars(select(Organisation).where(Organisation.kind == operator)).first()
    if found is None:
        now = clock.now()
        found = Organisation(
            id=new_id(),
            kind=operator,
            slug=HOST,
            name="Association hôte",
            standing=Standing.ADMITTED,
            created_at=now,
            admitted_at=now,
        )
        session.add(found)
        session.flush()
    return found


def invite_operator(session: Session, host: Organisation, address: str) -> Invitation:
    """Invite somebody to run the portal. Raises BadAddress, Throttled."""
    return invite_into(session, SYSTEM, host, address, Role.ADMINISTRATOR, locale="fr")
