"""Views of the code on the trainer's screen: `/attend/<code>`."""

from flask import Response
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.trainings import attend_codes
from portal.trainings.actions import attending
from portal.trainings.attend_codes import Code
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import CodeOver, MarkedOtherwise
from portal.trainings.queries import registrations
from portal.trainings.queries.registrations import Registration
from portal.web.page import render
from portal.web.request import actor, hold, holder_token, let_go, session, settings
from portal.web.space import feature

blueprint = feature("attend", __name__, prefix="/attend")


def _code(token: str) -> Code:
    """What the code says; 404 if it is none of ours."""
    found = attend_codes.read(settings(), token)
    if found is None:
        raise NotFound
    return found


def _mine(code: Code) -> Registration | None:
    """Who scans: by the link this browser knows, or by the account that is signed in."""
    if link := holder_token(code.session_id):
        hold(link)
        held = registrations.find_held(session(), actor())
        if held and held.session_id == code.session_id:
            return _coming(held)
        let_go()
    return _coming(registrations.find_of_person(session(), actor(), code.session_id))


def _coming(found: Registration | None) -> Registration | None:
    return found if found and found.state == RegistrationState.CONFIRMED else None


def _show(code: Code, mine: Registration | None, state: str, status: int = 200) -> Response:
    return render(
        "public/attend/show.html",
        status=status,
        state=state,
        mine=mine,
        half=code.half,
        day=code.day,
    )


@blueprint.get("/<token>")
def show_code(token: str) -> Response:
    """One button for who is known here; for anybody else, whom to ask."""
    code = _code(token)
    if code.is_over:
        return _show(code, None, "over", 410)
    mine = _mine(code)
    return _show(code, mine, "ready" if mine else "unknown")


@blueprint.post("/<token>")
def say_here(token: str) -> ResponseReturnValue:
    code = _code(token)
    mine = _mine(code)
    if mine is None:
        return _show(code, None, "unknown", 403)
    try:
        attending.mark_by_code(session(), actor(), mine.id, code)
    except CodeOver:
        return _show(code, None, "over", 410)
    except MarkedOtherwise:
        return _show(code, mine, "otherwise", 409)
    return _show(code, mine, "done")
