"""Views of the practice groups of a federation."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import codes
from portal.events.actions import groups as actions
from portal.events.actions import meetings as dates
from portal.events.enums import Audience, Rhythm
from portal.events.nomenclatures import list_languages
from portal.events.queries import groups
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.spaces.federation.groups import pages
from portal.web.groups import GroupForm, MeetingForm, SeriesForm, where
from portal.web.page import render
from portal.web.request import actor, session, settings
from portal.web.space import feature

blueprint = feature("groups", __name__, "/groups")


@blueprint.get("")
def list_groups() -> Response:
    return render(
        "federation/groups/list.html",
        groups=groups.list_run(session(), actor()),
        counts=groups.member_counts(session(), actor()),
        said_count=pages.said_count,
        where=where,
    )


def _form_page(form: GroupForm, group_id: UUID | None, status: int = 200) -> Response:
    return render(
        "federation/groups/form.html",
        status=status,
        form=form.offer(list_languages(session())),
        group_id=group_id,
        hints={one.value: one.explanation for one in Audience},
    )


def _sent() -> GroupForm:
    form = GroupForm()
    return form.offer(list_languages(session()))


@blueprint.get("/new")
def show_new() -> Response:
    return _form_page(GroupForm(audience=Audience.PEERS.value), None)


@blueprint.post("/new")
def open_group() -> ResponseReturnValue:
    form = _sent()
    if not form.validate():
        return _form_page(form, None, 422)
    group = actions.found_group(session(), actor(), settings().key(codes.KEY), form.facts())
    flash(_("Le groupe est ouvert. Ajoutez ses premières dates."))
    return redirect(url_for(".show_new_dates", group_id=group.id))


@blueprint.get("/<uuid:group_id>")
def show_group(group_id: UUID) -> Response:
    group = groups.get_run(session(), actor(), group_id)
    return render("federation/groups/group.html", **pages.group_page(group))


@blueprint.get("/<uuid:group_id>/edit")
def show_form(group_id: UUID) -> Response:
    return _form_page(GroupForm(obj=groups.get_run(session(), actor(), group_id)), group_id)


@blueprint.post("/<uuid:group_id>/edit")
def edit_group(group_id: UUID) -> ResponseReturnValue:
    groups.get_run(session(), actor(), group_id)
    form = _sent()
    if not form.validate():
        return _form_page(form, group_id, 422)
    actions.edit_group(session(), actor(), group_id, form.facts())
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_group", group_id=group_id))


@blueprint.post("/<uuid:group_id>/link")
def renew_link(group_id: UUID) -> ResponseReturnValue:
    actions.renew_link(session(), actor(), settings().key(codes.KEY), group_id)
    flash(_("Le lien est changé. L’ancien ne marche plus."))
    return redirect(url_for(".show_group", group_id=group_id))


@blueprint.post("/<uuid:group_id>/close")
def close_group(group_id: UUID) -> ResponseReturnValue:
    actions.close_group(session(), actor(), group_id)
    flash(_("Le groupe est fermé. Il sera effacé dans un mois."))
    return redirect(url_for(".show_group", group_id=group_id))


@blueprint.get("/<uuid:group_id>/dates/new")
def show_new_dates(group_id: UUID) -> Response:
    group = groups.get_run(session(), actor(), group_id)
    return render(
        "federation/groups/dates.html", group=group, form=SeriesForm().offer(Rhythm.MONTHLY)
    )


@blueprint.post("/<uuid:group_id>/dates/new")
def add_dates(group_id: UUID) -> ResponseReturnValue:
    group = groups.get_run(session(), actor(), group_id)
    form = SeriesForm().offer(Rhythm.MONTHLY)
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
    return render("federation/groups/dates.html", status=422, group=group, form=form)


def _date_page(meeting_id: UUID, form: MeetingForm | None = None, status: int = 200) -> Response:
    found = dates.get_run_meeting(session(), actor(), meeting_id)
    return render(
        "federation/groups/date.html", status=status, one=found, form=form or MeetingForm.of(found)
    )


@blueprint.get("/dates/<uuid:meeting_id>")
def show_date(meeting_id: UUID) -> Response:
    return _date_page(meeting_id)


@blueprint.post("/dates/<uuid:meeting_id>")
def change_date(meeting_id: UUID) -> ResponseReturnValue:
    one = dates.get_run_meeting(session(), actor(), meeting_id)
    form = MeetingForm()
    if form.validate():
        try:
            dates.change_meeting(session(), actor(), meeting_id, form.facts())
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("C’est enregistré. Les personnes inscrites sont prévenues."))
            return redirect(url_for(".show_group", group_id=one.meeting.group_id))
    return _date_page(meeting_id, form, 422)


@blueprint.post("/dates/<uuid:meeting_id>/cancel")
def cancel_date(meeting_id: UUID) -> ResponseReturnValue:
    meeting = dates.cancel_meeting(session(), actor(), meeting_id)
    flash(_("Cette date est annulée. Les personnes inscrites sont prévenues."))
    return redirect(url_for(".show_group", group_id=meeting.group_id))
