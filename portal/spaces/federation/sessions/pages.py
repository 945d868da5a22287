"""What the pages of sessions receive: the list, one session, its form."""

from typing import Any

from flask import request

from portal.kernel import clock
from portal.kernel.i18n import _
from portal.spaces.federation.sessions import sheets, words
from portal.spaces.federation.sessions.forms import CancelForm, SessionForm
from portal.spaces.federation.sessions.words import Audience
from portal.trainings import calendar_words, lists, policy, reading, transitions
from portal.trainings.enums import RegistrationState, SessionRole, SessionState
from portal.trainings.queries import meetings, registrations, trainings
from portal.trainings.queries import sessions as queries
from portal.trainings.queries.sessions import TrainingSession
from portal.trainings.queries.trainings import Training
from portal.web.request import actor, session


def list_page(*, past: bool) -> dict[str, Any]:
    runs = policy.can_write_trainings(actor())
    lines = queries.list_at_desk(session(), actor(), past=past, staffed=not runs)
    panels = [] if runs or past else meetings.list_panels(session(), actor())
    return {"lines": lines, "panels": panels, "past": past, "runs": runs, **helpers()}


def of_training(training: Training) -> dict[str, Any]:
    """The sessions to come on the page of their training."""
    found = queries.list_at_desk(session(), actor(), training_id=training.id)
    return {"session_lines": found, "runs": True, **helpers()}


def helpers() -> dict[str, Any]:
    return {
        "when": words.when,
        "where": words.where,
        "full_place": words.full_place,
        "state_label": lists.state_label,
        "session_tag": words.state_tag,
        "half_day": words.half_day,
        "moment": words.moment,
        "show_phone": words.show_phone,
        "language_name": words.language_name,
        "tags": words.TAGS,
    }


def around(found: TrainingSession) -> dict[str, Any]:
    """What every page about one session shows around its own."""
    training = trainings.get_training(session(), actor(), found.training_id)
    roles = queries.roles_in(session(), actor(), found.id)
    return {
        "dates": found,
        "training_title": training.title or _("Formation sans nom"),
        "arranges": policy.can_see_needs(actor(), found, roles),
        "marks": policy.can_mark(actor(), found, roles),
        "runs": policy.can_plan(actor(), found),
        "meets": found.chooses,
        "there": calendar_words.there(session(), found, training.passport),
        **helpers(),
    }


def audience_of(found: TrainingSession) -> Audience:
    """Who hears that it changes or does not take place."""
    people = registrations.list_in(session(), actor(), found.id, transitions.TOLD)
    return words.audience(people)


def is_heard(found: TrainingSession) -> bool:
    """Whether anybody hears of a change: it is public, and not over."""
    over = queries.is_over(found, clock.today())
    return found.state in (SessionState.OPEN, SessionState.CLOSED) and not over


def session_page(found: TrainingSession, cancel_form: CancelForm | None = None) -> dict[str, Any]:
    staff = queries.list_staff(session(), actor(), found.id)
    _counts, unseen = registrations.count_received(session(), actor(), found.id)
    room = queries.find_room(session(), found)
    return around(found) | {
        "places": queries.places_of(session(), found),
        "unseen": unseen,
        "trainers": [one for one in staff if one.role == SessionRole.TRAINER],
        "arrangers": [one for one in staff if one.role == SessionRole.ARRANGER],
        "video_link": room.video_link if room else "",
        "differs": reading.passport_of(session(), found.passport) if found.passport else [],
        "spoken": calendar_words.spoken(session(), found),
        "audience": audience_of(found),
        "is_heard": is_heard(found),
        "is_over": queries.is_over(found, clock.today()),
        "may_change": policy.can_change(actor(), found, clock.today()),
        "is_public": queries.find_published(session(), found.training_id) is not None,
        "cancel_form": cancel_form or CancelForm(),
    }


def trainer_page(found: TrainingSession) -> dict[str, Any]:
    """For who trains or welcomes in it: who comes, by name."""
    confirmed = (RegistrationState.CONFIRMED,)
    room = queries.find_room(session(), found)
    return around(found) | {
        "people": registrations.list_in(session(), actor(), found.id, confirmed),
        "places": queries.places_of(session(), found),
        "video_link": room.video_link if room else "",
    }


def new_page(training: Training, form: SessionForm) -> dict[str, Any]:
    return {
        "form": form,
        "dates": None,
        "training": training,
        "training_title": training.title or _("Formation sans nom"),
        "passport": sheets.passport_fields(form),
        "spoken": sheets.spoken_fields(form),
        "changed": None,
        "version": 1,
        "audience": None,
        **helpers(),
    }


def form_page(
    found: TrainingSession, form: SessionForm, changed: list[str] | None, version: int | None
) -> dict[str, Any]:
    """`changed`: what somebody else changed; `version`: the one they are told of, else the one the
    page was opened with.
    """
    opened_with = request.form.get("version", found.version, type=int)
    return around(found) | {
        "form": form,
        "passport": sheets.passport_fields(form),
        "spoken": sheets.spoken_fields(form),
        "changed": changed,
        "version": version or opened_with,
        "audience": audience_of(found) if is_heard(found) else None,
    }
