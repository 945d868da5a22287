"""View: the figures of the federation's sessions, small numbers hidden."""

from datetime import timedelta

from flask import Response

from portal.kernel import clock
from portal.kernel.i18n import _
from portal.spaces.federation.sessions import pages, words
from portal.spaces.federation.sessions.blueprint import blueprint
from portal.trainings import figures, policy
from portal.trainings.queries import sessions as queries
from portal.web.page import render
from portal.web.request import actor, need, session

_A_YEAR = timedelta(days=365)


@blueprint.get("/figures")
def show_figures() -> Response:
    """Of a year, and of what is to come."""
    need(policy.can_write_trainings(actor()))
    since = clock.today() - _A_YEAR
    counted = queries.count_since(session(), actor(), since)
    spread = figures.spread(queries.languages_since(session(), actor(), since))
    return render(
        "federation/sessions/figures.html",
        rows=[(one, figures.row(one.asked, one.placed, one.waiting)) for one in counted],
        spoken=[(words.language_name(tag), _said(number)) for tag, number in spread.items()],
        said=_said,
        since=since,
        **pages.helpers(),
    )


def _said(cell: figures.Cell) -> str:
    if cell == "few":
        return _("moins de 5")
    return _("non montré") if cell == "hidden" else str(cell)
