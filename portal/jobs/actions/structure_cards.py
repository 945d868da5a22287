"""The structure changed its card: what the public sees of its offers says so too."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import publication
from portal.jobs.models import PublishedOffer
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor


def show_structure_anew(session: Session, actor: Actor) -> None:
    """Put the structure's name and card of today in its published offers; nothing else of them
    changes, what is written and not yet published stays inside.
    """
    structure = session.get_one(Organisation, actor.organisation_id)
    snapshots = session.scalars(
        select(PublishedOffer).where(
            PublishedOffer.organisation_id == structure.id, PublishedOffer.state != "gone"
        )
    )
    about = publication.structure_of(structure)
    for snapshot in snapshots:
        snapshot.document = {**snapshot.document, "structure": about}
        names = {"structure": structure.name, "structure_slug": structure.slug}
        snapshot.card = {**snapshot.card, **names}
    session.flush()
