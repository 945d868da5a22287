"""What the page of ideas receives."""

from typing import Any
from uuid import UUID

from flask import url_for

from portal.trainings import reading
from portal.trainings.ideas import Idea, find_ideas
from portal.web.request import session


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
        "title": about["title"],
        "organiser": about["organiser"],
        "url": url_for("public.trainings.show_training", slug=idea.line.slug),
        "facts": reading.first_facts(session(), about)[:3],
        "reasons": idea.reasons,
    }
