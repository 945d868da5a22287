"""What the pages of the meetings before a session receive."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.kernel import clock
from portal.kernel.i18n import _, show_date, show_time
from portal.people import addresses
from portal.spaces.federation.sessions import pages, words
from portal.spaces.federation.sessions.meetings_forms import InviteForm, MomentsForm, NoteForm
from portal.trainings import policy, transitions
from portal.trainings.enums import MeetingAnswer
from portal.trainings.queries import meetings as queries
from portal.trainings.queries.meetings import Moment, SelectionInvitation
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session


@dataclass(frozen=True)
class Invited:
    """Somebody asked to choose, and the form to write down what they said aloud."""

    invitation: SelectionInvitation
    person: Registration
    chosen: Moment | None
    form: NoteForm

    @property
    def is_to_call(self) -> bool:
        return self.invitation.answer == MeetingAnswer.CALL

    @property
    def phone(self) -> str:
        return addresses.shown(self.person.contact_phone) if self.person.contact_phone else ""


def interviews_page(
    found: TrainingSession,
    invite: InviteForm | None = None,
    sent: NoteForm | None = None,
    sent_for: UUID | None = None,
) -> dict[str, Any]:
    """`sent`: the form that was refused, of the registration `sent_for`."""
    now = clock.now()
    moments = queries.list_moments(session(), actor(), found.id)
    coming = [one for one in moments if one.slot.starts_at > now]
    free = _free(moments)
    by_person = {one.registration_id: one for one in moments if one.registration_id}
    waiting = queries.list_to_invite(session(), actor(), found.id)
    rows = [
        Invited(
            invitation,
            person,
            by_person.get(person.id),
            sent if sent and person.id == sent_for else note_form(person.id).offer(free),
        )
        for invitation, person in queries.list_invited(session(), actor(), found.id)
    ]
    return pages.around(found) | {
        "coming": coming,
        "gone": [one for one in moments if one.slot.starts_at <= now],
        "free": free,
        "no_peer": bool(coming) and not any(one.slot.peer_there for one in coming),
        "waiting": waiting,
        "form": invite or InviteForm(formdata=None).offer(waiting),
        "to_call": [one for one in rows if one.is_to_call],
        "invited": [one for one in rows if not one.is_to_call],
        "may_choose": lambda one: one.person.state in transitions.MET,
        "time_of": time_of,
    }


def note_form(registration_id: UUID, *, sent: bool = False) -> NoteForm:
    prefix = f"n{registration_id.hex}-"
    return NoteForm(prefix=prefix) if sent else NoteForm(formdata=None, prefix=prefix)


def free_moments(found: TrainingSession) -> list[tuple[UUID, str]]:
    """Those nobody chose, to come, in short."""
    return _free(queries.list_moments(session(), actor(), found.id))


def _free(moments: Iterable[Moment]) -> list[tuple[UUID, str]]:
    now = clock.now()
    return [(one.slot.id, _short(one)) for one in moments if one.is_free(now)]


def _short(one: Moment) -> str:
    return f"{words.moment(one.slot.starts_at)}, {one.slot.way.label}"


def time_of(one: Moment) -> str:
    """« jeudi 3 décembre à 14:00 »."""
    day = show_date(one.slot.starts_at, weekday=True, year=False)
    return _("%(day)s à %(time)s", day=day, time=show_time(one.slot.starts_at))


def moments_page(found: TrainingSession, form: MomentsForm) -> dict[str, Any]:
    return pages.around(found) | {"form": form}


def panel_page(found: TrainingSession) -> dict[str, Any]:
    """Names and times of those the reader meets."""
    moments = queries.list_met(session(), actor(), found.id)
    now = clock.now()
    return pages.around(found) | {
        "coming": [one for one in moments if one.slot.starts_at > now and one.registration_id],
        "free": [one for one in moments if one.is_free(now)],
        "gone": [one for one in moments if one.slot.starts_at <= now and one.registration_id],
        "may_list": policy.can_plan(actor(), found),
        "time_of": time_of,
    }
