"""What the page of a step receives: its form with its choices, where we are, what was saved."""

from decimal import Decimal
from typing import Any

from flask import url_for

from portal.kernel import nomenclatures
from portal.kernel.i18n import _
from portal.languages.nomenclatures import CEFR, FRENCH_NEED, list_languages
from portal.organisations.nomenclatures import DEPARTMENT, REGION
from portal.spaces.federation.trainings.forms import (
    FORMS,
    StepForm,
    passport_form,
    shown_difference,
)
from portal.trainings.completeness import missing
from portal.trainings.enums import Setting, Subject, TrainingStep
from portal.trainings.nomenclatures import AUDIENCE, PASSPORT_LINE, PREREQUISITE
from portal.trainings.queries.trainings import Training
from portal.trainings.steps import FIELDS
from portal.trainings.topics import topics
from portal.web import rows, steps
from portal.web.request import session

_CODED = {"department": DEPARTMENT, "region": REGION, "french_oral": CEFR, "french_written": CEFR}
_SEVERAL = {"audiences": AUDIENCE, "prerequisites": PREREQUISITE, "needs": FRENCH_NEED}


def opened_form(training: Training, step: TrainingStep) -> StepForm:
    """The form with what the training says, and room for one more row where there is none."""
    form = _kind(step)(data=_shown(training, step))
    rows.give_room(form)
    _give_choices(form)
    return form


def sent_form(step: TrainingStep) -> StepForm:
    """The form as it was sent."""
    form = _kind(step)()
    _give_choices(form)
    return form


def sheet(training: Training, step: TrainingStep, **more: Any) -> dict[str, Any]:
    """What every step shows around its fields."""
    around = steps.around(step, version=training.version, updated_at=training.updated_at)
    return {"training": training, "steps": _steps(training, step), **around} | more


def differences(form: StepForm, training: Training) -> list[str]:
    """The names of what is written here and saved otherwise by somebody else."""
    return steps.differences(form, _shown(training, form.step))


def _kind(step: TrainingStep) -> type[StepForm]:
    if step != TrainingStep.PASSPORT:
        return FORMS[step]
    entries = nomenclatures.entries(session(), PASSPORT_LINE)
    return passport_form((entry.code, entry.label) for entry in entries)


def _steps(training: Training, current: TrainingStep) -> list[dict[str, Any]]:
    lacking = {hole.step for hole in missing(training)}
    found = []
    for step in TrainingStep:
        said = step not in lacking and any(getattr(training, name) for name in FIELDS[step])
        state = "current" if step == current else "done" if said else "todo"
        href = url_for(".edit_step", training_id=training.id, step=step.value)
        found.append({"label": step.label, "state": state, "href": href})
    return found


def _shown(training: Training, step: TrainingStep) -> dict[str, Any]:
    """The facts of a step, as its form names them."""
    facts = {name: getattr(training, name) for name in FIELDS[step]}
    if step == TrainingStep.PASSPORT:
        facts |= {f"line_{code}": answer for code, answer in training.passport.items()}
    if step == TrainingStep.CONTENT:
        facts["modules"] = [row | {"hours": _amount(row["hours"])} for row in training.modules]
    if step == TrainingStep.MONEY:
        rows = training.funding
        facts["funding"] = [row | {"amount": _amount(row.get("amount"))} for row in rows]
    if step == TrainingStep.LANGUAGES:
        for name in ("languages", "trainer_languages"):
            facts[name] = [{"language": code} for code in facts[name]]
        known = {entry.code for entry in nomenclatures.all_entries(session(), FRENCH_NEED)}
        needs = facts["french_needs"]
        facts["needs"] = [need for need in needs if need in known]
        facts["other_needs"] = [need for need in needs if need not in known]
    if step == TrainingStep.SOURCES:
        facts["contradictions"] = [shown_difference(row) for row in training.contradictions]
    return facts


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _give_choices(form: StepForm) -> None:
    fields: Any = form._fields
    for name, scheme in _CODED.items():
        if name in fields:
            fields[name].offer_choices(_pairs(scheme), _("On ne sait pas"))
    for name, scheme in _SEVERAL.items():
        if name in fields:
            fields[name].offer_choices(_pairs(scheme))
    if "settings" in fields:
        fields["settings"].offer_choices([(one.value, one.label) for one in Setting])
    if "topics" in fields:
        fields["topics"].offer_choices(topics())
    for name in ("languages", "trainer_languages"):
        for row in fields.get(name, ()):
            row.form.language.offer_choices(list_languages(session()), _("À choisir"))
    for row in fields.get("contradictions", ()):
        row.form.about.offer_choices([(one.value, one.label) for one in Subject], _("À choisir"))


def _pairs(scheme: str) -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in nomenclatures.entries(session(), scheme)]
