"""What participants think: once each, without a name, read from five on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from functools import partial
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions as files
from portal.files.enums import FilePurpose, FileState
from portal.files.models import StoredFile, StoredObject
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.kernel.errors import Invalid, NotFound
from portal.trainings import forgetting
from portal.trainings.actions import evaluating, registrations
from portal.trainings.errors import AlreadyGiven, NotYet
from portal.trainings.models import Evaluation, EvaluationGiven, EvaluationVoice, TrainingSession
from portal.trainings.queries import evaluations as queries
from portal.trainings.queries import sessions as dates_queries
from tests.factories.attending import came, held_dates
from tests.factories.desks import Desk
from tests.factories.joining import Asker, begin
from tests.factories.recordings import recording
from tests.factories.trainings import open_session
from tests.support.published import put_online

Come = Callable[[str], Asker]
NAMES = ("Awa", "Zahra", "Noor", "Sami", "Iman", "Lina")


@pytest.fixture
def dates(desk: Desk, database: Database, backstage: Session) -> TrainingSession:
    """Over today."""
    assert desk.house.trainings
    put_online(backstage, desk.house.trainings.online)
    found = held_dates(database, desk.writer, desk.house.trainings.online)
    backstage.execute(
        text("UPDATE training_session SET ends_on = starts_on WHERE id = :id"), {"id": found.id}
    )
    backstage.commit()
    return found


@pytest.fixture
def come(database: Database, settings: Settings, dates: TrainingSession) -> Come:
    return partial(came, database, settings, dates)


@pytest.fixture
def give(database: Database, come: Come) -> Callable[[str], Asker]:
    """Somebody comes and says what they think."""

    def said(name: str) -> Asker:
        asker = come(name)
        with asker.reach(database) as session:
            evaluating.give(
                session,
                asker.actor,
                asker.registration_id,
                answers={"pace": "right", "useful": "yes", "unknown": "x", "welcome": "made up"},
                words=f"Les mots de {name}",
            )
            session.commit()
        return asker

    return said


def results(database: Database, desk: Desk, dates: TrainingSession) -> queries.Results:
    with open_session(database, desk.writer) as session:
        return queries.results(session, dates.id)


def test_nothing_is_told_before_there_are_five(
    database: Database, desk: Desk, dates: TrainingSession, give: Come
) -> None:
    for name in NAMES[:4]:
        give(name)
    few = results(database, desk, dates)
    assert (few.total, few.counts, few.words) == (0, {}, [])
    give(NAMES[4])
    enough = results(database, desk, dates)
    assert enough.total == 5
    assert enough.counts == {"pace": {"right": 5}, "useful": {"yes": 5}}
    assert sorted(enough.words) == sorted(f"Les mots de {name}" for name in NAMES[:5])


def test_the_ground_shows_the_organiser_no_row_however_many_there_are(
    database: Database, desk: Desk, dates: TrainingSession, give: Come
) -> None:
    for name in NAMES:
        give(name)
    assert results(database, desk, dates).total == 5
    with open_session(database, desk.writer) as session:
        for table in ("evaluation", "evaluation_voice", "evaluation_given"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_another_federation_hears_nothing(
    database: Database, desk: Desk, dates: TrainingSession, give: Come
) -> None:
    for name in NAMES[:5]:
        give(name)
    elsewhere = Reach(None, desk.house.structure.id, "federation")
    with database.session(elsewhere) as session:
        assert queries.results(session, dates.id).total == 0
    with database.session() as session:
        assert queries.results(session, dates.id).total == 0


def test_no_column_says_whose_it_is_nor_when() -> None:
    for table in (Evaluation, EvaluationVoice):
        names = {column.name for column in table.__table__.columns}
        # A batch is of five people: nearer than that, nothing says when.
        owner = {"organisation_id", "session_id", "batch"}
        assert names <= {"id", *owner, "answers", "words", "file_id"}
    given = {column.name for column in EvaluationGiven.__table__.columns}
    assert given == {"registration_id", "organisation_id", "session_id"}


def test_its_id_does_not_say_when_it_was_given(give: Come, backstage: Session) -> None:
    give("Awa")
    found = backstage.query(Evaluation).filter(Evaluation.words == "Les mots de Awa").one()
    assert found.id.version == 4


def test_one_each(database: Database, give: Come) -> None:
    asker = give("Awa")
    with asker.reach(database) as session, pytest.raises(AlreadyGiven):
        evaluating.give(session, asker.actor, asker.registration_id, answers={}, words="Encore")


def test_the_ground_takes_a_second_one_from_nobody(
    database: Database, dates: TrainingSession, give: Come
) -> None:
    asker = give("Awa")
    with asker.reach(database) as session, pytest.raises(DBAPIError, match="row-level security"):
        session.execute(
            text(
                "INSERT INTO evaluation (id, organisation_id, session_id, answers, words)"
                " VALUES (gen_random_uuid(), :owner, :session, '{}', 'Encore')"
            ),
            {"owner": dates.organisation_id, "session": dates.id},
        )


def test_an_empty_one_is_none(database: Database, come: Come) -> None:
    asker = come("Awa")
    with asker.reach(database) as session, pytest.raises(Invalid):
        evaluating.give(session, asker.actor, asker.registration_id, answers={}, words="  ")


def test_one_more_is_shown_with_four_others(
    database: Database, desk: Desk, dates: TrainingSession, give: Come
) -> None:
    """Between two looks at the page, nobody is told apart."""

    def seen() -> tuple[int, dict[str, int], int]:
        found = results(database, desk, dates)
        return found.total, found.counts.get("pace", {}), len(found.words)

    for name in NAMES[:5]:
        assert seen() == (0, {}, 0)
        give(name)
    assert seen() == (5, {"right": 5}, 5)
    for name in (*NAMES[5:], "Nadia", "Omar", "Rana"):
        give(name)
        assert seen() == (5, {"right": 5}, 5)
    give("Hana")
    assert seen() == (10, {"right": 10}, 10)


def test_those_who_give_it_at_once_are_not_shown_apart(
    database: Database, desk: Desk, dates: TrainingSession, come: Come
) -> None:
    askers = [come(name) for name in ("A", "B", "C", "D", "E", "F", "G", "H")]

    def give_now(asker: Asker) -> None:
        with asker.reach(database) as session:
            evaluating.give(session, asker.actor, asker.registration_id, answers={}, words="Bien")
            session.commit()

    with ThreadPoolExecutor(4) as people:
        list(people.map(give_now, askers))
    assert results(database, desk, dates).total == 5


def record(session: Session, asker: Asker, owner: UUID) -> UUID:
    """Something said aloud with this link."""
    sound = BytesIO(recording("chrome.webm"))
    return files.receive_whole(
        session, asker.actor, FilePurpose.VOICE, owner, "Zahra Noori.webm", sound
    )


@pytest.mark.parametrize("prepared", [False, True])
def test_what_is_said_aloud_says_neither_who_nor_when(
    database: Database,
    dates: TrainingSession,
    come: Come,
    backstage: Session,
    run_jobs: Callable[[], None],
    *,
    prepared: bool,
) -> None:
    asker = come("Zahra")
    with asker.reach(database) as session:
        said = record(session, asker, dates.organisation_id)
        session.commit()
    if prepared:
        run_jobs()
    with asker.reach(database) as session:
        evaluating.give(
            session, asker.actor, asker.registration_id, answers={}, words="", file_id=said
        )
        session.commit()
    run_jobs()
    assert backstage.get(StoredFile, said) is None
    of_it = backstage.query(EvaluationVoice).filter_by(session_id=dates.id).one()
    kept = backstage.get_one(StoredFile, of_it.file_id)
    assert kept.id.version == 4  # not one that says when it was made
    assert kept.state == FileState.READY
    assert kept.person_id is None
    assert kept.holder_digest not in (None, asker.actor.holder)
    assert "Zahra" not in kept.name
    midnight = datetime.combine(dates.starts_on, time(), clock.PARIS)
    assert kept.created_at == kept.received_at == midnight
    if prepared:
        assert kept.ready_at == midnight
        objects = backstage.query(StoredObject).filter_by(file_id=kept.id)
        assert {one.created_at for one in objects} == {midnight}
    with asker.reach(database) as session:  # nor does its link find it again
        assert session.get(StoredFile, kept.id) is None


def test_only_ones_own_recording_is_given(
    database: Database, settings: Settings, dates: TrainingSession, come: Come
) -> None:
    awa, zahra = come("Awa"), come("Zahra")
    with database.session() as session:
        public = dates_queries.get_public(session, dates.id)
        sami = begin(session, settings, public, "Sami")
        asked = record(session, sami, dates.organisation_id)
        registrations.give_recording(session, sami.actor, sami.registration_id, asked)
        registrations.submit(
            session, sami.actor, sami.registration_id, settings, locale="ps", consent="Oui"
        )
        session.commit()
    with zahra.reach(database) as session:
        theirs = record(session, zahra, dates.organisation_id)
        session.commit()
    for asker, file_id in ((awa, theirs), (sami, asked)):
        with asker.reach(database) as session, pytest.raises(NotFound):
            evaluating.give(
                session, asker.actor, asker.registration_id, answers={}, words="", file_id=file_id
            )


def test_it_is_asked_on_the_last_day(
    database: Database, dates: TrainingSession, come: Come, backstage: Session
) -> None:
    backstage.execute(
        text("UPDATE training_session SET ends_on = ends_on + 1 WHERE id = :id"), {"id": dates.id}
    )
    backstage.commit()
    asker = come("Awa")
    with asker.reach(database) as session, pytest.raises(NotYet):
        evaluating.give(session, asker.actor, asker.registration_id, answers={}, words="Bien")


def test_it_is_forgotten_after_its_time(
    database: Database, dates: TrainingSession, give: Come, backstage: Session
) -> None:
    def left() -> int:
        count = text("SELECT count(*) FROM evaluation WHERE session_id = :id")
        return int(backstage.scalar(count, {"id": dates.id}) or 0)

    give("Awa")
    forgetting.forget(database)
    assert left() == 1
    long_ago = dates.starts_on - timedelta(days=1200)
    backstage.execute(
        text("UPDATE training_session SET starts_on = :day, ends_on = :day WHERE id = :id"),
        {"day": long_ago, "id": dates.id},
    )
    backstage.commit()
    rehearsed = {line.what: line.how_many for line in forgetting.forget(database, rehearsal=True)}
    assert rehearsed["evaluation"] >= 1
    assert left() == 1
    forgetting.forget(database)
    assert left() == 0
