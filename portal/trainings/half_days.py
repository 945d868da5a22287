"""The half-days of a session, one after the other."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from portal.trainings.enums import Half
from portal.trainings.models import TrainingSession

# Where the dates say no half-days: each weekday, as long as a training with a rhythm may last.
_MOST_DAYS = 60
_SATURDAY = 5
_HOURS = {Half.AM: 3.5, Half.PM: 3.5}


@dataclass(frozen=True, order=True)
class HalfDay:
    """A half-day; `starts` and `ends` are what its session says, or empty."""

    day: date
    half: Half
    starts: str = ""
    ends: str = ""

    @property
    def code(self) -> str:
        """As the door of the database knows it, after the session."""
        return f"{self.day.isoformat()}:{self.half.value}"

    @property
    def slug(self) -> str:
        """As addresses name it."""
        return f"{self.day.isoformat()}-{self.half.value}"

    @property
    def hours(self) -> float:
        """How long it lasts; three hours and a half where nobody said it."""
        if not (self.starts and self.ends):
            return _HOURS[self.half]
        begins, ends = time.fromisoformat(self.starts), time.fromisoformat(self.ends)
        return ends.hour - begins.hour + (ends.minute - begins.minute) / 60


def of_session(dates: TrainingSession) -> list[HalfDay]:
    """All of them, the first one first."""
    if dates.half_days:
        return sorted(
            HalfDay(
                date.fromisoformat(one["on"]),
                Half(one["half"]),
                str(one.get("starts") or ""),
                str(one.get("ends") or ""),
            )
            for one in dates.half_days
        )
    length = min((dates.ends_on - dates.starts_on).days + 1, _MOST_DAYS)
    days = [dates.starts_on + timedelta(days=number) for number in range(length)]
    kept = [day for day in days if day.weekday() < _SATURDAY] or days
    return [HalfDay(day, half) for day in kept for half in Half]


def find(dates: TrainingSession, day: date, half: str) -> HalfDay | None:
    """The half-day an address names, if the session has it."""
    return next((one for one in of_session(dates) if one.day == day and one.half == half), None)
