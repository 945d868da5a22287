"""The CV somebody prepared in their own space, given to an offer like any other file."""

from io import BytesIO

from portal.files.enums import FilePurpose
from portal.jobs.actions import applying
from portal.jobs.enums import PartKind
from portal.skills.actions import cv
from portal.skills.exports.formats import Format
from portal.skills.queries.record import find_cv
from portal.spaces.public.apply.journey import Answering
from portal.web.arrivals import receive
from portal.web.request import actor, session

# What the button of the page sends.
MINE = "mine"


def state() -> str:
    """« ready », « none » before any choice, empty for somebody who is not signed in."""
    person_id = actor().person_id
    if person_id is None:
        return ""
    return "ready" if find_cv(session(), person_id) else "none"


def give(on: Answering) -> None:
    """Make it and give it, in place of the one made the same day. Raises Invalid, NotFound."""
    file = cv.make_cv(session(), actor(), Format.PDF)
    for part in on.prepared.of(PartKind.CV):
        if part.file and part.file.name == file.name:
            applying.remove_part(session(), actor(), on.id, part.id)
    stream, offer = BytesIO(file.content), on.offer
    received = receive("cv", file.name, stream, offer.organisation_id, FilePurpose.CV)
    applying.give_file(session(), actor(), on.id, PartKind.CV, received)
