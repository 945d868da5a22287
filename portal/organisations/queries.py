"""Look-ups of organisations and memberships."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.messages import MAIL, SMS
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


@dataclass(frozen=True)
class Recipient:
    """A member one may write to, and how."""

    person_id: UUID
    name: str
    locale: str
    channel: str
    address: str


def recipients(session: Session, organisation_id: UUID, roles: Iterable[Role]) -> list[Recipient]:
    """The members in these roles: each by e-mail, by text message if they have no e-mail.

    For jobs only: the organisation is named by what happened, not by a visitor.
    """
    rows = session.execute(
        text("SELECT * FROM door_members(:organisation, :roles)"),
        {"organisation": organisation_id, "roles": [role.value for role in roles]},
    )
    found: dict[UUID, Recipient] = {}
    for row in rows:  # « email » comes before « phone »
        channel = MAIL if row.kind == "email" else SMS
        found.setdefault(
            row.person_id,
            Recipient(row.person_id, row.display_name, row.locale, channel, row.value),
        )
    return list(found.values())
