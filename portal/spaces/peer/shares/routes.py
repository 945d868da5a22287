"""Views of shares: the list, a new one in two pages, one with its looks, those received."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.people import policy
from portal.people.actions import shares as actions
from portal.people.enums import ShareState
from portal.people.queries import shares as queries
from portal.skills.actions import sharing
from portal.skills.reading import read
from portal.skills.sentences import said_of
from portal.spaces.peer.shares import pages
from portal.spaces.peer.shares.forms import ShareForm
from portal.web.page import render
from portal.web.request import actor, person_id, session
from portal.web.serving import serve
from portal.web.space import feature

blueprint = feature("shares", __name__, prefix="/shares")


@blueprint.get("")
def list_shares() -> Response:
    mine = queries.list_shares(session(), person_id(), documents=True)
    return render(
        "peer/shares/list.html",
        alive=[share for share in mine if policy.state_of(share) == ShareState.ALIVE],
        past=[share for share in mine if policy.state_of(share) != ShareState.ALIVE],
        received=queries.list_received(session(), person_id()),
        said_of=said_of,
    )


@blueprint.get("/new")
def choose_reader() -> Response:
    form = ShareForm(formdata=None, version=request.args.get("version", ""))
    if request.args.get("q"):
        form = ShareForm(request.args)
    return _ask(form, request.args.get("q", ""))


@blueprint.post("/preview")
def preview_share() -> ResponseReturnValue:
    form = ShareForm()
    pages.fill(form)
    if not form.validate():
        return _ask(form, status=422)
    try:
        proposal = sharing.propose(session(), actor(), pages.wanted(form))
    except Invalid as refusal:
        form.object_to(refusal)
        return _ask(form, status=422)
    return render(
        "peer/shares/preview.html",
        proposal=proposal,
        record=read(proposal.document),
        own_file=pages.own_file,
        fields=pages.fields(form),
    )


@blueprint.post("")
def grant_share() -> ResponseReturnValue:
    form = ShareForm()
    pages.fill(form)
    if not form.validate():
        return _ask(form, status=422)
    try:
        share = sharing.share_record(session(), actor(), pages.wanted(form))
    except Invalid as refusal:
        form.object_to(refusal)
        return _ask(form, status=422)
    flash(_("C’est partagé. Vous pouvez arrêter quand vous voulez."))
    return redirect(url_for(".show_share", share_id=share.id))


@blueprint.get("/<uuid:share_id>")
def show_share(share_id: UUID) -> Response:
    share = queries.get_own(session(), person_id(), share_id)
    return render(
        "peer/shares/share.html",
        share=share,
        state=policy.state_of(share),
        said=said_of(share),
        record=sharing.read_share(session(), share),
        own_file=pages.own_file,
        looks=queries.list_looks(session(), person_id(), [share_id]),
    )


@blueprint.post("/<uuid:share_id>/revoke")
def revoke_share(share_id: UUID) -> ResponseReturnValue:
    actions.revoke_share(session(), person_id(), share_id)
    flash(_("Le partage est arrêté. Plus personne ne le voit."))
    return redirect(url_for(".list_shares"))


@blueprint.get("/received/<uuid:share_id>")
def show_received(share_id: UUID) -> Response:
    share = sharing.open_received(session(), actor(), share_id)
    return render(
        "peer/shares/received.html",
        share=share,
        record=sharing.read_share(session(), share),
        file_address=lambda file_id: url_for(".open_file", share_id=share_id, file_id=file_id),
    )


@blueprint.get("/received/<uuid:share_id>/files/<uuid:file_id>")
def open_file(share_id: UUID, file_id: UUID) -> Response:
    """A recording heard in ranges, or a photo, while the share lives."""
    return serve(sharing.open_shared_file(session(), actor(), share_id, file_id))


def _ask(form: ShareForm, words: str = "", status: int = 200) -> Response:
    found = pages.fill(form, words)
    return render(
        "peer/shares/new.html", status=status, form=form, words=words, found=found, steps=[]
    )
