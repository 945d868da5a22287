"""Views of the outbox."""

import re

from flask import Response, request

from portal.kernel.errors import NotFound
from portal.kernel.outbox import Kept, kept
from portal.people import addresses
from portal.web.page import render
from portal.web.request import settings
from portal.web.searches import page_number
from portal.web.space import feature

blueprint = feature("outbox", __name__, "/outbox")
_A_PAGE = 20
_BETWEEN_DIGITS = re.compile(r"[\s.()-]")


@blueprint.before_request
def only_in_the_demo() -> None:
    if not settings().demo:
        raise NotFound


@blueprint.get("")
def show_outbox() -> Response:
    """The newest messages first; `to` narrows to one address or number."""
    to = request.args.get("to", "").strip()
    found = [one for one in kept(settings().data / "outbox") if _is_to(one, to)]
    pages = max(1, -(-len(found) // _A_PAGE))
    page = min(page_number(request.args), pages)
    return render(
        "public/outbox/outbox.html",
        fragment="public/outbox/_messages.html",
        messages=found[(page - 1) * _A_PAGE : page * _A_PAGE],
        page=page,
        pages=pages,
        shown=_shown,
        to=to,
    )


def _shown(to: str) -> str:
    return addresses.shown(to) if to.startswith("+") else to


def _is_to(message: Kept, typed: str) -> bool:
    """Whether it went there: a number may be typed as it is kept, or as the pages write it."""
    plain = _BETWEEN_DIGITS.sub("", typed)
    return typed.casefold() in message.to.casefold() or plain in {
        _BETWEEN_DIGITS.sub("", _shown(message.to))[: len(plain)],
        message.to[: len(plain)],
    }
