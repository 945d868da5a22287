"""What the list and the proposal receive: the team, when each next interview is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.engagements.queries import welcomes
from portal.kernel import clock
from portal.kernel.i18n import _
from portal.organisations.queries import members, places
from portal.skills import policy
from portal.skills.interview_enums import InterviewKind
from portal.skills.queries import interviews as queries
from portal.skills.queries import periods
from portal.skills.queries.interviews import Meeting
from portal.skills.queries.periods import Rule
from portal.spaces.employer.interviews.forms import ProposeForm
from portal.web.forms import choices
from portal.web.request import actor, session


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team, and by when the law or the guide wants to see them next.

    Counted from `held_on` if an interview was signed here, else from `start`: the day they were
    hired, or the day they came to the portal as long as nobody says the other.
    """

    name: str
    person_id: str
    due_on: date
    review_on: date | None
    is_late: bool
    is_review_late: bool
    reviewed_on: date | None
    start: date
    is_hired: bool
    held_on: date | None


def list_page() -> dict[str, Any]:
    """As many queries whatever the team's size."""
    meetings = queries.list_here(session(), actor())
    team = members.list_members(session(), actor())
    here = {member.person_id for member in team}
    records = queries.list_records(session(), actor())
    hires = welcomes.list_hires(session(), actor())
    rule = periods.rule_of(session(), kind_of_law())
    held: dict[Any, date] = {}
    reviewed: dict[Any, date] = {}
    for record in records:
        if record.kind == rule.kind and record.person_id:
            for dates in (held, reviewed) if record.is_review else (held,):
                dates[record.person_id] = max(
                    record.met_on, dates.get(record.person_id, record.met_on)
                )
    return {
        "going": [one for one in meetings if not one.is_over and _mine(one)],
        "others": [one for one in meetings if not one.is_over and not _mine(one)],
        "over": [one for one in records if one.person_id in here],
        "left": [one for one in records if one.person_id not in here],
        "rule": rule,
        "rules": periods.list_rules(session()),
        "team": [
            _colleague(one, rule, hires.get(one.person_id), held, reviewed)
            for one in team
            if not _me(one)
        ],
        "can_take_over": lambda one: policy.can_take_over(actor(), one.interview),
    }


def propose_form(form: ProposeForm) -> ProposeForm:
    """The team but oneself; the interview of the law this structure most likely owes, first."""
    team = members.list_members(session(), actor())
    form.person.choices = choices(*((one.person_id, one.name) for one in team if not _me(one)))
    form.kind.data = form.kind.data or kind_of_law()
    return form


def kind_of_law() -> InterviewKind:
    card = places.get_own(session(), actor())
    return periods.kind_of_law(session(), card.structure_type)


def explanations() -> dict[str, str]:
    """What each kind is; beside the one another employer owes, that one may want to check."""
    said = {kind.value: kind.explanation for kind in InterviewKind}
    if kind_of_law() is InterviewKind.PATH:
        warned = InterviewKind.PUBLIC
        warning = _("Votre structure n’est pas un employeur public : vérifiez avant de le choisir.")
    else:
        warned = InterviewKind.PATH
        warning = _("Votre structure est un employeur public : vérifiez avant de le choisir.")
    said[warned] = f"{said[warned]} {warning}"
    return said


def _colleague(
    member: members.Member,
    rule: Rule,
    hired_on: date | None,
    held: dict[Any, date],
    reviewed: dict[Any, date],
) -> Colleague:
    held_on, reviewed_on = held.get(member.person_id), reviewed.get(member.person_id)
    start = hired_on or member.since.astimezone(clock.PARIS).date()
    due = rule.next_due(start, held_on)
    review = rule.review_due(start, reviewed_on)
    return Colleague(
        name=member.name,
        person_id=str(member.person_id),
        due_on=due,
        review_on=review,
        is_late=due < clock.today(),
        is_review_late=review is not None and review < clock.today(),
        reviewed_on=reviewed_on,
        start=start,
        is_hired=hired_on is not None,
        held_on=held_on,
    )


def _mine(meeting: Meeting) -> bool:
    return meeting.interview.manager_id == actor().person_id


def _me(member: members.Member) -> bool:
    return member.person_id == actor().person_id
