"""Views of the badges: a page to read, and what a verifier asks for (Open Badges 3.0).

A badge is found by its random address, which its person gives to whom they want; there is no list.
"""

from uuid import UUID

from flask import Response, jsonify, make_response

from portal.spaces.public.badges import pages
from portal.trainings import credentials
from portal.trainings.queries import certificates as queries
from portal.web.page import render
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("badges", __name__, prefix="/badges")


@blueprint.get("/<uuid:badge_id>")
def show_badge(badge_id: UUID) -> Response:
    """Whether it is good, for what, when, by whom; the name only where the badge says it."""
    checked = queries.check(session(), badge_id)
    response = render("public/badges/show.html", **pages.badge_page(checked))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/<uuid:badge_id>/status")
def show_status(badge_id: UUID) -> Response:
    """A revocation list (1EdTech) of this badge alone."""
    return _json(pages.status(queries.check(session(), badge_id)))


@blueprint.get("/keys/<uuid:key_id>")
def show_key(key_id: UUID) -> Response:
    """A public key as a JWK; gone once nobody must trust it."""
    return _json(dict(queries.get_key(session(), key_id).public))


@blueprint.get("/issuers/<slug>")
def show_issuer(slug: str) -> Response:
    """Who signs, as an OB 3.0 profile."""
    found = queries.get_issuer(session(), slug)
    issuer = credentials.Issuer(found.slug, found.name)
    profile = credentials.profile(settings(), issuer)
    return _json({"@context": list(credentials.CONTEXT), **profile})


@blueprint.get("/issuers/<slug>/keys")
def list_keys(slug: str) -> Response:
    """The public keys of a federation that are good, as a JWK set."""
    found = queries.get_issuer(session(), slug)
    keys = queries.list_keys(session(), found.id)
    return _json({"keys": [dict(key.public) for key in keys]})


def _json(content: object) -> Response:
    """For verifiers, from any site: never kept, because a badge may be taken back."""
    response = make_response(jsonify(content))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
