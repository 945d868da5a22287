"""Views of entering a group: from the list, or by the link somebody gave."""

import re
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.events.actions import memberships
from portal.events.queries import groups
from portal.events.queries.groups import Seen
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import _
from portal.spaces.peer.groups import pages
from portal.spaces.peer.groups.blueprint import blueprint
from portal.spaces.peer.groups.forms import JoinForm
from portal.web.page import render
from portal.web.request import actor, session

_CODE = re.compile(r"[a-z2-7]{32}")


@blueprint.get("/join")
def find_link() -> ResponseReturnValue:
    """Somebody pastes a link or types the code that ends it."""
    found = _CODE.search(request.args.get("code", "").lower().replace(" ", ""))
    if found is None:
        flash(_("Ce lien n’est pas complet. Copiez-le en entier."), "warn")
        return redirect(url_for(".list_groups"))
    return redirect(url_for(".show_link", token=found.group()))


@blueprint.get("/join/<token>")
def show_link(token: str) -> ResponseReturnValue:
    seen = groups.open_link(session(), actor(), token)
    if seen.membership is not None:
        return redirect(url_for(".show_group", group_id=seen.group.id))
    return _door(seen, token)


@blueprint.post("/join/<token>")
def enter_by_link(token: str) -> ResponseReturnValue:
    return _enter(groups.open_link(session(), actor(), token), token)


@blueprint.post("/<uuid:group_id>/join")
def join_group(group_id: UUID) -> ResponseReturnValue:
    return _enter(groups.get_group(session(), actor(), group_id), None)


def _enter(seen: Seen, token: str | None) -> ResponseReturnValue:
    form = JoinForm()
    if form.validate():
        try:
            memberships.join_group(
                session(),
                actor(),
                seen.group.id,
                shown_name=form.shown_name.data or "",
                seen_by_facilitator=bool(form.seen_by_facilitator.data),
                as_peer=bool(form.as_peer.data),
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Bienvenue dans le groupe. Choisissez une date si vous voulez venir."))
            return redirect(url_for(".show_group", group_id=seen.group.id))
    return _door(seen, token, form, 422)


def _door(
    seen: Seen, token: str | None, form: JoinForm | None = None, status: int = 200
) -> Response:
    if seen.group.closed_at is not None:
        raise NotFound
    return render("peer/groups/join.html", status=status, token=token, **pages.door(seen, form))
