"""View of the first page of one's record."""

from flask import Response

from portal.people.queries import shares
from portal.skills.queries import grid, record
from portal.web.page import render
from portal.web.request import person_id, session
from portal.web.space import feature

blueprint = feature("record", __name__, prefix="/record")


@blueprint.get("")
def show_record() -> Response:
    owner = person_id()
    return render(
        "peer/record/record.html",
        grid=grid.read_grid(session(), owner),
        knowledge=record.list_knowledge(session(), owner),
        path=record.list_path(session(), owner),
        project=record.find_project(session(), owner),
        versions=record.list_versions(session(), owner),
        shares=shares.list_shares(session(), owner),
    )
