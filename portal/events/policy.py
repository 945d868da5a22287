"""Who may do what with groups: pure, used by actions and templates alike."""

from datetime import datetime, timedelta

from portal.events.enums import Audience, GroupRole
from portal.events.models import GroupMeeting, GroupMembership, MeetingNote, PracticeGroup
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor


def can_found(actor: Actor) -> bool:
    """Somebody in their own space, or whoever writes in a federation in its space."""
    if (place := actor.place) is not None:
        writes = place.role in (Role.ADMINISTRATOR, Role.WRITER)
        return place.kind == OrganisationKind.FEDERATION and writes
    return actor.person_id is not None


def is_host(membership: GroupMembership | None) -> bool:
    return membership is not None and membership.role == GroupRole.HOST


def must_say_peer(group: PracticeGroup) -> bool:
    """Whether entering asks for the sentence « je participe en tant que pair »."""
    return group.audience == Audience.PEERS


def can_sign_up(meeting: GroupMeeting, now: datetime) -> bool:
    """Whether a date may still be chosen or given up."""
    return meeting.cancelled_at is None and meeting.ends_at > now


def is_author(actor: Actor, note: MeetingNote) -> bool:
    """Whoever wrote notes takes them back."""
    return note.author_id == actor.person_id


def can_write_notes(meeting: GroupMeeting, now: datetime, kept: timedelta) -> bool:
    """Notes are written once a meeting has begun, and as long as it is known who came: those people
    are asked. `kept` is how long sign-ups are.
    """
    return meeting.cancelled_at is None and meeting.starts_at <= now < meeting.ends_at + kept
