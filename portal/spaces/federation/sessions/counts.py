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

_A_DAY, _A_YEAR = timedelta(days=1), timedelta(days=365)


@blueprint.get("/figures")
def show_figures() -> Response:
    """Of the sessions of a year that are over: nobody comes or goes any more between two looks."""
    need(policy.can_write_trainings(actor()))
    yesterday = clock.today() - _A_DAY
    counted = queries.count_between(session(), actor(), yesterday - _A_YEAR, yesterday)
    first, last = figures.last_half_year(clock.today())
    spread = figures.spread(queries.languages_between(session(), actor(), first, last))
    return render(
        "federation/sessions/figures.html",
        rows=[(one, figures.row(one.asked, one.placed, one.waiting)) for one in counted],
        spoken=_spoken(spread),
        said=_said,
        since=yesterday - _A_YEAR,
        half_year=(first, last),
        **pages.helpers(),
    )


def _spoken(spread: figures.Spread) -> list[tuple[str, str]]:
    """Each language people asked in, the others together."""
    lines = [(words.language_name(tag), str(number)) for tag, number in spread.parts.items()]
    others = _("Autres langues") if lines else _("Toutes les langues")
    return [*lines, (others, _said(spread.others))] if spread.others else lines


def _said(cell: figures.Cell) -> str:
    if cell == "few":
        return _("moins de 5")
    return _("non montré") if cell == "hidden" else str(cell)
