"""Views of a file of proofs: which lines, the file."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.skills.actions import proving
from portal.skills.queries.grid import read_grid
from portal.spaces.peer.proofs.forms import ProofsForm
from portal.web.forms import choices
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.serving import hand_over
from portal.web.space import feature

blueprint = feature("proofs", __name__, prefix="/proofs")


@blueprint.get("")
def show_form() -> Response:
    form = ProofsForm(formdata=None)
    form.lines.data = _fill(form)
    return render("peer/proofs/form.html", form=form)


@blueprint.post("/proofs.<any(pdf, zip):form>")
def make_proofs(form: str) -> ResponseReturnValue:
    """The document alone, or in a ZIP with the recordings."""
    asked = ProofsForm()
    _fill(asked)
    if not asked.validate():
        return render("peer/proofs/form.html", status=422, form=asked)
    lines = [UUID(one) for one in asked.lines.data or ()]
    try:
        file = proving.make_proofs(session(), actor(), lines, with_sound=form == "zip")
    except Invalid as refusal:
        asked.object_to(refusal)
        return render("peer/proofs/form.html", status=422, form=asked)
    return hand_over(file.content, file.name, file.media_type)


def _fill(form: ProofsForm) -> list[str]:
    """Give the form the lines something shows; their ids."""
    shown = [line for _group, line in read_grid(session(), person_id()).shown]
    form.lines.choices = choices(*((line.action_id, line.plain) for line in shown))
    return [str(line.action_id) for line in shown]
