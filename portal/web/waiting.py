"""What waited on a device without a network, and now comes (static/js/pocket-sending.js)."""

from uuid import UUID

from flask import Response, jsonify, make_response, request

from portal.kernel.errors import DomainError, Invalid, Refused
from portal.kernel.i18n import N_, gettext_
from portal.web.request import person_id


class OtherAccount(Refused):
    """Somebody else signed in on this device since the page was shown."""

    title = N_("Ce n’est plus le même compte")
    message = N_(
        "Une autre personne s’est connectée sur cet appareil. Rien n’est gardé ici :"
        " reconnectez-vous, puis recommencez."
    )


def need_owner() -> None:
    """What waited on a device is taken from whom it belongs to only. Raises OtherAccount.

    Somebody else may have signed in there since.
    """
    mine = str(person_id())
    said = request.headers.get("Upload-Owner") or request.form.get("owner", mine)
    if said != mine:
        raise OtherAccount


def mark() -> UUID | None:
    """What a device called something that waited there, so that it is kept once."""
    try:
        return UUID(request.form.get("evidence", ""))
    except ValueError:
        return None


def has_waited() -> bool:
    """Whether a script sends it, which forgets it once it hears 204."""
    return request.form.get("kept") == "1"


def refuse(refusal: DomainError, *, now: object = None) -> Response:
    """Why it cannot be kept, for the script to say beside it; `now`: what stands instead."""
    said = next(iter(refusal.fields.values()), "") if isinstance(refusal, Invalid) else ""
    message = gettext_(said or refusal.message, **dict(refusal.values))
    return make_response(jsonify(message=message, now=now), 422)
