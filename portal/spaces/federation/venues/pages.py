"""What the pages of places receive."""

from typing import Any
from uuid import uuid4

from flask import request

from portal.kernel import clock
from portal.kernel.i18n import _, show_date
from portal.spaces.federation.venues.forms import VenueForm, venue_form
from portal.trainings import venues
from portal.trainings.actions.venues import FIELDS
from portal.trainings.queries import venues as queries
from portal.trainings.queries.venues import TrainingVenue, Used
from portal.trainings.reading import PassportLine
from portal.web.request import actor, session


def blank() -> VenueForm:
    """Nobody writes a place without having asked: verified today, unless one says otherwise."""
    return _kind()(once=str(uuid4()), verified_on=clock.today())


def opened(venue: TrainingVenue) -> VenueForm:
    return _kind()(data=shown(venue))


def sent() -> VenueForm:
    """The form as it was sent."""
    return _kind()()


def shown(venue: TrainingVenue) -> dict[str, Any]:
    """What is kept, as the form names it."""
    facts = {name: getattr(venue, name) for name in FIELDS if name != "passport"}
    codes = (line.code for line in venues.lines(session()))
    return facts | {f"line_{code}": venue.passport.get(code, "") for code in codes}


def _kind() -> type[VenueForm]:
    return venue_form((line.code, line.label) for line in venues.lines(session()))


def list_page(*, archived: bool) -> dict[str, Any]:
    return {
        "lines": [_line(one) for one in queries.list_venues(session(), actor(), archived=archived)],
        "archived": archived,
        "how_many_archived": queries.count_archived(session(), actor()),
    }


def _line(one: Used) -> dict[str, Any]:
    venue = one.venue
    return {
        "venue": venue,
        "address": venues.address(venue),
        "passport": [
            PassportLine(line.label, venue.passport.get(line.code, ""))
            for line in venues.lines(session())
        ],
        "verified": verified(venue),
        "coming": one.coming,
        "is_used": one.sessions > 0,
    }


def verified(venue: TrainingVenue) -> str:
    """« Vérifié le … par … », as colleagues read it."""
    if venue.verified_on is None:
        return ""
    day = show_date(venue.verified_on)
    if not venue.verified_by:
        return _("Vérifié le %(day)s.", day=day)
    return _("Vérifié le %(day)s par %(name)s.", day=day, name=venue.verified_by)


def new_page(form: VenueForm) -> dict[str, Any]:
    return {"form": form, "venue": None, "version": 1, "coming": [], "changed": None}


def form_page(
    venue: TrainingVenue,
    form: VenueForm,
    changed: list[str] | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """`changed`: what somebody else changed; `version`: the one they are told of, else the one the
    page was opened with.
    """
    opened_with = request.form.get("version", venue.version, type=int)
    return {
        "form": form,
        "venue": venue,
        "verified": verified(venue),
        "version": version or opened_with,
        "changed": changed,
        "coming": queries.list_coming(session(), actor(), venue.id),
        "is_used": queries.is_used(session(), actor(), venue.id),
    }
