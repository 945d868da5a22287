"""Views of running a group: what is said of it, its link, its dates; a host or a federation."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.events import codes
from portal.events.actions import groups as actions
from portal.events.actions import meetings as dates
from portal.events.enums import Audience, Rhythm
from portal.events.queries import groups
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.languages.nomenclatures import list_languages
from portal.web.groups import GroupForm, MeetingForm, SeriesForm
from portal.web.request import actor, session, settings
from portal.web.screens import Screens, render_own

screens = Screens()


def group_form(form: GroupForm, group_id: UUID | None = None, status: int = 200) -> Response:
    """What is said of a group, or of one that does not exist yet. The form has its choices."""
    return render_own(
        "form.html",
        status=status,
        form=form,
        group_id=group_id,
        hints={one.value: one.explanation for one in Audience},
    )


def with_choices(form: GroupForm) -> GroupForm:
    """A form, empty or as it came, with what one can choose from."""
    return form.offer(list_languages(session()))


@screens.get("/<uuid:group_id>/edit")
def show_form(group_id: UUID) -> Response:
    form = GroupForm(obj=groups.get_run(session(), actor(), group_id))
    return group_form(with_choices(form), group_id)


@screens.post("/<uuid:group_id>/edit")
def edit_group(group_id: UUID) -> ResponseReturnValue:
    groups.get_run(session(), actor(), group_id)
    form = with_choices(GroupForm())
    if not form.validate():
        return group_form(form, group_id, 422)
    actions.edit_group(session(), actor(), group_id, form.facts())
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_group", group_id=group_id))


@screens.post("/<uuid:group_id>/link")
def renew_link(group_id: UUID) -> ResponseReturnValue:
    actions.renew_link(session(), actor(), settings().key(codes.KEY), group_id)
    flash(_("Le lien est changé. L’ancien ne marche plus."))
    return redirect(url_for(".show_group", group_id=group_id))


@screens.post("/<uuid:group_id>/close")
def close_group(group_id: UUID) -> ResponseReturnValue:
    actions.close_group(session(), actor(), group_id)
    flash(_("Le groupe est fermé. Il sera effacé dans un mois."))
    return redirect(url_for(".show_group", group_id=group_id))


@screens.get("/<uuid:group_id>/dates/new")
def show_new_dates(group_id: UUID) -> Response:
    return _dates(group_id, _series())


@screens.post("/<uuid:group_id>/dates/new")
def add_dates(group_id: UUID) -> ResponseReturnValue:
    groups.get_run(session(), actor(), group_id)
    form = _series()
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
    return _dates(group_id, form, 422)


@screens.get("/dates/<uuid:meeting_id>")
def show_date(meeting_id: UUID) -> Response:
    return _date(meeting_id)


@screens.post("/dates/<uuid:meeting_id>")
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
    return _date(meeting_id, form, 422)


@screens.post("/dates/<uuid:meeting_id>/cancel")
def cancel_date(meeting_id: UUID) -> ResponseReturnValue:
    meeting = dates.cancel_meeting(session(), actor(), meeting_id)
    flash(_("Cette date est annulée. Les personnes inscrites sont prévenues."))
    return redirect(url_for(".show_group", group_id=meeting.group_id))


def _series() -> SeriesForm:
    """A federation's groups come back each month; among peers one date is tried first."""
    return SeriesForm().offer(Rhythm.MONTHLY if actor().place else Rhythm.ONCE)


def _dates(group_id: UUID, form: SeriesForm, status: int = 200) -> Response:
    group = groups.get_run(session(), actor(), group_id)
    return render_own("dates.html", status=status, group=group, form=form)


def _date(meeting_id: UUID, form: MeetingForm | None = None, status: int = 200) -> Response:
    found = dates.get_run_meeting(session(), actor(), meeting_id)
    return render_own("date.html", status=status, one=found, form=form or MeetingForm.of(found))
