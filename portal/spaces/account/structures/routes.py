"""Views of asking for a structure."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.organisations.actions import requests
from portal.organisations.nomenclatures import DEPARTMENT, STRUCTURE_TYPE
from portal.organisations.queries import supervision
from portal.spaces.account.structures.forms import StructureForm
from portal.web.page import render
from portal.web.request import person_id, session
from portal.web.space import SIGNED_IN, feature

blueprint = feature("structures", __name__, "/account/structures", door=SIGNED_IN)


def _form() -> StructureForm:
    return StructureForm().offer(
        nomenclatures.entries(session(), STRUCTURE_TYPE),
        nomenclatures.entries(session(), DEPARTMENT),
        [(found.id, found.name) for found in supervision.list_admitted_federations(session())],
    )


@blueprint.get("/new")
def show_form() -> Response:
    return render("account/structures/new.html", form=_form())


@blueprint.post("/new")
def request_structure() -> ResponseReturnValue:
    form = _form()
    if form.validate():
        named = UUID(form.federation.data) if form.federation.data else None
        try:
            structure = requests.request_structure(
                session(), person_id(), form.card(), federation_id=named
            )
        except Invalid as refusal:
            form.take(refusal)
        else:
            flash(_("Votre demande est partie. Vous pouvez déjà préparer vos offres."))
            return redirect(url_for("employer.settings.show_card", organisation=structure.slug))
    return render("account/structures/new.html", status=422, form=form)
