"""When one is met before a session: what its page and its part of the story receive."""

from typing import Any
from urllib.parse import urlencode

from flask import url_for

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _, apart, listed, show_date, show_time
from portal.spaces.public.registrations.forms import CALL, MomentForm
from portal.spaces.public.registrations.pages import MAP, Followed
from portal.trainings import policy
from portal.trainings.actions import meetings as actions
from portal.trainings.enums import MeetingAnswer, MeetingWay
from portal.trainings.errors import SessionMovedOn
from portal.trainings.queries import meetings as queries
from portal.trainings.queries.meetings import Moment, SelectionInvitation
from portal.web.request import actor, session


def invitation_of(followed: Followed) -> SelectionInvitation:
    """Raises NotFound for who is not invited."""
    found = queries.find_invitation(session(), followed.registration)
    if found is None:
        raise NotFound
    return found


def part(followed: Followed) -> dict[str, Any]:
    """What the story says of it: nothing for who is not invited."""
    invitation = queries.find_invitation(session(), followed.registration)
    if invitation is None:
        return {"meeting": None}
    chosen = queries.find_chosen(session(), invitation)
    begun = chosen is not None and chosen.slot.starts_at <= clock.now()
    may = policy.can_choose_moment(actor(), followed.registration, followed.dates)
    return {
        "meeting": {
            "chosen": _told(chosen) if chosen else None,
            "is_to_call": invitation.answer == MeetingAnswer.CALL,
            "words": invitation.words,
            "can_choose": may and not begun,
        }
    }


def _told(chosen: Moment) -> dict[str, Any]:
    slot = chosen.slot
    is_place = slot.way is MeetingWay.PLACE
    return {
        "when": when(chosen),
        "minutes": slot.minutes,
        "way": slot.way.label,
        "is_phone": slot.way is MeetingWay.PHONE,
        "place": slot.place,
        "map_url": MAP + urlencode({"query": slot.place}) if is_place else "",
        "video_link": chosen.video_link,
        "names": chosen.names,
        "peer_there": slot.peer_there,
    }


def when(one: Moment) -> str:
    """« jeudi 3 décembre 2026 à 14:00 »."""
    at = one.slot.starts_at
    return _("%(day)s à %(hour)s", day=show_date(at, weekday=True), hour=show_time(at))


def form_of(followed: Followed) -> MomentForm:
    """The form with its choices, as it was sent or with what was chosen before."""
    moments = queries.list_open(session(), followed.registration)
    return MomentForm().offer((one.slot.id, when(one)) for one in moments)


def shown(followed: Followed) -> MomentForm:
    """With what was chosen before."""
    invitation = invitation_of(followed)
    chosen = CALL if invitation.answer == MeetingAnswer.CALL else str(invitation.slot_id or "")
    form = form_of(followed)
    form.slot.data, form.words.data = chosen or None, invitation.words
    return form


def page(followed: Followed, token: str, form: MomentForm) -> dict[str, Any]:
    """Raises SessionMovedOn once nothing is to be chosen any more."""
    invitation = invitation_of(followed)
    may = policy.can_choose_moment(actor(), followed.registration, followed.dates)
    if not may or actions.is_over(session(), invitation):
        raise SessionMovedOn
    moments = queries.list_open(session(), followed.registration)
    return {
        "form": form,
        "steps": [],
        "back_url": url_for("public.registrations.show_story", token=token),
        "moments": moments,
        "hints": {str(one.slot.id): _hint(one) for one in moments},
    }


def _hint(one: Moment) -> str:
    """How, how long and with whom, under a moment."""
    said = [one.slot.way.label, apart(one.slot.place) if one.slot.place else ""]
    said.append(_("Avec %(names)s", names=listed(one.names)))
    if one.slot.peer_there:
        said.append(_("Une personne paire sera là."))
    return " · ".join(part for part in said if part)
