"""Views of hosting a group: what is said of it, its link, its dates, who is in it."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import codes
from portal.events.actions import groups as actions
from portal.events.actions import meetings as dates
from portal.events.actions import memberships
from portal.events.enums import Audience, Rhythm
from portal.events.nomenclatures import list_languages
from portal.events.queries import groups
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.spaces.peer.groups import pages
from portal.spaces.peer.groups.blueprint import blueprint
from portal.spaces.peer.groups.forms import NewGroupForm
from portal.web.groups import GroupForm, MeetingForm, SeriesForm
from portal.web.page import render
from portal.web.request import actor, session, settings


def _key() -> bytes:
    return settings().key(codes.KEY)


def _group_page(form: GroupForm, group_id: UUID | None, status: int = 200) -> Response:
    return render(
        "peer/groups/form.html",
        status=status,
        form=form,
        group_id=group_id,
        hints={one.value: one.explanation for one in Audience},
    )


@blueprint.get("/new")
def show_new() -> Response:
    form = NewGroupForm(shown_name=pages.first_name(), audience=Audience.PEERS.value)
    return _group_page(form.offer(list_languages(session())), None)


@blueprint.post("/new")
def found_group() -> ResponseReturnValue:
    form = NewGroupForm()
    form.offer(list_languages(session()))
    if form.validate():
        try:
            group = actions.found_group(
                session(), actor(), _key(), form.facts(), shown_name=form.shown_name.data or ""
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Votre groupe est ouvert. Ajoutez une première date."))
            return redirect(url_for(".show_new_dates", group_id=group.id))
    return _group_page(form, None, 422)


@blueprint.get("/<uuid:group_id>/edit")
def show_form(group_id: UUID) -> Response:
    group = groups.get_run(session(), actor(), group_id)
    return _group_page(GroupForm(obj=group).offer(list_languages(session())), group_id)


@blueprint.post("/<uuid:group_id>/edit")
def edit_group(group_id: UUID) -> ResponseReturnValue:
    groups.get_run(session(), actor(), group_id)
    form = GroupForm().offer(list_languages(session()))
    if form.validate():
        actions.edit_group(session(), actor(), group_id, form.facts())
        flash(_("C’est enregistré."))
        return redirect(url_for(".show_group", group_id=group_id))
    return _group_page(form, group_id, 422)


@blueprint.post("/<uuid:group_id>/link")
def renew_link(group_id: UUID) -> ResponseReturnValue:
    actions.renew_link(session(), actor(), _key(), group_id)
    flash(_("Le lien est changé. L’ancien ne marche plus."))
    return redirect(url_for(".show_group", group_id=group_id))


@blueprint.post("/<uuid:group_id>/close")
def close_group(group_id: UUID) -> ResponseReturnValue:
    actions.close_group(session(), actor(), group_id)
    flash(_("Le groupe est fermé. Il sera effacé dans un mois."))
    return redirect(url_for(".show_group", group_id=group_id))


@blueprint.post("/<uuid:group_id>/members/<uuid:membership_id>/remove")
def remove_member(group_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    memberships.remove_member(session(), actor(), group_id, membership_id)
    flash(_("Cette personne n’est plus dans le groupe."))
    return redirect(url_for(".show_group", group_id=group_id))


@blueprint.get("/<uuid:group_id>/dates/new")
def show_new_dates(group_id: UUID) -> Response:
    group = groups.get_run(session(), actor(), group_id)
    return render("peer/groups/dates.html", group=group, form=SeriesForm().offer(Rhythm.ONCE))


@blueprint.post("/<uuid:group_id>/dates/new")
def add_dates(group_id: UUID) -> ResponseReturnValue:
    group = groups.get_run(session(), actor(), group_id)
    form = SeriesForm().offer(Rhythm.ONCE)
    if form.validate():
        try:
            dates.add_meetings(
                session(),
                actor(),
                group_id,
                form.facts(),
                rhythm=Rhythm(form.rhythm.data),
                how_many=form.how_many.data or 1,
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré."))
            return redirect(url_for(".show_group", group_id=group_id))
    return render("peer/groups/dates.html", status=422, group=group, form=form)


def _date_page(meeting_id: UUID, form: MeetingForm | None = None, status: int = 200) -> Response:
    found = dates.get_run_meeting(session(), actor(), meeting_id)
    return render(
        "peer/groups/date.html", status=status, one=found, form=form or MeetingForm.of(found)
    )


@blueprint.get("/dates/<uuid:meeting_id>")
def show_date(meeting_id: UUID) -> Response:
    return _date_page(meeting_id)


@blueprint.post("/dates/<uuid:meeting_id>")
def change_date(meeting_id: UUID) -> ResponseReturnValue:
    found = dates.get_run_meeting(session(), actor(), meeting_id)
    form = MeetingForm()
    if form.validate():
        try:
            dates.change_meeting(session(), actor(), meeting_id, form.facts())
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré. Les personnes inscrites sont prévenues."))
            return redirect(url_for(".show_group", group_id=found.meeting.group_id))
    return _date_page(meeting_id, form, 422)


@blueprint.post("/dates/<uuid:meeting_id>/cancel")
def cancel_date(meeting_id: UUID) -> ResponseReturnValue:
    meeting = dates.cancel_meeting(session(), actor(), meeting_id)
    flash(_("Cette date est annulée. Les personnes inscrites sont prévenues."))
    return redirect(url_for(".show_group", group_id=meeting.group_id))
