"""Views: the offer in other languages, and as a candidate sees it."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.jobs import reading
from portal.jobs.actions import writing
from portal.jobs.queries import offers as queries
from portal.jobs.sections import sections_of
from portal.kernel.errors import NotFound
from portal.kernel.i18n import DEFAULT, LOCALES, Locale, _
from portal.spaces.employer.offers import languages
from portal.spaces.employer.offers.blueprint import blueprint
from portal.web.forms import strip
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:offer_id>/steps/languages")
def list_languages(offer_id: UUID) -> ResponseReturnValue:
    """Which languages the offer speaks so far."""
    offer = writing.get_for_writing(session(), actor(), offer_id)
    return render("employer/offers/languages.html", **languages.list_page(offer))


@blueprint.get("/<uuid:offer_id>/languages/<language>")
def edit_language(offer_id: UUID, language: str) -> ResponseReturnValue:
    """The sections of the offer beside their French."""
    offer = writing.get_for_writing(session(), actor(), offer_id)
    return render("employer/offers/language.html", **languages.page(offer, _target(language)))


@blueprint.post("/<uuid:offer_id>/languages/<language>")
def save_language(offer_id: UUID, language: str) -> ResponseReturnValue:
    """Keep the sections in this language; an empty one is taken back."""
    target = _target(language)
    sections = sections_of(writing.get_for_writing(session(), actor(), offer_id))
    texts = {
        section: strip(request.form.get(f"text-{section}"))[:8000]
        for section in sections
        if f"text-{section}" in request.form
    }
    still_right = [section for section in sections if f"still-{section}" in request.form]
    writing.translate_offer(
        session(), actor(), offer_id, target.tag, texts, still_right=still_right
    )
    flash(_("C’est enregistré : %(language)s.", language=target.name))
    return redirect(url_for(".list_languages", offer_id=offer_id))


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


def _target(tag: str) -> Locale:
    """A language to translate into. NotFound for French and for one the portal does not speak."""
    found = LOCALES.get(tag)
    if found is None or found == DEFAULT:
        raise NotFound
    return found
