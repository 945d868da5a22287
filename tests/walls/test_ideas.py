"""The page of ideas is made of one's own answers: of nobody else's, with the ground gone too."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach
from portal.skills.enums import Level
from portal.skills.models import Framework, FrameworkAction, GridAnswer
from portal.trainings.ideas import find_ideas
from portal.trainings.topics import FRAMEWORK
from tests.factories.house import NOW, House


def _answer(session: Session, house: House) -> None:
    """The recruiter likes every line of the guide."""
    guide = select(Framework.id).where(Framework.code == FRAMEWORK)
    lines = session.scalars(
        select(FrameworkAction.id).where(FrameworkAction.framework_id.in_(guide))
    )
    session.add_all(
        GridAnswer(
            person_id=house.recruiter.id, action_id=line, interest=Level.FIVE, answered_at=NOW
        )
        for line in lines.all()
    )
    session.commit()


def test_anothers_answers_show_nothing_without_the_ground(
    houses: tuple[House, House], backstage: Session, database: Database, no_ground: None
) -> None:
    ours, _theirs = houses
    _answer(backstage, ours)
    for person, written in ((ours.recruiter, True), (ours.candidate, False)):
        with database.session(Reach(person.id)) as session:
            assert find_ideas(session, person.id).has_written is written


@pytest.mark.usefixtures("no_ground", "no_where")
def test_a_grid_read_without_its_owner_would_be_noticed(
    houses: tuple[House, House], backstage: Session, database: Database
) -> None:
    ours, _theirs = houses
    _answer(backstage, ours)
    with database.session(Reach(ours.candidate.id)) as session:
        assert find_ideas(session, ours.candidate.id).has_written
