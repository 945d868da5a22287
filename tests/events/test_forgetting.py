"""What is over is forgotten, by the dated rules, that and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.events import forgetting, tasks
from portal.events.models import (
    GroupMeeting,
    MeetingNote,
    MeetingRoom,
    MeetingSignUp,
    NearbyCard,
    NearbyMessage,
    PracticeGroup,
)
from portal.kernel import clock, nomenclatures
from portal.kernel.db import Base, Database
from portal.kernel.models import NomenclatureEntry
from tests.events.conftest import Circle, in_hours
from tests.factories.groups import make_circle, make_group, make_meeting


@pytest.fixture
def old(circle: Circle, backstage: Session, run_jobs: Callable[[], None]) -> None:
    """A circle whose meeting was just now, and one date to come."""
    people = circle.people["Noor"].id, circle.people["Idris"].id
    made = make_circle(backstage, "MOT", circle.federation.id, people, in_hours(-3))
    backstage.delete(made.coming)
    make_meeting(backstage, made.group, in_hours(24 * 400), people[0])
    backstage.commit()


def after(days: float, task: Callable[[int], None]) -> None:
    with clock.pretending(clock.now() + timedelta(days=days)):
        task(0)


def left(backstage: Session, *tables: type[Base]) -> list[int]:
    backstage.expire_all()
    return [backstage.scalar(select(func.count()).select_from(t)) or 0 for t in tables]


def test_sign_ups_go_first_then_dates_with_their_notes(old: None, backstage: Session) -> None:
    after(29, tasks.forget)
    assert left(backstage, MeetingSignUp, GroupMeeting) == [3, 2]
    after(31, tasks.forget)
    assert left(backstage, MeetingSignUp, GroupMeeting, MeetingNote) == [1, 2, 1]
    after(366, tasks.forget)
    assert left(backstage, GroupMeeting, MeetingNote, MeetingRoom) == [1, 0, 1]


def test_words_and_cards_have_their_time(old: None, backstage: Session) -> None:
    after(91, tasks.forget)
    assert left(backstage, NearbyCard, NearbyMessage) == [0, 1]
    after(184, tasks.forget)
    assert left(backstage, NearbyMessage) == [0]


def test_a_refusal_is_not_forgotten(old: None, backstage: Session) -> None:
    backstage.execute(update(NearbyMessage).values(refused_at=clock.now(), body=""))
    backstage.commit()
    after(400, tasks.forget)
    assert left(backstage, NearbyMessage) == [1]


def test_a_closed_group_goes_a_month_later(circle: Circle, old: None, backstage: Session) -> None:
    circle.group.closed_at = clock.now()
    backstage.merge(circle.group)
    backstage.commit()
    after(29, tasks.forget)
    assert left(backstage, PracticeGroup) == [2]
    after(31, tasks.forget)
    assert left(backstage, PracticeGroup) == [1]


def test_a_group_nobody_is_in_goes_at_night(circle: Circle, old: None, backstage: Session) -> None:
    make_group(backstage, "Plus personne")
    backstage.commit()
    tasks.forget(0)
    assert left(backstage, PracticeGroup) == [2]


def test_the_rule_wins_over_the_habit(old: None, backstage: Session, database: Database) -> None:
    backstage.execute(
        update(NomenclatureEntry)
        .where(NomenclatureEntry.scheme == "retention", NomenclatureEntry.code == "sign_up")
        .values(data={"days": 3, "then": "erase"})
    )
    backstage.commit()
    nomenclatures.forget()
    with clock.pretending(clock.now() + timedelta(days=4)):
        counted = {line.what: line.how_many for line in forgetting.forget(database, rehearsal=True)}
    assert counted["meeting_sign_up"] == 2
    assert left(backstage, MeetingSignUp) == [3]
