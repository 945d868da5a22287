"""What the list receives: by when the next interview of the law is due, and counted from what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.engagements.enums import EngagementKind
from portal.engagements.queries import welcomes
from portal.kernel import clock
from portal.organisations.queries import places
from portal.organisations.queries.places import Workplace
from portal.skills.queries import periods
from portal.skills.queries.hires import list_stated_hires
from portal.skills.queries.interviews import Meeting
from portal.skills.queries.periods import Rule
from portal.web.request import person_id, session


@dataclass(frozen=True)
class Next:
    """Counted from `held_on` if an interview was signed there, else from `start`: the day the
    structure hired one or, as long as it does not say it, the day one says oneself (`stated_on`),
    or else the day one came to the portal.
    """

    rule: Rule
    place_id: UUID
    place: str
    due_on: date
    start: date
    hired_on: date | None
    stated_on: date | None
    held_on: date | None

    @property
    def is_hired(self) -> bool:
        return self.hired_on is not None or self.stated_on is not None

    @property
    def differs(self) -> bool:
        """The structure says another day than one does."""
        return None not in {self.hired_on, self.stated_on} and self.hired_on != self.stated_on

    @property
    def is_late(self) -> bool:
        return self.due_on < clock.today()


def list_next(meetings: Iterable[Meeting]) -> list[Next]:
    """One for each structure one works in, but where it is being prepared or one volunteers."""
    known, engagements = list(meetings), welcomes.list_own(session(), person_id())
    stated, found = list_stated_hires(session(), person_id()), []
    for place in places.list_workplaces(session(), person_id()):
        rule = periods.rule_of(session(), periods.kind_of_law(session(), place.structure_type))
        here = [one.engagement for one in engagements if _goes_on(one.engagement, place)]
        is_volunteer = {one.kind for one in here} == {EngagementKind.VOLUNTEERING}
        series = [one for one in known if _is_of(one, place, rule)]
        if not is_volunteer and all(one.is_over for one in series):
            hires = [one.hired_on for one in here if one.hired_on is not None]
            held = [one.record.met_on for one in series if one.record is not None]
            held_on = max(held, default=None)
            days = (min(hires, default=None), stated.get(place.id))
            found.append(_next(rule, place, *days, held_on))
    return found


def _goes_on(engagement: welcomes.Engagement, place: Workplace) -> bool:
    return engagement.organisation_id == place.id and engagement.ended_on is None


def _is_of(meeting: Meeting, place: Workplace, rule: Rule) -> bool:
    interview = meeting.interview
    return interview.organisation_id == place.id and interview.kind == rule.kind


def _next(
    rule: Rule,
    place: Workplace,
    hired_on: date | None,
    stated_on: date | None,
    held_on: date | None,
) -> Next:
    start = hired_on or stated_on or place.since
    due = rule.next_due(start, held_on)
    return Next(rule, place.id, place.name, due, start, hired_on, stated_on, held_on)
