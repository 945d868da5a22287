"""Views of coming on a date, and of taking dates away in a calendar."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import calendar
from portal.events.actions import meetings as actions
from portal.events.queries import meetings
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _
from portal.spaces.peer.groups import pages
from portal.spaces.peer.groups.blueprint import blueprint
from portal.web.page import htmx, render
from portal.web.request import actor, session, settings


@blueprint.post("/dates/<uuid:meeting_id>/come")
def sign_up(meeting_id: UUID) -> ResponseReturnValue:
    group_id = actions.sign_up(session(), actor(), meeting_id).group_id
    return _chosen(group_id, meeting_id, _("C’est noté : vous venez."))


@blueprint.post("/dates/<uuid:meeting_id>/give-up")
def give_up(meeting_id: UUID) -> ResponseReturnValue:
    group_id = actions.give_up(session(), actor(), meeting_id).group_id
    return _chosen(group_id, meeting_id, _("C’est noté : vous ne venez plus."))


def _chosen(group_id: UUID, meeting_id: UUID, said: str) -> ResponseReturnValue:
    """The date alone for htmx; the page again, at the same place, without."""
    if htmx:
        return render("peer/groups/_meeting.html", said=said, **pages.one_date(meeting_id))
    flash(said)
    return redirect(url_for(".show_group", group_id=group_id, _anchor=f"date-{meeting_id}"))


@blueprint.get("/calendar.ics")
def export_dates() -> Response:
    """Every date to come one signed up for."""
    return _calendar(meetings.list_my_dates(session(), actor()))


@blueprint.get("/dates/<uuid:meeting_id>/calendar.ics")
def export_date(meeting_id: UUID) -> Response:
    """One of them. Raises NotFound for a date one does not come to."""
    mine = [
        date for date in meetings.list_my_dates(session(), actor()) if date.meeting.id == meeting_id
    ]
    if not mine:
        raise NotFound
    return _calendar(mine)


def _calendar(dates: list[meetings.MyDate]) -> Response:
    response = Response(
        calendar.write_calendar(dates, settings().base_url), mimetype="text/calendar"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response
