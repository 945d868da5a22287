"""What the pages of trainings in one's own space receive."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from portal.kernel import clock
from portal.kernel.i18n import _
from portal.languages.said import told_title
from portal.trainings import calendar_words, reading, register_links
from portal.trainings.enums import RegistrationState
from portal.trainings.ideas import Idea, find_ideas
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession, is_over
from portal.web.request import session, settings


@dataclass(frozen=True)
class Line:
    """A registration: to what, under which name, when, where it stands."""

    title: str
    name: str
    when: str
    state: str
    url: str


def line(registration: Registration, dates: TrainingSession) -> Line:
    token = register_links.token(settings(), registration.id, registration.token_version)
    state = registration.state.label
    url = url_for("public.registrations.show_story", token=token)
    if registration.state == RegistrationState.CONFIRMED and is_over(dates, clock.today()):
        state = _("Terminée : votre présence, votre attestation")
        url = url_for("peer.trained.show_after", registration_id=registration.id)
    return Line(
        registration.training_title, registration.name, calendar_words.when(dates), state, url
    )


def ideas_page(person_id: UUID) -> dict[str, Any]:
    ideas = find_ideas(session(), person_id)
    return {
        "has_written": ideas.has_written,
        "more": ideas.more,
        "ideas": [_shown(idea) for idea in ideas.found],
    }


def _shown(idea: Idea) -> dict[str, Any]:
    about = idea.line.card
    return {
        "title": told_title(about),
        "organiser": about["organiser"],
        "url": url_for("public.trainings.show_training", slug=idea.line.slug),
        "facts": reading.first_facts(session(), about)[:3],
        "reasons": idea.reasons,
    }
