"""What the pages of proposed sessions receive."""

from typing import Any
from uuid import UUID

from flask import url_for

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.spaces.employer.trainings.forms import ProposeForm
from portal.trainings import calendar_words, policy
from portal.trainings.enums import ProposalState
from portal.trainings.queries import proposals as queries
from portal.trainings.queries import sessions
from portal.web.request import actor, session

_TAGS = {
    ProposalState.ASKED: "warn",
    ProposalState.CONFIRMED: "ok",
    ProposalState.REFUSED: "neutral",
    ProposalState.CANCELLED: "neutral",
}


def list_page() -> dict[str, Any]:
    return {
        "lines": queries.list_open(session(), actor()),
        "when": calendar_words.when,
        "where": calendar_words.place,
    }


def session_page(session_id: UUID, form: ProposeForm) -> dict[str, Any]:
    """Raises NotFound where the training is not public any more."""
    dates = sessions.get_public(session(), session_id)
    published = sessions.find_published(session(), dates.training_id)
    if published is None:
        raise NotFound
    places = sessions.places_of(session(), dates)
    return {
        "dates": dates,
        "title": published.card["title"],
        "public_url": url_for("public.trainings.show_training", slug=published.slug),
        "told": calendar_words.tell(session(), dates, places),
        "people": queries.list_proposed(session(), actor(), session_id),
        "is_open": policy.takes_registrations(dates, clock.today()),
        "tags": _TAGS,
        "form": form.make_room(),
    }
