"""Look-ups of organisations and memberships."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Place


def enter(session: Session, kind: OrganisationKind, slug: str) -> Place:
    """Pass the door of the organisation in the address, and reach its rows from then on.

    Raises NotFound to strangers, whether or not the organisation exists.
    """
    row = session.execute(
        text("SELECT * FROM door_organisation(:kind, :slug)"),
        {"kind": kind.value, "slug": slug},
    ).one_or_none()
    if row is None:
        raise NotFound
    return Place(
        id=row.id,
        kind=OrganisationKind(row.kind),
        slug=row.slug,
        name=row.name,
        standing=Standing(row.standing),
        role=Role(row.role),
    )
