"""What the list of a person's registrations receives."""

from dataclasses import dataclass

from flask import url_for

from portal.trainings import calendar_words, register_links
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import settings


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
    return Line(
        registration.training_title,
        registration.name,
        calendar_words.when(dates),
        registration.state.label,
        url_for("public.registrations.show_story", token=token),
    )
