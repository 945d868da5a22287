"""Views: the same words to everybody who has a place, or waits; read before they leave."""

from uuid import UUID, uuid4

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.i18n import _, listed, ngettext
from portal.spaces.federation.sessions import pages, words
from portal.spaces.federation.sessions.blueprint import blueprint, get_run
from portal.spaces.federation.sessions.writing_forms import GROUPS, EverybodyForm
from portal.trainings.actions import selection
from portal.trainings.queries import registrations
from portal.trainings.queries.sessions import TrainingSession
from portal.web.page import render
from portal.web.request import actor, session


@blueprint.get("/<uuid:session_id>/message")
def show_message(session_id: UUID) -> Response:
    form = EverybodyForm(once=str(uuid4()), group="coming")
    return _show(get_run(session_id), form)


@blueprint.post("/<uuid:session_id>/message")
def send_message(session_id: UUID) -> ResponseReturnValue:
    """First the preview; by its own button, everybody gets it, once however often it is pressed."""
    found, form = get_run(session_id), EverybodyForm()
    if not form.validate():
        return _show(found, form, status=422)
    if request.form.get("do") != "send":
        return _show(found, form, preview=True)
    people = selection.write_to_all(
        session(),
        actor(),
        session_id,
        form.words.data or "",
        GROUPS[form.group.data].states,
        others=form.others,
        once=form.given,
    )
    flash(_said(words.audience(people)))
    return redirect(url_for(".show_session", session_id=session_id))


def _said(told: words.Audience) -> str:
    said = [
        ngettext(
            "Message envoyé à %(n)s personne.", "Message envoyé à %(n)s personnes.", told.written
        )
    ]
    if told.only_calls:
        names = listed(one.name for one in told.only_calls)
        said.append(_("À appeler : %(names)s.", names=names))
    return " ".join(said)


def _show(
    found: TrainingSession, form: EverybodyForm, *, preview: bool = False, status: int = 200
) -> Response:
    groups = {
        name: words.audience(registrations.list_in(session(), actor(), found.id, group.states))
        for name, group in GROUPS.items()
    }
    form.offer({name: len(told.people) for name, told in groups.items()})
    return render(
        "federation/sessions/message.html",
        status=status,
        form=form,
        tongues=form.tongues({one.locale for one in groups["all"].people}),
        preview=preview,
        audience=groups[form.group.data] if form.group.data in groups else groups["coming"],
        **pages.around(found),
    )
