"""What the list receives: by when the next interview of the law is due, and counted from what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.engagements.enums import EngagementKind
from portal.engagements.queries import welcomes
from portal.kernel import clock
from portal.organisations.queries import places
from portal.organisations.queries.places import Workplace
from portal.skills.queries import periods
from portal.skills.queries.interviews import Meeting
from portal.skills.queries.periods import Rule
from portal.web.request import person_id, session


@dataclass(frozen=True)
class Next:
    """Counted from `held_on` if an interview was signed there, else from `start`: the day one was
    hired, or the day one came to the portal as long as the structure does not say the other.
    """

    rule: Rule
    place: str
    due_on: date
    start: date
    is_hired: bool
    held_on: date | None

    @property
    def is_late(self) -> bool:
        return self.due_on < clock.today()


def list_next(meetings: Iterable[Meeting]) -> list[Next]:
    """One for each structure one works in, but where it is being prepared or one volunteers."""
    known, engagements = list(meetings), welcomes.list_own(session(), person_id())
    found = []
    for place in places.list_workplaces(session(), person_id()):
        rule = periods.rule_of(session(), periods.kind_of_law(session(), place.structure_type))
        here = [one.engagement for one in engagements if _goes_on(one.engagement, place)]
        is_volunteer = {one.kind for one in here} == {EngagementKind.VOLUNTEERING}
        series = [one for one in known if _is_of(one, place, rule)]
        if not is_volunteer and all(one.is_over for one in series):
            hires = [one.hired_on for one in here if one.hired_on is not None]
            held = [one.record.met_on for one in series if one.record is not None]
            found.append(_next(rule, place, min(hires, default=None), max(held, default=None)))
    return found


def _goes_on(engagement: welcomes.Engagement, place: Workplace) -> bool:
    return engagement.organisation_id == place.id and engagement.ended_on is None


def _is_of(meeting: Meeting, place: Workplace, rule: Rule) -> bool:
    interview = meeting.interview
    return interview.organisation_id == place.id and interview.kind == rule.kind


def _next(rule: Rule, place: Workplace, hired_on: date | None, held_on: date | None) -> Next:
    start = hired_on or place.since
    due = rule.next_due(start, held_on)
    return Next(rule, place.name, due, start, hired_on is not None, held_on)
