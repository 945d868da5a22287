"""The day somebody says they were hired, for themselves."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.organisations.queries import places
from portal.skills.models import StatedHire

TO_COME = N_("Ce jour n’est pas encore là. Écrivez le jour de votre embauche.")


def state_hire(
    session: Session, person_id: UUID, organisation_id: UUID, hired_on: date | None
) -> None:
    """Say it, or take it back with None. Raises Invalid, NotFound where one does not work."""
    places.get_workplace(session, person_id, organisation_id)
    if hired_on is None:
        session.execute(
            delete(StatedHire).where(
                StatedHire.person_id == person_id, StatedHire.organisation_id == organisation_id
            )
        )
        return
    if hired_on > clock.today():
        raise Invalid({"hired_on": str(TO_COME)})
    values = {"person_id": person_id, "organisation_id": organisation_id, "hired_on": hired_on}
    session.execute(
        insert(StatedHire)
        .values(values)
        .on_conflict_do_update(
            index_elements=[StatedHire.person_id, StatedHire.organisation_id],
            set_={"hired_on": hired_on},
        )
    )
