"""Views of the first page of one's record, and of all of it in one archive."""

from collections.abc import Iterator
from typing import IO

from flask import Response

from portal.engagements.everything import arrivals
from portal.events.everything import groups, near
from portal.jobs.everything import applications
from portal.organisations.queries import places
from portal.people.everything import account
from portal.people.queries import shares
from portal.skills.everything import write_everything
from portal.skills.queries import grid, record
from portal.spaces.peer.record import pages
from portal.trainings.everything import registrations
from portal.web.page import render
from portal.web.request import actor, person_id, session, settings
from portal.web.space import feature

blueprint = feature("record", __name__, prefix="/record")
_PIECE = 64 * 1024


@blueprint.get("")
def show_record() -> Response:
    owner = person_id()
    return render(
        "peer/record/record.html",
        grid=grid.read_grid(session(), owner),
        knowledge=record.list_knowledge(session(), owner),
        stages=record.list_path(session(), owner),
        project=record.find_project(session(), owner),
        versions=record.list_versions(session(), owner),
        shares=shares.list_shares(session(), owner),
    )


@blueprint.get("/everything")
def download_everything() -> Response:
    """A ZIP: what one wrote, to read and as JSON, one's recordings, papers, photos, certificates
    and badges (SE-25).
    """
    joined = registrations(session(), actor(), settings())
    sent = applications(session(), actor())
    others = {
        "account.json": {
            **account(session(), person_id()),
            "places": [
                {"name": one.name, "role": one.role}
                for one in places.list_places(session(), person_id())
            ],
        },
        "applications.json": sent.lines,
        "registrations.json": joined.lines,
        "groups.json": groups(session(), actor()),
        "near.json": near(session(), actor()),
        "arrivals.json": arrivals(session(), person_id()),
    }
    files = {**joined.files, **sent.files}
    archive = write_everything(session(), actor(), others, files, pages.to_read)
    response = Response(_read(archive), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="dossier.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(archive: IO[bytes]) -> Iterator[bytes]:
    with archive:
        while piece := archive.read(_PIECE):
            yield piece
