"""What stays of somebody in the welcomes of structures once their account is closed: no name."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.engagements.models import Engagement, WelcomeItem
from portal.kernel import clock
from portal.kernel.db import reach
from portal.organisations.enums import OrganisationKind
from portal.organisations.queries import places


def leave_every_welcome(session: Session, person_id: UUID, name: str) -> None:
    """Their arrivals end and lose their name, and so do the things they looked after or did.

    Before the places are left (`organisations.actions.members.leave_every_place`).
    """
    own = session.scalars(select(Engagement).where(Engagement.person_id == person_id)).all()
    worked_in = {
        place.id
        for place in places.list_places(session, person_id)
        if place.kind == OrganisationKind.STRUCTURE
    }
    for organisation_id in worked_in | {one.organisation_id for one in own}:
        # Their own place, or one where they arrived: both are theirs to leave.
        reach(
            session,
            organisation_id=organisation_id,
            organisation_kind=OrganisationKind.STRUCTURE,
        )
        for engagement in own:
            if engagement.organisation_id == organisation_id:
                engagement.name = ""
                engagement.ended_on = engagement.ended_on or max(clock.today(), engagement.began)
        session.flush()
        _forget_in_items(session, organisation_id, person_id, name)


def _forget_in_items(session: Session, organisation_id: UUID, person_id: UUID, name: str) -> None:
    inside = WelcomeItem.organisation_id == organisation_id
    looked_after = update(WelcomeItem).where(inside, WelcomeItem.owner_id == person_id)
    session.execute(looked_after.values(owner_name=""))
    if name:
        done = update(WelcomeItem).where(inside, WelcomeItem.done_by == name)
        session.execute(done.values(done_by=""))
