"""When the next interview is due, by the rules that hold on a day. Pure but for reading them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.skills.interview_enums import InterviewKind
from portal.skills.nomenclatures import INTERVIEW_RULE, PUBLIC_TYPES, RETENTION

# They hold only on a database where nobody planted any rule.
_OTHERWISE: dict[str, Any] = {"every_months": 12, "remind_days": 60, "meeting_days": 7}
_KEPT = {"interview_preparation": 365, "interview_record": 3650}


@dataclass(frozen=True)
class Rule:
    """How often, as of a day. `label` and `source` are shown beside it."""

    kind: InterviewKind
    label: str
    source: str
    data: dict[str, Any]

    @property
    def every_months(self) -> int:
        return self._number("every_months")

    @property
    def first_months(self) -> int:
        """How long after the hire the first one is due."""
        return int(self.data.get("first_months", self.every_months))

    @property
    def reminder(self) -> timedelta:
        """How long before the day an interview is due somebody is reminded."""
        return timedelta(days=self._number("remind_days"))

    @property
    def meeting_reminder(self) -> timedelta:
        return timedelta(days=self._number("meeting_days"))

    @property
    def has_review(self) -> bool:
        """Whether the law wants an état des lieux every few years."""
        return "review_years" in self.data

    def next_due(self, arrived_on: date, held_on: date | None = None) -> date:
        """The day by which the next one is to be held: counted from the last, else the arrival."""
        if held_on is not None:
            return clock.add_months(held_on, self.every_months)
        return clock.add_months(arrived_on, self.first_months)

    def review_due(self, arrived_on: date, reviewed_on: date | None = None) -> date | None:
        """The day of the next état des lieux, where the rule knows one."""
        if not self.has_review:
            return None
        if reviewed_on is None:
            return clock.add_months(arrived_on, 12 * self.first_review_years)
        return clock.add_months(reviewed_on, 12 * self.review_years)

    @property
    def review_years(self) -> int:
        return int(self.data["review_years"])

    @property
    def first_review_years(self) -> int:
        return int(self.data.get("first_review_years", self.review_years))

    def _number(self, name: str) -> int:
        return int(self.data.get(name, _OTHERWISE[name]))


def rule_of(session: Session, kind: InterviewKind, on: date | None = None) -> Rule:
    """The rule that holds on a day (today if unsaid)."""
    found = [one for one in nomenclatures.entries(session, INTERVIEW_RULE, on) if one.code == kind]
    if not found:
        return Rule(kind, kind.label, "", {})
    return Rule(kind, found[-1].label, found[-1].source, found[-1].data)


def list_rules(session: Session, on: date | None = None) -> list[Rule]:
    """The three of them, to be told apart."""
    return [rule_of(session, kind, on) for kind in InterviewKind]


def kind_of_law(session: Session, structure_type: str) -> InterviewKind:
    """Which interview of the law an employer of this type most likely owes."""
    public = structure_type in public_types(session)
    return InterviewKind.PUBLIC if public else InterviewKind.PATH


def public_types(session: Session) -> set[str]:
    """The types of structure that are public employers."""
    return {entry.code for entry in nomenclatures.entries(session, PUBLIC_TYPES)}


def kept_for(session: Session, code: str) -> timedelta:
    """How long something is kept, by the rule of today."""
    found = [one for one in nomenclatures.entries(session, RETENTION) if one.code == code]
    return timedelta(days=int(found[-1].data["days"] if found else _KEPT[code]))
