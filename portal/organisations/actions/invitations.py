"""Inviting somebody into a team: a link for one person, used once, that expires."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit, clock, throttle, tokens
from portal.kernel.db import new_id, reach
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.organisations import messages, policy
from portal.organisations.enums import Role
from portal.organisations.errors import InvitationOver, NotInvited
from portal.organisations.models import Invitation, Membership, Organisation
from portal.organisations.queries import members, places
from portal.organisations.queries.members import OpenedInvitation
from portal.organisations.scope import Actor
from portal.people import addresses, queries
from portal.people.actions.account import change_name

LIFE = timedelta(days=7)
A_DAY = 24 * 3600
INVITATIONS_PER_DAY = 30

NO_ROLE = N_("Choisissez un rôle.")


def invite(session: Session, actor: Actor, typed: str, role: str, *, locale: str) -> Invitation:
    """Invite by e-mail or text message. Raises BadAddress, Invalid, NotAllowed, Throttled."""
    if not policy.can_manage_team(actor):
        raise NotAllowed
    organisation = places.get_own(session, actor)
    if role not in policy.roles_of(organisation.kind):
        raise Invalid({"role": str(NO_ROLE)})
    return invite_into(session, actor, organisation, typed, Role(role), locale=locale)


def invite_into(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    typed: str,
    role: Role,
    *,
    locale: str,
) -> Invitation:
    """Write and send an invitation; whoever calls has checked that the actor may."""
    address = addresses.read(typed)
    key = f"invite:{organisation.id}"
    throttle.hit(session, key=key, limit=INVITATIONS_PER_DAY, seconds=A_DAY)
    token, now = tokens.new_token(), clock.now()
    invitation = Invitation(
        id=new_id(),
        organisation_id=organisation.id,
        token_digest=tokens.digest(token),
        role=role,
        sent_to=address.value,
        invited_by=actor.person_id,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(invitation)
    session.flush()
    messages.send_invitation(
        session,
        invitation,
        address,
        token=token,
        organisation=organisation,
        invited_by=actor.name,
        locale=locale,
    )
    _record(session, "member.invited", organisation.id, actor.person_id, invitation.id, role)
    return invitation


def revoke(session: Session, actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back before it is used. Raises NotFound, NotAllowed."""
    invitation = members.get_invitation(session, actor, invitation_id)
    if not policy.can_manage_team(actor):
        raise NotAllowed
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        _record(
            session,
            "member.invitation_revoked",
            actor.organisation_id,
            actor.person_id,
            invitation.id,
            invitation.role,
        )


def is_for(session: Session, invitation: OpenedInvitation, person_id: UUID) -> bool:
    """Whether the address the invitation was sent to is one this person proved to be theirs."""
    wanted = invitation.sent_to.casefold()
    contacts = queries.list_contacts(session, person_id)
    return any(contact.value.casefold() == wanted for contact in contacts)


def accept(session: Session, token: str, person_id: UUID, *, name: str = "") -> OpenedInvitation:
    """Join the team. Raises NotFound, InvitationOver, NotInvited."""
    opened = members.open_invitation(session, token)
    if opened.is_over:
        raise InvitationOver
    if not is_for(session, opened, person_id):
        raise NotInvited
    reach(session, organisation_id=opened.organisation_id, organisation_kind=opened.kind)
    invitation = members.lock_invitation(session, opened.id)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationOver
    invitation.accepted_at = clock.now()
    if not members.is_member(session, opened.organisation_id, person_id):
        session.add(
            Membership(
                organisation_id=opened.organisation_id,
                person_id=person_id,
                role=invitation.role,
                created_at=clock.now(),
            )
        )
    if name:
        change_name(session, person_id, name)
    _record(session, "member.joined", opened.organisation_id, person_id, opened.id, opened.role)
    return opened


def _record(
    session: Session,
    action: str,
    organisation_id: UUID,
    person_id: UUID | None,
    invitation_id: UUID,
    role: str,
) -> None:
    audit.record(
        session,
        action,
        organisation_id=organisation_id,
        person_id=person_id,
        subject=str(invitation_id),
        role=str(role),
    )
