"""`/my/trainings`: the sessions one asked to come to, each leading to its page; ideas."""

from flask import Response

from portal.spaces.peer.trainings import pages
from portal.trainings.queries import registrations
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.space import feature

blueprint = feature("trainings", __name__, prefix="/trainings")


@blueprint.get("")
def list_registrations() -> Response:
    mine = registrations.list_mine_with_dates(session(), actor())
    return render("peer/trainings/list.html", lines=[pages.line(*one) for one in mine])


@blueprint.get("/ideas")
def show_ideas() -> Response:
    """What one could learn, from one's own answers. Reading it leaves nothing behind."""
    return render("peer/trainings/ideas.html", **pages.ideas_page(person_id()))
