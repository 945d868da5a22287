"""What the pages of groups receive."""

from typing import Any
from uuid import UUID

from portal.events import policy
from portal.events.queries import groups, meetings, notes
from portal.events.queries.groups import Seen
from portal.kernel import clock
from portal.people import queries as people
from portal.spaces.peer.groups.forms import JoinForm, NameForm
from portal.web.groups import languages, link, where
from portal.web.request import actor, person_id, session


def words() -> dict[str, Any]:
    """How the templates say things of a group."""
    return {"where": where, "languages_of": languages, "now": clock.now(), "policy": policy}


def first_name() -> str:
    """What the field of the name begins with."""
    return people.get_person(session(), person_id()).display_name.split(" ")[0]


def door(seen: Seen, form: JoinForm | None) -> dict[str, Any]:
    """The page of a group one is not in."""
    return words() | {
        "seen": seen,
        "form": form or JoinForm(shown_name=first_name()),
        "must_say_peer": policy.must_say_peer(seen.group),
    }


def inside(seen: Seen, form: NameForm | None = None) -> dict[str, Any]:
    """The page of one's own group."""
    group, mine = seen.group, seen.membership
    members = groups.list_members(session(), actor(), group.id)
    is_host = policy.is_host(mine)
    return words() | {
        "seen": seen,
        "form": form or NameForm(obj=mine),
        "coming": meetings.list_coming(session(), actor(), group.id),
        "past": meetings.list_past(session(), actor(), group.id),
        "notes": notes.list_notes(session(), actor(), group.id),
        "members": members,
        "is_host": is_host,
        "nobody_hosts": not seen.is_of_federation and not any(policy.is_host(m) for m in members),
        "link": link(group) if is_host and group.closed_at is None else None,
    }


def one_date(meeting_id: UUID) -> dict[str, Any]:
    """A date alone, as it stands in the list of the page."""
    one = meetings.get_meeting(session(), actor(), meeting_id)
    listed = meetings.list_coming(session(), actor(), one.meeting.group_id)
    return words() | {"one": next((o for o in listed if o.meeting.id == meeting_id), one)}
