"""View of a federation's first page."""

from flask import Response

from portal.jobs.queries import relays
from portal.organisations.enums import Standing
from portal.organisations.queries import places, supervision
from portal.spaces.federation.sessions import words
from portal.trainings import policy
from portal.trainings.queries import meetings, sessions, trainings
from portal.trainings.queries.sessions import DeskLine
from portal.web.page import render
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("home", __name__)


@blueprint.get("")
def show_home() -> Response:
    waiting, _pages = supervision.list_supervised(session(), actor(), standing=Standing.PENDING)
    late = relays.count_late_answers(session(), actor())
    newest, _more = relays.list_regional_offers(session(), actor())
    return render(
        "federation/home/home.html",
        federation=places.get_own(session(), actor()),
        waiting=waiting,
        counts=supervision.count_by_standing(session(), actor()),
        late_structures=len(late),
        late_answers=sum(late.values()),
        newest=newest[:5],
        to_review=trainings.list_to_review(session(), actor()),
        to_read=_to_read(),
        meets=[one for one in meetings.list_panels(session(), actor()) if one.next_at],
        when=words.when,
        moment=words.moment,
    )


def _to_read() -> list[DeskLine]:
    """Sessions where somebody asked to come and nobody has read it yet, for who answers them."""
    if not policy.can_write_trainings(actor()):
        return []
    return [line for line in sessions.list_at_desk(session(), actor()) if line.unseen]
