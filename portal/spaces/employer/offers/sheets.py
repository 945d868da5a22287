"""What the page of a step receives: its form with its choices, where we are, what was saved."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import request, url_for

from portal.jobs.completeness import missing
from portal.jobs.enums import OfferStep
from portal.jobs.nomenclatures import (
    AGREEMENT,
    CONTRACT,
    ELIGIBILITY,
)
from portal.jobs.queries.offers import Offer
from portal.jobs.steps import FIELDS
from portal.kernel import nomenclatures
from portal.kernel.i18n import _
from portal.languages.nomenclatures import CEFR, FRENCH_NEED, LANGUAGE
from portal.organisations.nomenclatures import STRUCTURE_TYPE
from portal.organisations.queries.establishments import get_establishment, list_establishments
from portal.spaces.employer.offers.forms import FORMS
from portal.spaces.employer.offers.forms.fields import StepForm
from portal.web import rows, steps
from portal.web.fields import Coded
from portal.web.forms import choices
from portal.web.request import actor, session

_CODED = {
    "contract": CONTRACT,
    "eligibility": ELIGIBILITY,
    "collective_agreement": AGREEMENT,
    "structure_type": STRUCTURE_TYPE,
    "french_oral": CEFR,
    "french_written": CEFR,
}

# Where no choice is an answer too.
_NONE = frozenset({"eligibility"})


def opened_form(offer: Offer, step: OfferStep) -> StepForm:
    """The form with what the offer says, an empty row where there is none yet, and one more in the
    list named by `?add=`.
    """
    form = FORMS[step](data=_shown(offer, step))
    rows.give_room(form)
    _give_choices(form, offer)
    return form


def sent_form(offer: Offer, step: OfferStep) -> StepForm:
    """The form as it was sent."""
    form = FORMS[step]()
    _give_choices(form, offer)
    return form


def sheet(offer: Offer, step: OfferStep, **more: Any) -> dict[str, Any]:
    """What every step shows around its fields."""
    order = list(OfferStep)
    return {
        "offer": offer,
        "steps": _steps(offer, step),
        "following": order[order.index(step) + 1] if step != OfferStep.CHECK else None,
        **steps.around(step, version=offer.version, updated_at=offer.updated_at),
    } | more


def first_hole(offer: Offer) -> OfferStep:
    """Where to take the writing up again: the first step that lacks something, else the last."""
    holes = missing(offer)
    return holes[0].step if holes else OfferStep.CHECK


def row_change(form: StepForm) -> dict[str, Any]:
    """What the form says once the button that was pressed has done its work (see `rows`); `take`
    takes over what the structure already said of one of its establishments.
    """
    facts = form.facts()
    if request.form.get("do") == "take":
        return facts | _of_establishment(facts["establishment_id"])
    return rows.moved(form, facts)


def _of_establishment(establishment_id: UUID | None) -> dict[str, Any]:
    if establishment_id is None:
        return {}
    known = get_establishment(session(), actor(), establishment_id)
    given = {
        "establishment_name": known.name,
        "structure_type": known.structure_type,
        "opening_year": known.opening_year,
        "workplace": known.street,
        "postcode": known.postcode,
        "city": known.city,
    }
    return {name: value for name, value in given.items() if value}


def differences(form: StepForm, offer: Offer) -> list[str]:
    """The names of what is written here and saved otherwise by somebody else."""
    return steps.differences(form, _shown(offer, form.step))


def _steps(offer: Offer, current: OfferStep) -> list[dict[str, Any]]:
    order = list(OfferStep)
    lacking = {hole.step for hole in missing(offer)}
    reached = order.index(OfferStep(offer.reached_step)) if offer.reached_step else -1
    found = []
    for place, step in enumerate(order):
        done = step not in lacking and place <= reached and step != OfferStep.CHECK
        state = "current" if step == current else "done" if done else "todo"
        href = url_for("employer.offers.edit_step", offer_id=offer.id, step=step.value)
        found.append({"label": step.label, "state": state, "href": href})
    return found


def _shown(offer: Offer, step: OfferStep) -> dict[str, Any]:
    """The facts of a step, as its form names them."""
    facts = {field: getattr(offer, field) for field in FIELDS[step] if field != "questions"}
    if step == OfferStep.ANSWERING:
        facts |= {f"reason_{way}": reason for way, reason in offer.ways.items()}
        facts["ways"] = list(offer.ways)
        facts["questions"] = [
            {"question_id": str(question.id), "text": question.text}
            for question in offer.asked_questions
        ]
    if step == OfferStep.PLACE:
        facts["establishment_id"] = str(offer.establishment_id or "")
    if step == OfferStep.PROFILE:
        facts["criteria"] = [
            row | {"firm": "firm" if row["firm"] else "supple"} for row in offer.criteria
        ]
    if step == OfferStep.RECRUITMENT:
        facts["steps"] = [row | {"on": _day(row["on"])} for row in offer.steps]
    if step == OfferStep.FRENCH:
        skills = {
            e.code: e.data["skill"] for e in nomenclatures.all_entries(session(), FRENCH_NEED)
        }
        for need in offer.french_needs:
            facts.setdefault(f"{skills.get(need, 'other')}_needs", []).append(need)
    return facts


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _give_choices(form: StepForm, offer: Offer) -> None:
    fields: Mapping[str, Any] = form._fields
    for name, scheme in _CODED.items():
        if name in fields:
            empty = _("Non") if name in _NONE else _("À choisir")
            fields[name].offer_choices(_pairs(scheme, getattr(offer, name)), empty)
    for skill in ("oral", "written"):
        if f"{skill}_needs" in fields:
            entries = nomenclatures.entries(session(), FRENCH_NEED)
            pairs = [(e.code, e.label) for e in entries if e.data["skill"] == skill]
            fields[f"{skill}_needs"].choices = choices(*pairs)
    if "establishment_id" in fields:
        places = list_establishments(session(), actor())
        pairs = [(str(place.id), f"{place.name} – {place.city}".strip(" –")) for place in places]
        fields["establishment_id"].offer_choices(pairs, _("À choisir"))
    if "languages" in fields:
        languages = [
            (entry.code, f"{entry.label} – {entry.data['own']}")
            for entry in nomenclatures.entries(session(), LANGUAGE)
        ]
        for row in fields["languages"]:
            _language(row.form.language).offer_choices(languages, _("À choisir"))


def _language(field: Coded) -> Coded:
    return field


def _pairs(scheme: str, kept: str) -> list[tuple[str, str]]:
    """The codes that hold today, and the one the offer already has even if it has ended."""
    found = [
        (entry.code, entry.label)
        for entry in nomenclatures.entries(session(), scheme)
        if entry.data.get("offer") is not False
    ]
    if kept and kept not in {code for code, _label in found}:
        found.append((kept, nomenclatures.label_of(session(), scheme, kept)))
    return found
