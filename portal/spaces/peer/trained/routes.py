"""`/my/trainings/<id>/after`: what a session leaves somebody, from their account."""

from uuid import UUID

from flask import Response

from portal.kernel.errors import NotFound
from portal.screens.after import after_page
from portal.trainings import register_links
from portal.trainings.enums import RegistrationState
from portal.trainings.queries import registrations
from portal.web.page import render
from portal.web.request import actor, session, settings
from portal.web.space import feature

blueprint = feature("trained", __name__, prefix="/trainings")


@blueprint.get("/<uuid:registration_id>/after")
def show_after(registration_id: UUID) -> Response:
    """The same page as behind the link, and the way to all that is behind it."""
    mine = registrations.get_mine(session(), actor(), registration_id)
    if mine.state != RegistrationState.CONFIRMED:
        raise NotFound
    token = register_links.token(settings(), mine.id, mine.token_version)
    return render("peer/trained/after.html", **after_page(mine, token))
