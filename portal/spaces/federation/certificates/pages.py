"""What the pages of the certificates receive."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.spaces.federation.certificates.forms import RevokeForm
from portal.trainings import phrases
from portal.trainings.queries import attending, registrations, sessions
from portal.trainings.queries import certificates as queries
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session


def said(day: date) -> str:
    return show_date(day)


def said_by(badge: queries.Badge) -> str:
    """Why a badge was taken back: the portal's words in the language of the page, else theirs."""
    return _(badge.revoked_because)


def list_page(dates: TrainingSession) -> dict[str, Any]:
    """Each person: how much they came, what they have."""
    who = actor()
    marks = attending.marks_of(session(), who, dates.id)
    practice = attending.internships_of(session(), who, dates.id)
    certificates = queries.certificates_of(session(), who, dates.id)
    badges = queries.badges_of(session(), who, dates.id)
    lines = []
    for person in attending.list_people(session(), who, dates.id):
        there = [mark for mark in marks if mark.registration_id == person.id]
        presence = attending.presence(dates, there, practice.get(person.id)).facts()
        lines.append(
            {
                "person": person,
                "presence": phrases.presence(presence),
                "certificate": certificates.get(person.id),
                "held": badges.get(person.id),
            }
        )
    return {
        "dates": dates,
        "because": said_by,
        "title": attending.get_training(session(), who, dates).title,
        "when": phrases.days_of(dates.starts_on, dates.ends_on),
        "lines": lines,
        "is_over": sessions.is_over(dates, clock.today()),
    }


def revocation_page(
    dates: TrainingSession, registration_id: UUID, form: RevokeForm
) -> dict[str, Any]:
    """A badge to take back. Raises NotFound where there is none."""
    person = registrations.get_received(session(), actor(), registration_id)
    if queries.find_badge(session(), person) is None:
        raise NotFound
    return {
        "person": person,
        "form": form,
        "back_url": url_for(".list_certificates", session_id=dates.id),
    }
