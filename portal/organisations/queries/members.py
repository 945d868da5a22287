"""The team of an organisation, and the invitations it sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel import clock, tokens
from portal.kernel.errors import NotFound
from portal.kernel.messages import MAIL, SMS, undelivered
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Invitation, Membership
from portal.organisations.scope import Actor
from portal.people.models import Person

# The template that invites somebody.
INVITATION = "organisations.invitation"


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as colleagues see them."""

    person_id: UUID
    name: str
    role: Role
    since: datetime


def list_members(session: Session, actor: Actor) -> list[Member]:
    """The team, longest there first. Nothing tells peers from their colleagues."""
    rows = session.execute(
        select(Person.id, Person.display_name, Membership.role, Membership.created_at)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == actor.organisation_id)
        .order_by(Membership.created_at, Membership.id)
    )
    return [Member(row[0], row[1], Role(row[2]), row[3]) for row in rows]


def get_member(session: Session, actor: Actor, person_id: UUID) -> Member:
    """One of the team. Raises NotFound for anybody else."""
    for member in list_members(session, actor):
        if member.person_id == person_id:
            return member
    raise NotFound


def get_membership(session: Session, actor: Actor, person_id: UUID) -> Membership:
    found = session.scalars(
        select(Membership).where(
            Membership.organisation_id == actor.organisation_id,
            Membership.person_id == person_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_administrators(session: Session, organisation_id: UUID) -> list[Membership]:
    """The administrators, held still until the transaction ends: two of them removing each other
    take turns, and the second sees what the first did.
    """
    return list(
        session.scalars(
            select(Membership)
            .where(
                Membership.organisation_id == organisation_id,
                Membership.role == Role.ADMINISTRATOR,
            )
            .order_by(Membership.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def list_invitations(session: Session, actor: Actor) -> Sequence[Invitation]:
    """The invitations that may still be accepted, newest first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == actor.organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .order_by(Invitation.created_at.desc())
    ).all()


def list_undelivered(session: Session, actor: Actor) -> frozenset[UUID]:
    """The invitations that never arrived: their address is dead."""
    if actor.organisation_id is None:
        return frozenset()
    return undelivered(session, actor.organisation_id, INVITATION)


def get_invitation(session: Session, actor: Actor, invitation_id: UUID) -> Invitation:
    found = session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == actor.organisation_id, Invitation.id == invitation_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class OpenedInvitation:
    """What whoever holds the link of an invitation may know."""

    id: UUID
    organisation_id: UUID
    kind: OrganisationKind
    slug: str
    name: str
    role: Role
    sent_to: str
    invited_by: str
    expires_at: datetime
    is_over: bool


def open_invitation(session: Session, token: str) -> OpenedInvitation:
    """The invitation behind a link. Raises NotFound if nobody ever sent it."""
    row = session.execute(
        text("SELECT * FROM door_invitation(:digest)"), {"digest": tokens.digest(token)}
    ).one_or_none()
    if row is None:
        raise NotFound
    return OpenedInvitation(
        id=row.invitation_id,
        organisation_id=row.organisation_id,
        kind=OrganisationKind(row.kind),
        slug=row.slug,
        name=row.name,
        role=Role(row.role),
        sent_to=row.sent_to,
        invited_by=row.invited_by,
        expires_at=row.expires_at,
        is_over=bool(row.accepted_at or row.revoked_at or row.expires_at <= clock.now()),
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


def lock_invitation(session: Session, invitation_id: UUID) -> Invitation:
    """The invitation, held still: of two people opening the link at once, the second waits."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def is_member(session: Session, organisation_id: UUID, person_id: UUID) -> bool:
    found = session.scalar(
        select(Membership.id).where(
            Membership.organisation_id == organisation_id, Membership.person_id == person_id
        )
    )
    return found is not None
