"""The first page of a structure: what waits for somebody."""

from flask import Response, url_for

from portal.engagements.queries import welcomes
from portal.jobs import phrases
from portal.jobs.policy import offers as offers_policy
from portal.jobs.queries import waiting
from portal.organisations.enums import Standing
from portal.organisations.queries import teams
from portal.spaces.employer.words import capped
from portal.trainings import policy as trainings_policy
from portal.web.page import render
from portal.web.request import actor, place, session
from portal.web.space import feature

blueprint = feature("home", __name__)


@blueprint.get("", strict_slashes=False)
def show_home() -> Response:
    writes = offers_policy.can_write_offers(actor())
    me = actor().person_id
    return render(
        "employer/home/home.html",
        today=waiting.today(session(), actor()) if writes else None,
        left=sum(one.left for one in welcomes.list_welcomes(session(), actor())),
        teams=[one for one in teams.list_teams(session(), actor()) if one.has(me)],
        offers_url=url_for(".show_home") + "/offers",
        can_propose=trainings_policy.can_propose(actor()),
        capped=capped,
        untitled=phrases.untitled,
        is_pending=place().standing == Standing.PENDING,
        is_suspended=place().standing == Standing.SUSPENDED,
    )
