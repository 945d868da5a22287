"""What the pages of the sessions that have begun receive, and what their forms bring."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import request, url_for

from portal.kernel import clock
from portal.kernel.errors import DomainError, Invalid, NotFound
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import ngettext, show_date, show_time
from portal.spaces.federation.held.forms import PracticeForm
from portal.trainings import attend_codes, half_days, phrases, policy
from portal.trainings.actions.attending import Mark
from portal.trainings.enums import AttendanceState, MarkedBy
from portal.trainings.half_days import HalfDay
from portal.trainings.queries import attending as queries
from portal.trainings.queries import registrations
from portal.trainings.queries.attending import Attendance
from portal.trainings.queries.sessions import TrainingSession
from portal.web.qr import qr_code
from portal.web.request import actor, page_before, person_id, session, settings

# Seconds: the code lives longer, so that whoever scans the last moment arrives in time.
REFRESH = 120


def list_page() -> dict[str, Any]:
    """Sessions that have begun, the last one first."""
    found = queries.list_held(session(), actor(), clock.today())
    return {
        "cards": [
            {
                "title": title,
                "href": url_for(".show_session", session_id=dates.id),
                "when": phrases.days_of(dates.starts_on, dates.ends_on),
                "city": dates.city,
                "is_over": dates.ends_on < clock.today(),
            }
            for dates, title in found
        ]
    }


def _heading(dates: TrainingSession) -> dict[str, Any]:
    return {
        "dates": dates,
        "title": queries.get_training(session(), actor(), dates).title,
        "when": phrases.days_of(dates.starts_on, dates.ends_on),
        "today": clock.today(),
    }


def session_page(dates: TrainingSession) -> dict[str, Any]:
    """The half-days with how many were there, the people with how much they were."""
    people = queries.list_people(session(), actor(), dates.id)
    marks = queries.marks_of(session(), actor(), dates.id)
    practice = queries.internships_of(session(), actor(), dates.id)
    there = Counter((one.day, one.half) for one in marks if one.state == AttendanceState.PRESENT)
    marked = Counter((one.day, one.half) for one in marks)
    return _heading(dates) | {
        "slots": [
            {
                "slot": slot,
                "label": label(slot),
                "is_open": slot.day <= (dates.called_off_on or clock.today()),
                "there": there[slot.day, slot.half],
                "marked": marked[slot.day, slot.half],
            }
            for slot in half_days.of_session(dates)
        ],
        "people": [
            {
                "person": one,
                "presence": phrases.presence(
                    queries.presence(
                        dates,
                        [mark for mark in marks if mark.registration_id == one.id],
                        practice.get(one.id),
                    ).facts()
                ),
            }
            for one in people
        ],
        "can_plan": policy.can_plan(actor(), dates),
        "back": _back(dates),
    }


def _back(dates: TrainingSession) -> tuple[str, str]:
    """The list of what has begun for who comes from it; for anybody else the session itself."""
    listed, before = url_for(".list_sessions"), page_before()
    if (before.netloc, before.path) == (request.host, listed):
        return listed, _("Présences")
    return url_for("federation.sessions.show_session", session_id=dates.id), _("La session")


def label(slot: HalfDay) -> str:
    return f"{show_date(slot.day, weekday=True)} · {slot.half.label}"


def slot(dates: TrainingSession, slug: str) -> HalfDay:
    """The half-day of the address, « 2027-03-05-am ». Raises NotFound."""
    day, _dash, half = slug.rpartition("-")
    try:
        found = half_days.find(dates, date.fromisoformat(day), half)
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def half_page(dates: TrainingSession, at: HalfDay) -> dict[str, Any]:
    """One half-day: each person, what is said of them, by whom."""
    marks = queries.marks_at(session(), actor(), dates.id, at)
    return _heading(dates) | {
        "slot": at,
        "label": label(at),
        "states": list(AttendanceState),
        "is_open": at.day <= clock.today(),
        "owner": person_id(),
        "lines": [
            {"person": one, "mark": marks.get(one.id), "who": _who(marks.get(one.id))}
            for one in queries.list_people(session(), actor(), dates.id)
        ],
        "counted": _counted(marks),
    }


def _counted(marks: Mapping[UUID, Attendance]) -> str:
    there = sum(one.state == AttendanceState.PRESENT for one in marks.values())
    return ngettext("%(n)s personne là", "%(n)s personnes là", there)


def _who(mark: Attendance | None) -> str:
    """Who said so, when."""
    if mark is None:
        return ""
    at = f"{show_date(mark.marked_at)}, {show_time(mark.marked_at)}"
    if mark.marked_how == MarkedBy.CODE:
        return _("Par le code à l’écran, %(when)s", when=at)
    return _("Par %(who)s, %(when)s", who=mark.marked_name, when=at)


def said(name: str = "", how: MarkedBy = MarkedBy.TRAINER) -> Mark:
    """What a form says of somebody. Raises Invalid."""
    form, end = request.form, f"-{name}" if name else ""
    try:
        state = AttendanceState(form.get(f"state{end}", ""))
    except ValueError:
        raise Invalid({}) from None
    return Mark(
        state=state,
        seen=form.get(f"seen{end}"),
        at=_moment(form.get("noted_at")),
        how=how,
        words=form.get("words", "").strip()[:300],
    )


def _moment(text: str | None) -> datetime | None:
    """The phone's clock, in milliseconds."""
    if not text or not text.isdecimal() or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def typed(dates: TrainingSession) -> list[UUID]:
    """The people of the session whose line of the form was ticked."""
    people = queries.list_people(session(), actor(), dates.id)
    return [one.id for one in people if request.form.get(f"state-{one.id}")]


def told(refusal: DomainError) -> str:
    return _(refusal.message, **dict(refusal.values))


def code_page(dates: TrainingSession, at: HalfDay) -> dict[str, Any]:
    """The code to scan, its address to type. Raises NotFound before its day."""
    if at.day > clock.today():
        raise NotFound
    link = f"{settings().base_url}/attend/{attend_codes.make(settings(), dates.id, at)}"
    return _heading(dates) | {
        "slot": at,
        "label": label(at),
        "link": link,
        "code": qr_code(link),
        "counted": _counted(queries.marks_at(session(), actor(), dates.id, at)),
    }


def practice_page(dates: TrainingSession, registration_id: UUID) -> dict[str, Any]:
    """What is stated of somebody's practice. Raises NotFound."""
    person = registrations.get_received(session(), actor(), registration_id)
    if person.session_id != dates.id:
        raise NotFound
    practice = queries.find_internship(session(), person)
    return _heading(dates) | {
        "person": person,
        "form": PracticeForm(formdata=None, obj=practice),
        "steps": [],
        "back_url": url_for(".show_session", session_id=dates.id),
    }
