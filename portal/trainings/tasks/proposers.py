"""A structure that proposed a session hears that its dates changed, or that it is called off."""

from uuid import UUID, uuid5

from portal.kernel.db import Database, Reach
from portal.kernel.messages import send
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.trainings import policy
from portal.trainings.messages import joining, proposing
from portal.trainings.queries import proposals, sessions


def tell_changed(database: Database, session_id: UUID, what: str, revision: int) -> None:
    """Each structure on its own, once for each revision; nobody of the federation's side reads
    which they are.
    """
    with database.session() as session:
        found = proposals.list_proposers(session, session_id)
    rows = OneByOne("tell_proposers")
    for structure_id in found:
        with rows.one(session=session_id):
            _tell(database, structure_id, session_id, what, revision)
    rows.settle()


def _tell(
    database: Database, structure_id: UUID, session_id: UUID, what: str, revision: int
) -> None:
    kind = OrganisationKind.STRUCTURE.value
    reach = Reach(organisation_id=structure_id, organisation_kind=kind)
    is_off = what == joining.CALLED_OFF
    template = proposing.PROPOSED_CALLED_OFF if is_off else proposing.PROPOSED_CHANGED
    with database.session(reach) as session, session.begin():
        title = proposals.find_standing(session, structure_id, session_id)
        if title is None:
            return
        dates = sessions.get_public(session, session_id)
        slug = session.get_one(Organisation, structure_id).slug
        for member in recipients(session, structure_id, policy.PROPOSERS):
            # Who belongs to two structures hears each.
            once = uuid5(structure_id, f"{session_id}:r{revision}:{member.person_id}")
            send(
                session,
                template=template,
                channel=member.channel,
                address=member.address,
                locale=member.locale,
                data={
                    "slug": slug,
                    "session_id": str(session_id),
                    "training": title,
                    "from": dates.starts_on.isoformat(),
                    "to": dates.ends_on.isoformat(),
                },
                organisation_id=structure_id,
                about_id=session_id,
                once_key=f"{template}:{once}",
            )
