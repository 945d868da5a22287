"""The one view of the trainings in one's own space."""

from flask import Response

from portal.spaces.peer.trainings import pages
from portal.web.page import render
from portal.web.request import person_id
from portal.web.space import feature

blueprint = feature("trainings", __name__, prefix="/trainings")


@blueprint.get("/ideas")
def show_ideas() -> Response:
    """What one could learn, from one's own answers. Reading it leaves nothing behind."""
    return render("peer/trainings/ideas.html", **pages.ideas_page(person_id()))
