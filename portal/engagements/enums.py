"""Kinds of engagement, moments of a welcome, sides of a check-in, steps of a scheme."""

from enum import StrEnum

from portal.kernel.i18n import N_


class EngagementKind(StrEnum):
    """How somebody is engaged (ST-18): an agent with a mission keeps another post."""

    POST = "post"
    MISSION = "mission"
    VOLUNTEERING = "volunteering"

    @property
    def label(self) -> str:
        return str(_KINDS[self])


_KINDS = {
    EngagementKind.POST: N_("Un poste"),
    EngagementKind.MISSION: N_("Une mission, à côté d’un autre poste"),
    EngagementKind.VOLUNTEERING: N_("Du bénévolat"),
}


class Moment(StrEnum):
    """When an item of the welcome comes (requirements A3.5)."""

    BEFORE = "before"
    DAY_1 = "day_1"
    WEEK_1 = "week_1"
    FORTNIGHT = "fortnight"
    FIELD = "field"
    MONTH_1 = "month_1"
    THEN = "then"
    LATER_HIRES = "later_hires"
    IF_NEEDED = "if_needed"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        return str(_MOMENTS[self])


_MOMENTS = {
    Moment.BEFORE: N_("Avant l’arrivée"),
    Moment.DAY_1: N_("Le premier jour"),
    Moment.WEEK_1: N_("La première semaine"),
    Moment.FORTNIGHT: N_("Les quinze premiers jours"),
    Moment.FIELD: N_("Les premières sorties"),
    Moment.MONTH_1: N_("Au bout d’un mois"),
    Moment.THEN: N_("Ensuite"),
    Moment.LATER_HIRES: N_("Aux recrutements suivants"),
    Moment.IF_NEEDED: N_("Si c’est utile"),
    Moment.ALWAYS: N_("À tout moment"),
}


class Side(StrEnum):
    """Who speaks in a check-in. Both are asked the same."""

    NEWCOMER = "newcomer"
    STRUCTURE = "structure"


class StepState(StrEnum):
    """Where a step of the scheme stands."""

    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"

    @property
    def label(self) -> str:
        return str(_STEP_STATES[self])


_STEP_STATES = {
    StepState.TO_DO: N_("À faire"),
    StepState.UNDER_WAY: N_("En cours"),
    StepState.DONE: N_("Fait"),
}
