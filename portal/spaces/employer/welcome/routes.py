"""Views of arrivals: the list, one of them, who comes and when, the end."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.engagements import policy
from portal.engagements.actions import welcomes as actions
from portal.engagements.enums import EngagementKind
from portal.engagements.queries import rules, welcomes
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations.queries import members
from portal.spaces.employer.welcome.blueprint import blueprint
from portal.spaces.employer.welcome.forms import (
    ArrivalForm,
    CheckInDayForm,
    EndForm,
    ItemForm,
    NewItemForm,
)
from portal.web.page import render
from portal.web.request import actor, need, session


@blueprint.get("")
def list_welcomes() -> Response:
    return render(
        "employer/welcome/list.html",
        welcomes=welcomes.list_welcomes(session(), actor()),
        ended=welcomes.list_welcomes(session(), actor(), ended=True),
        can_manage=policy.can_manage_welcomes(actor()),
    )


@blueprint.get("/new")
def show_new() -> Response:
    need(policy.can_manage_welcomes(actor()))
    return _form(ArrivalForm(kind=EngagementKind.POST))


@blueprint.post("/new")
def start_welcome() -> ResponseReturnValue:
    need(policy.can_manage_welcomes(actor()))
    return _save(None)


@blueprint.get("/<uuid:engagement_id>")
def show_welcome(engagement_id: UUID) -> Response:
    engagement = welcomes.get_engagement(session(), actor(), engagement_id)
    can_manage = policy.can_manage_welcomes(actor())
    return render(
        "employer/welcome/show.html",
        engagement=engagement,
        groups=welcomes.list_groups(session(), engagement),
        tick=lambda item: _of(".mark_item", item),
        plan=lambda item: _of(".show_item", item) if can_manage else None,
        check_ins=welcomes.list_check_ins(session(), engagement),
        counted_from=rules.check_ins_from(session(), engagement.began, engagement.hired_on),
        next_review=rules.next_review(session(), engagement.began, engagement.sheet_reviewed_on),
        can_manage=can_manage,
        form=NewItemForm(),
        end_form=EndForm(),
        day_form=CheckInDayForm(),
    )


@blueprint.get("/<uuid:engagement_id>/edit")
def edit_welcome(engagement_id: UUID) -> Response:
    known = actions.open_engagement(session(), actor(), engagement_id)
    return _form(ArrivalForm(obj=known, person=known.person_id or ""), engagement_id)


@blueprint.post("/<uuid:engagement_id>/edit")
def amend_welcome(engagement_id: UUID) -> ResponseReturnValue:
    actions.open_engagement(session(), actor(), engagement_id)
    return _save(engagement_id)


@blueprint.post("/<uuid:engagement_id>/end")
def end_welcome(engagement_id: UUID) -> ResponseReturnValue:
    actions.open_engagement(session(), actor(), engagement_id)
    form = EndForm()
    if form.validate() and form.ended_on.data:
        try:
            actions.end(session(), actor(), engagement_id, form.ended_on.data)
        except Invalid as refusal:
            flash(str(next(iter(refusal.fields.values()))))
        else:
            flash(_("L’engagement est terminé. Ce qui est gardé ici s’efface au bout de six mois."))
            return redirect(url_for(".list_welcomes"))
    return redirect(url_for(".show_welcome", engagement_id=engagement_id))


@blueprint.post("/<uuid:engagement_id>/items")
def add_item(engagement_id: UUID) -> ResponseReturnValue:
    actions.open_engagement(session(), actor(), engagement_id)
    form = NewItemForm()
    if form.validate():
        said = form.label.data or ""
        actions.add_item(session(), actor(), engagement_id, said, form.due_on.data)
        flash(_("C’est ajouté à la liste."))
    else:
        flash(_("Écrivez ce qu’il y a à faire."))
    return redirect(url_for(".show_welcome", engagement_id=engagement_id))


@blueprint.post("/<uuid:engagement_id>/items/<uuid:item_id>/mark")
def mark_item(engagement_id: UUID, item_id: UUID) -> ResponseReturnValue:
    engagement = welcomes.get_engagement(session(), actor(), engagement_id)
    done = request.form.get("done") == "1"
    actions.mark_item(session(), actor(), engagement, item_id, done=done)
    return redirect(
        url_for(".show_welcome", engagement_id=engagement_id, _anchor=f"item-{item_id}")
    )


@blueprint.get("/<uuid:engagement_id>/items/<uuid:item_id>")
def show_item(engagement_id: UUID, item_id: UUID) -> Response:
    engagement = actions.open_engagement(session(), actor(), engagement_id)
    item = welcomes.get_item(session(), engagement, item_id)
    form = ItemForm(obj=item, owner=item.owner_id or "").offer(_members())
    return render("employer/welcome/item.html", engagement=engagement, item=item, form=form)


@blueprint.post("/<uuid:engagement_id>/items/<uuid:item_id>")
def plan_item(engagement_id: UUID, item_id: UUID) -> ResponseReturnValue:
    engagement = actions.open_engagement(session(), actor(), engagement_id)
    item = welcomes.get_item(session(), engagement, item_id)
    form = ItemForm().offer(_members())
    if not form.validate():
        return render(
            "employer/welcome/item.html", status=422, engagement=engagement, item=item, form=form
        )
    owner = UUID(form.owner.data) if form.owner.data else None
    actions.plan_item(session(), actor(), engagement_id, item_id, form.due_on.data, owner)
    flash(_("C’est enregistré."))
    return redirect(
        url_for(".show_welcome", engagement_id=engagement_id, _anchor=f"item-{item_id}")
    )


@blueprint.post("/<uuid:engagement_id>/items/<uuid:item_id>/remove")
def remove_item(engagement_id: UUID, item_id: UUID) -> ResponseReturnValue:
    actions.remove_item(session(), actor(), engagement_id, item_id)
    flash(_("C’est retiré de la liste."))
    return redirect(url_for(".show_welcome", engagement_id=engagement_id))


def _of(endpoint: str, item: welcomes.WelcomeItem) -> str:
    return url_for(endpoint, engagement_id=item.engagement_id, item_id=item.id)


def _members() -> list[members.Member]:
    return members.list_members(session(), actor())


def _save(engagement_id: UUID | None) -> ResponseReturnValue:
    form = ArrivalForm().offer(_members())
    if not form.validate() or form.began.data is None:
        return _form(form, engagement_id, 422)
    told = actions.Arrival(
        kind=EngagementKind(form.kind.data),
        began=form.began.data,
        person_id=UUID(form.person.data) if form.person.data else None,
        name=form.name.data or "",
        title=form.title.data or "",
        time=form.time.data or "",
        hired_on=form.hired_on.data,
    )
    try:
        if engagement_id is None:
            engagement_id = actions.start(session(), actor(), told).id
        else:
            actions.amend(session(), actor(), engagement_id, told)
    except Invalid as refusal:
        form.take(refusal)
        return _form(form, engagement_id, 422)
    flash(_("C’est enregistré."))
    return redirect(url_for(".show_welcome", engagement_id=engagement_id))


def _form(form: ArrivalForm, engagement_id: UUID | None = None, status: int = 200) -> Response:
    return render(
        "employer/welcome/form.html",
        status=status,
        form=form.offer(_members()),
        engagement_id=engagement_id,
    )
