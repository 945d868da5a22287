"""Views of the outbox."""

from flask import Response, request

from portal.kernel.errors import NotFound
from portal.kernel.outbox import Kept, kept
from portal.web.page import render
from portal.web.request import settings
from portal.web.space import feature

blueprint = feature("outbox", __name__, "/outbox")
_SHOWN = 60


@blueprint.before_request
def only_in_the_demo() -> None:
    if not settings().demo:
        raise NotFound


@blueprint.get("")
def show_outbox() -> Response:
    """The newest messages first; `to` narrows to one address or number."""
    to = request.args.get("to", "").strip()
    messages: list[Kept] = [
        message for message in kept(settings().data / "outbox") if not to or to in message.to
    ]
    return render(
        "public/outbox/outbox.html",
        fragment="public/outbox/_messages.html",
        messages=messages[:_SHOWN],
        more=len(messages) > _SHOWN,
        to=to,
    )
