"""Trainings beside one's own grid: by one's own words, by date, and nothing kept."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Base, Database, Reach
from portal.kernel.errors import Invalid
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.skills.enums import Level, Mobilised
from portal.skills.models import Framework, FrameworkAction, GridAnswer
from portal.trainings.ideas import Ideas, find_ideas
from portal.trainings.queries import published
from portal.trainings.topics import FRAMEWORK, topics
from tests.factories.house import House, build_training_house
from tests.factories.trainings import (
    officer_of,
    open_session,
    publish_training,
    write_training,
)
from tests.support import sql
from tests.support.published import forget_trainings

Ask = Callable[[], Ideas]
Answer = Callable[..., None]


@pytest.fixture
def house(backstage: Session) -> Iterator[House]:
    built = build_training_house(backstage, "idees")
    forget_trainings(backstage)
    yield built
    published.many.clear()


@pytest.fixture
def person(house: House) -> Person:
    return house.candidate


@pytest.fixture
def answer(backstage: Session, person: Person) -> Answer:
    """Answers to a line of the guide."""

    def write(
        code: str, *, interest: Level | None = None, mobilised: Mobilised | None = None
    ) -> None:
        guide = select(Framework.id).where(Framework.code == FRAMEWORK)
        line = select(FrameworkAction.id).where(
            FrameworkAction.code == code, FrameworkAction.framework_id.in_(guide)
        )
        backstage.add(
            GridAnswer(
                person_id=person.id,
                action_id=backstage.scalars(line).one(),
                interest=interest,
                mobilised=mobilised,
                answered_at=clock.now(),
            )
        )
        backstage.commit()

    return write


@pytest.fixture
def ask(database: Database, person: Person) -> Ask:
    def find() -> Ideas:
        with database.session(Reach(person.id)) as session:
            return find_ideas(session, person.id)

    return find


def _publish(database: Database, house: House, title: str, *about: str) -> None:
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)
    with open_session(database, writer) as session:
        publish_training(session, writer, reader, title=title, topics=list(about))
        session.commit()


def _titles(ideas: Ideas) -> list[str]:
    return [idea.line.card["title"] for idea in ideas.found]


def test_the_topics_are_the_headings_of_the_guide() -> None:
    codes = [code for code, _label in topics()]
    assert codes == ["link", "team", "steps", "outreach", "workshops", "care"]
    assert dict(topics())["team"] == "Travailler avec les collègues."


def test_what_one_likes_or_has_not_done_yet_finds_trainings(
    database: Database, house: House, answer: Answer, ask: Ask
) -> None:
    _publish(database, house, "Écouter", "link")
    _publish(database, house, "Soigner", "care")
    _publish(database, house, "En équipe", "team", "link")
    _publish(database, house, "On ne sait pas")
    answer("link-trust", interest=Level.FIVE)
    answer("team-meetings", mobilised=Mobilised.NOT_YET)
    ideas = ask()
    assert _titles(ideas) == ["En équipe", "Écouter"]  # the newest first, whatever they share
    both, one = (idea.reasons for idea in ideas.found)
    assert [reason.heading for reason in both] == [
        "Travailler avec les collègues.",
        "Créer un lien avec les personnes, et le garder.",
    ]
    assert both[0].not_yet == ["Venir aux réunions d’équipe et y parler."]
    assert both[0].liked == []
    assert one[0].liked == ["Faire en sorte que les personnes aient confiance en vous."]


@pytest.mark.parametrize(
    ("interest", "mobilised"),
    [
        (Level.THREE, Mobilised.YES),
        (Level.UNKNOWN, Mobilised.UNKNOWN),
        (Level.ZERO, Mobilised.NO),
        (None, None),
    ],
)
def test_what_one_did_not_say_so_finds_nothing(
    database: Database,
    house: House,
    answer: Answer,
    ask: Ask,
    interest: Level | None,
    mobilised: Mobilised | None,
) -> None:
    _publish(database, house, "Écouter", "link")
    answer("link-trust", interest=interest, mobilised=mobilised)
    assert ask() == Ideas(has_written=False, found=[], more=False)


def test_a_sheet_that_says_nothing_is_not_found(
    database: Database, house: House, answer: Answer, ask: Ask
) -> None:
    _publish(database, house, "On ne sait pas")
    answer("link-trust", interest=Level.FOUR)
    assert ask() == Ideas(has_written=True, found=[], more=False)


def test_nobody_elses_answers_count(database: Database, house: House, answer: Answer) -> None:
    answer("link-trust", interest=Level.FIVE)
    _publish(database, house, "Écouter", "link")
    with database.session(Reach(house.member.id)) as session:
        assert find_ideas(session, house.member.id).has_written is False


def test_asking_writes_nothing(
    database: Database, backstage: Session, house: House, answer: Answer, ask: Ask
) -> None:
    _publish(database, house, "Écouter", "link")
    answer("link-trust", interest=Level.FIVE)

    def everything() -> dict[str, int]:
        backstage.rollback()
        tables = [*Base.metadata.tables, "procrastinate_jobs"]
        return {
            name: int(backstage.scalar(text(f"SELECT count(*) FROM {name}")) or 0)
            for name in tables
        }

    before = everything()
    with sql.statements(database.engine) as asked:
        assert _titles(ask()) == ["Écouter"]
    assert everything() == before
    words = {statement.split(None, 1)[0].upper() for statement in asked}
    assert words <= {"SELECT", "WITH"}


def test_a_federation_ticks_what_exists_only(database: Database, house: House) -> None:
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    with open_session(database, writer) as session, pytest.raises(Invalid) as refusal:
        write_training(session, writer, topics=["link", "recovery"])
    assert set(refusal.value.fields) == {"topics"}
