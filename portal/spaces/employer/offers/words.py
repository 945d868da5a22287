"""Views: which languages the offer speaks, and how a candidate sees it."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from portal.jobs import reading
from portal.jobs.actions import writing
from portal.jobs.queries import offers as queries
from portal.spaces.employer.offers import languages
from portal.spaces.employer.offers.blueprint import blueprint
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:offer_id>/steps/languages")
def list_languages(offer_id: UUID) -> ResponseReturnValue:
    """Which languages the offer speaks so far."""
    offer = writing.get_for_writing(session(), actor(), offer_id)
    return render("employer/offers/languages.html", **languages.list_page(offer))


@blueprint.get("/<uuid:offer_id>/preview")
def preview_offer(offer_id: UUID) -> ResponseReturnValue:
    """The draft, as a candidate will see it on a phone."""
    offer = queries.get_offer(session(), actor(), offer_id)
    document = queries.preview_document(session(), actor(), offer)
    return render(
        "employer/offers/preview.html",
        offer=offer,
        reading=reading.read(session(), document),
        answer_url=None,
        is_over=False,
    )
