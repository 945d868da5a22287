"""Files in pieces, for whoever holds a draft or a link, of an application or of a registration to
a session (`portal.web.pieces`).

DELETE takes back what was not sent.
"""

from uuid import UUID

from flask import Response, make_response, url_for

from portal.files import queries
from portal.files.enums import FilePurpose, ObjectRole
from portal.files.policy import READ_ALOUD
from portal.jobs.actions import applying
from portal.jobs.policy import applications as policy
from portal.jobs.queries import applications
from portal.kernel import clock
from portal.kernel.errors import Conflict, NotFound
from portal.trainings import policy as joining
from portal.trainings.actions import registrations as joining_actions
from portal.trainings.queries import evaluations, registrations, sessions
from portal.trainings.queries.registrations import Registration
from portal.web import pieces
from portal.web.request import actor, hold, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("uploads", __name__, prefix="/uploads/<token>")
pieces.speak_for(blueprint)

# What a candidate sends; what is read aloud and what one keeps for oneself have their own doors.
PURPOSES = frozenset(FilePurpose) - READ_ALOUD - {FilePurpose.EVIDENCE}


def _recipient(token: str, *, to_change: bool = False) -> UUID:
    """Open the door of this token; the structure its files are for.

    Raises NotFound, or Conflict once nothing may be added.
    """
    hold(token)
    found = applications.find_held(session(), actor())
    if found is None:
        return _organiser(to_change=to_change)
    if to_change and not (policy.can_change(actor(), found) or policy.can_write(actor(), found)):
        raise Conflict
    return found.organisation_id


def _organiser(*, to_change: bool) -> UUID:
    """The federation that receives what is said with this token's registration."""
    found = registrations.find_held(session(), actor())
    if found is None:
        raise NotFound
    if to_change and not (joining.can_prepare(actor(), found) or _may_evaluate(found)):
        raise Conflict
    return found.organisation_id


def _may_evaluate(found: Registration) -> bool:
    """Whether what they think of the session is still to be said."""
    dates = sessions.get_public(session(), found.session_id)
    may = joining.can_evaluate(actor(), found, dates, clock.today())
    return may and not evaluations.is_given(session(), found)


@blueprint.post("")
def create_upload(token: str) -> Response:
    recipient = _recipient(token, to_change=True)
    return pieces.create(
        PURPOSES,
        recipient,
        str(actor().holder),
        lambda file_id: url_for(".receive_piece", token=token, file_id=file_id),
    )


@blueprint.route("/<uuid:file_id>", methods=["HEAD"])
def tell_offset(token: str, file_id: UUID) -> Response:
    _recipient(token)
    return pieces.tell(file_id)


@blueprint.patch("/<uuid:file_id>")
def receive_piece(token: str, file_id: UUID) -> Response:
    _recipient(token, to_change=True)
    return pieces.receive(file_id)


@blueprint.delete("/<uuid:file_id>")
def take_back(token: str, file_id: UUID) -> Response:
    """The wrong photo: erased for good, unless it was sent already (409)."""
    _recipient(token, to_change=True)
    if registrations.find_held(session(), actor()):
        joining_actions.take_back(session(), actor(), file_id)
    else:
        applying.take_back(session(), actor(), file_id)
    return make_response("", 204)


@blueprint.get("/<uuid:file_id>/content")
def play_upload(token: str, file_id: UUID) -> Response:
    """The person hears what they recorded, or what the structure answered, seeking included."""
    _recipient(token)
    return serve(queries.open_content(session(), actor(), file_id))


@blueprint.get("/<uuid:file_id>/pages/<int:page>")
def preview_upload(token: str, file_id: UUID, page: int) -> Response:
    """The picture of a page."""
    _recipient(token)
    content = queries.open_content(session(), actor(), file_id, ObjectRole.PREVIEW, page)
    return serve(content)
