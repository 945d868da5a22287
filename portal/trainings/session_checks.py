"""What cannot be true of a session, whoever writes it: a form or a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.trainings import usual_days

# The longest courses last three years, and nobody announces them much before: beyond, a digit of
# the year is wrong.
_YEARS = 6
_GONE = N_("Ce jour est passé. Une session annoncée se tient à partir d’aujourd’hui.")


def gone(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Days that are past, to which an announced session is moved; what took place may stay."""
    today = clock.today()
    for name in ("starts_on", "ends_on"):
        if before[name] != after[name] and after[name] < today:
            return {name: str(_GONE)}
    known = {one["on"] for one in before["half_days"] or ()}
    days = {one["on"] for one in after["half_days"] or ()} - known
    if any(date.fromisoformat(day) < today for day in days):
        return {"half_days": str(_GONE)}
    return {}


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """Field and what is wrong with it, in French; empty if all is well."""
    starts_on, ends_on = values["starts_on"], values["ends_on"]
    if ends_on < starts_on:
        return {"ends_on": str(N_("Le dernier jour vient après le premier."))}
    if ends_on.year - min(starts_on, clock.today()).year > _YEARS:
        return {"ends_on": str(N_("Vérifiez l’année du dernier jour : elle est trop loin."))}
    if values["register_until"] > ends_on:
        return {"register_until": str(N_("On ne peut pas s’inscrire après le dernier jour."))}
    wrong = usual_days.problem(values.get("half_days", ()), starts_on, ends_on)
    return {"half_days": wrong} if wrong else {}
