"""Sessions and who joins them: places, the waiting list, needs, the employer, what is told."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, tokens
from portal.kernel.db import Database, Reach, take_turns
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.organisations.enums import Role
from portal.organisations.scope import Actor
from portal.trainings import forgetting, register_links, transitions
from portal.trainings.actions import registrations, selection, sessions
from portal.trainings.enums import Agreement, RegistrationState, SessionRole, SessionState
from portal.trainings.errors import (
    ChangedMeanwhile,
    InAnotherAccount,
    NoPlaceLeft,
    NothingToReach,
    SessionMovedOn,
    SessionNotOpen,
    TooLate,
    TrainingNotPublished,
)
from portal.trainings.models import Registration, TrainingSession
from portal.trainings.queries import registrations as asked
from portal.trainings.queries import sessions as dates_queries
from portal.trainings.tasks import joining
from tests.factories.desks import Desk
from tests.factories.joining import Asker, ask, begin, dates_of, open_dates
from tests.factories.trainings import officer_of, open_session
from tests.support.outbox import Outbox
from tests.support.published import put_online

S = RegistrationState


@pytest.fixture
def dates(desk: Desk, database: Database) -> TrainingSession:
    """One place, in three weeks."""
    return plan(desk, database)


def plan(desk: Desk, database: Database, **values: object) -> TrainingSession:
    assert desk.house.trainings
    with open_session(database, desk.writer) as session:
        found = open_dates(session, desk.writer, desk.house.trainings.online, places=1, **values)
        session.commit()
    return found


@pytest.fixture(autouse=True)
def _online(desk: Desk, backstage: Session) -> None:
    """The training of the house is public."""
    assert desk.house.trainings
    put_online(backstage, desk.house.trainings.online)


@pytest.fixture
def told(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[..., int]:
    """How many messages with their link somebody got since it was last asked."""

    def count(asker: Asker, *, empty: bool = True) -> int:
        run_jobs()
        found = [message for message in outbox.messages if asker.token in message.text]
        if empty:
            outbox.empty()
        return len(found)

    return count


def state(backstage: Session, asker: Asker) -> RegistrationState:
    backstage.expire_all()
    return backstage.get_one(Registration, asker.registration_id).state


def test_the_table_of_moves_is_the_one_of_the_database() -> None:
    migration = Path("portal/migrations/versions/0038_sessions.py").read_text()
    body = migration[migration.index("registration_moves()") : migration.index("RAISE EXCEPTION")]
    written = set(re.findall(r"\('(\w+)', '(\w+)'\)", body))
    assert written == {(a.value, b.value) for a, b in transitions.allowed()}


def test_a_planned_session_is_nobodys_and_opens_once_the_training_is_public(
    desk: Desk, database: Database, inside: Session
) -> None:
    assert desk.house.trainings
    hidden = sessions.plan_session(
        inside, desk.writer, desk.house.trainings.draft.id, dates_of(clock.today())
    )
    inside.commit()
    with database.session() as anybody, pytest.raises(NotFound):
        dates_queries.get_public(anybody, hidden.id)
    with pytest.raises(TrainingNotPublished):
        sessions.open_session(inside, desk.writer, hidden.id)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("ends_on", {"ends_on": timedelta(days=-1)}),
        ("register_until", {"register_until": timedelta(days=9)}),
    ],
)
def test_dates_that_contradict_each_other_are_refused(
    desk: Desk, inside: Session, field: str, wrong: dict[str, timedelta]
) -> None:
    assert desk.house.trainings
    first = clock.today() + timedelta(days=30)
    values = dates_of(first, **{name: first + moved for name, moved in wrong.items()})
    with pytest.raises(Invalid) as refused:
        sessions.plan_session(inside, desk.writer, desk.house.trainings.online.id, values)
    assert list(refused.value.fields) == [field]


def test_the_first_has_the_place_the_next_waits_and_is_called(
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    first, second, third = (ask(database, settings, dates.id, n) for n in ("A", "B", "C"))
    assert [state(backstage, one) for one in (first, second, third)] == [
        S.CONFIRMED,
        S.WAITING,
        S.WAITING,
    ]
    with first.reach(database) as session:
        registrations.withdraw(session, first.actor, first.registration_id)
        session.commit()
    run_jobs()
    assert [state(backstage, one) for one in (first, second, third)] == [
        S.WITHDRAWN,
        S.OFFERED,
        S.WAITING,
    ]
    with second.reach(database) as session:
        taken = registrations.take_place(session, second.actor, second.registration_id)
        assert taken.offered_until is None
        session.commit()
    assert state(backstage, second) == S.CONFIRMED
    run_jobs()
    told = [message.text for message in outbox.messages if second.token in message.text]
    assert len(told) >= 3  # on the list, a place is free, the place is theirs


@pytest.mark.parametrize(
    ("hour", "minute", "counts_from"),
    [(0, 18, 8), (7, 59, 8), (8, 0, 8), (20, 59, 20), (21, 0, 32)],
)
def test_the_time_to_answer_begins_when_the_message_may_leave(
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
    *,
    hour: int,
    minute: int,
    counts_from: int,
) -> None:
    """Offered at night, told in the morning: nobody loses the hours of the night."""
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    midnight = datetime.combine(clock.today() + timedelta(days=1), time(), tzinfo=clock.PARIS)
    with time_machine.travel(midnight + timedelta(hours=hour, minutes=minute), tick=False):
        with first.reach(database) as session:
            registrations.withdraw(session, first.actor, first.registration_id)
            session.commit()
        joining.offer_next(str(dates.organisation_id), str(dates.id))
    backstage.expire_all()
    kept = backstage.get_one(Registration, second.registration_id).offered_until
    told = midnight + timedelta(hours=counts_from, minutes=minute if counts_from == 20 else 0)
    assert kept == told.astimezone(UTC) + timedelta(hours=dates.answer_hours)


def test_a_place_nobody_takes_in_time_goes_on(
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
) -> None:
    first, second, third = (ask(database, settings, dates.id, n) for n in ("A", "B", "C"))
    with first.reach(database) as session:
        registrations.withdraw(session, first.actor, first.registration_id)
        session.commit()
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(hours=62)):
        with second.reach(database) as session, pytest.raises(TooLate):
            registrations.take_place(session, second.actor, second.registration_id)
        joining.tend_registrations(0)
        run_jobs()
        assert (state(backstage, second), state(backstage, third)) == (S.LAPSED, S.OFFERED)
        with second.reach(database) as session:
            registrations.queue_again(session, second.actor, second.registration_id)
            session.commit()
    assert state(backstage, second) == S.WAITING


def test_the_last_place_is_taken_once(
    database: Database, settings: Settings, backstage: Session, dates: TrainingSession
) -> None:
    with ThreadPoolExecutor(6) as people:
        askers = list(people.map(lambda n: ask(database, settings, dates.id, f"N{n}"), range(12)))
    states = [state(backstage, one) for one in askers]
    assert states.count(S.CONFIRMED) == 1
    assert states.count(S.WAITING) == 11


def test_a_hand_and_the_job_that_offer_the_same_place_do_not_wait_for_each_other(
    desk: Desk, database: Database, settings: Settings, backstage: Session
) -> None:
    dates = plan(desk, database)
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    backstage.execute(
        text("UPDATE registration SET state = 'withdrawn' WHERE id = :id"),
        {"id": first.registration_id},
    )
    backstage.commit()

    def by_hand() -> RegistrationState:
        with open_session(database, desk.writer) as session:
            found = selection.offer_place(session, desk.writer, second.registration_id, "")
            session.commit()
            return found.state

    with ThreadPoolExecutor(1) as office, open_session(database, desk.writer) as job:
        take_turns(job, registrations.TURNS, str(dates.id))
        pressed = office.submit(by_hand)
        until_somebody_waits(backstage)
        assert selection.offer_next(job, dates.organisation_id, dates.id) == 1
        job.commit()
        assert pressed.result(timeout=20) == S.OFFERED
    assert state(backstage, second) == S.OFFERED


def until_somebody_waits(backstage: Session) -> None:
    """Until another transaction stands at the turn of somebody."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    for _try in range(2000):
        if backstage.scalar(waiting):
            return
    raise AssertionError("nobody waits")


def test_the_database_refuses_one_place_too_many(
    database: Database, settings: Settings, backstage: Session, dates: TrainingSession
) -> None:
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    assert state(backstage, first) == S.CONFIRMED
    offered = "UPDATE registration SET state = 'offered', offered_until = now() WHERE id = :id"
    with pytest.raises(IntegrityError, match="no place is left"):
        backstage.execute(text(offered), {"id": second.registration_id})
    backstage.rollback()


def test_sent_twice_it_is_one(
    database: Database, settings: Settings, backstage: Session, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    with asker.reach(database) as session:
        again = registrations.submit(
            session, asker.actor, asker.registration_id, settings, locale="fr", consent="Encore"
        )
        assert (again.locale, again.consent_text) == ("ps", "Oui")
    found = select(Registration).where(Registration.session_id == dates.id)
    assert len(backstage.scalars(found).all()) == 1


def test_nothing_leaves_without_a_way_to_be_reached(
    database: Database, settings: Settings, dates: TrainingSession
) -> None:
    with database.session() as session:
        asker = begin(session, settings, dates, contact_phone="")
        with pytest.raises(NothingToReach):
            registrations.submit(
                session, asker.actor, asker.registration_id, settings, locale="fr", consent="Oui"
            )


def test_a_closed_session_takes_nobody(
    desk: Desk, database: Database, settings: Settings, inside: Session, dates: TrainingSession
) -> None:
    with database.session() as session:
        asker = begin(session, settings, dates)
        session.commit()
    sessions.close_session(inside, desk.writer, dates.id)
    inside.commit()
    with asker.reach(database) as session, pytest.raises(SessionNotOpen):
        registrations.submit(
            session, asker.actor, asker.registration_id, settings, locale="fr", consent="Oui"
        )
    with database.session() as session, pytest.raises(SessionNotOpen):
        begin(session, settings, dates_queries.get_public(session, dates.id))


@pytest.fixture
def chosen(desk: Desk, database: Database) -> TrainingSession:
    """A session whose organiser meets people first."""
    return plan(desk, database, chooses=True)


def test_where_one_chooses_nobody_has_a_place_before(
    desk: Desk,
    database: Database,
    settings: Settings,
    backstage: Session,
    inside: Session,
    chosen: TrainingSession,
) -> None:
    first, second = (ask(database, settings, chosen.id, n) for n in ("A", "B"))
    assert state(backstage, first) == S.RECEIVED
    selection.offer_place(inside, desk.writer, first.registration_id, "Venez.")
    with pytest.raises(NoPlaceLeft):
        selection.offer_place(inside, desk.writer, second.registration_id, "")
    selection.decline(inside, desk.writer, second.registration_id, "Le groupe est complet.")
    selection.decline(inside, desk.writer, second.registration_id, "Pressé deux fois.")
    inside.commit()
    assert state(backstage, second) == S.DECLINED
    with second.reach(database) as session:
        found = asked.get_mine(session, second.actor, second.registration_id)
        said = [event.words for event in asked.list_events(session, found)]
    assert said == ["", "Le groupe est complet."]
    selection.take_up_again(inside, desk.writer, second.registration_id)
    selection.put_on_list(inside, desk.writer, second.registration_id, "")
    with pytest.raises(SessionMovedOn):
        selection.take_up_again(inside, desk.writer, second.registration_id)


def test_needs_are_read_by_who_arranges_them_only(
    desk: Desk, database: Database, settings: Settings, inside: Session, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    with asker.reach(database) as session:
        registrations.say_needs(
            session,
            asker.actor,
            asker.registration_id,
            lines={"interpreter": "yes"},
            language="ps",
            words="Une salle au rez-de-chaussée",
        )
        session.commit()
    assert asked.list_needs(inside, desk.writer, dates.id) == []
    with pytest.raises(NotAllowed):
        selection.mark_arranged(inside, desk.writer, asker.registration_id, "Fait")
    assert desk.writer.person_id
    sessions.set_staff(
        inside, desk.writer, dates.id, [(desk.writer.person_id, SessionRole.ARRANGER)]
    )
    inside.commit()
    (need,) = asked.list_needs(inside, desk.writer, dates.id)
    assert (need.language, need.lines) == ("ps", {"interpreter": "yes"})
    selection.mark_arranged(inside, desk.writer, asker.registration_id, "L’interprète vient.")
    inside.commit()
    with open_session(database, desk.reader) as colleague:
        assert asked.list_needs(colleague, desk.reader, dates.id) == []
    with asker.reach(database) as session:
        registrations.withdraw(session, asker.actor, asker.registration_id)
        session.commit()
    inside.expire_all()
    assert asked.list_needs(inside, desk.writer, dates.id) == []


def test_the_video_link_is_for_who_has_a_place(
    desk: Desk, database: Database, settings: Settings, inside: Session, dates: TrainingSession
) -> None:
    sessions.set_room(inside, desk.writer, dates.id, "https://example.org/salle")
    inside.commit()
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    for asker, link in ((first, "https://example.org/salle"), (second, None)):
        with asker.reach(database) as session:
            room = dates_queries.find_room(session, dates)
            assert (room.video_link if room else None) == link


def test_an_employer_answers_and_reads_nothing_else(
    desk: Desk, database: Database, settings: Settings, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    dates = plan(desk, database, asks_employer=True)
    asker = ask(database, settings, dates.id, employer_email="chef@example.org")
    run_jobs()
    link = register_links.agreement_address(settings, asker.registration_id)
    (mail,) = [message for message in outbox.messages if link in message.text]
    assert "Zahra" in mail.text
    digest = tokens.digest(link.rsplit("/", 1)[1])
    with database.session() as session:
        answered = registrations.answer_as_employer(
            session, digest, agrees=True, words="Sur le temps de travail", name="Chef"
        )
        assert answered.agreement == Agreement.GIVEN
        assert asked.find_need(session, answered) is None
        session.commit()
    with database.session() as session, pytest.raises(NotFound):
        registrations.answer_as_employer(
            session, tokens.digest("autre"), agrees=True, words="", name=""
        )


def test_who_comes_is_reminded_once(
    desk: Desk, database: Database, settings: Settings, told: Callable[..., int]
) -> None:
    dates = plan(desk, database, starts_on=clock.today() + timedelta(days=2))
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    joining.tend_registrations(0)
    joining.tend_registrations(0)
    # The receipt, and for who has a place the reminder.
    assert (told(first, empty=False), told(second)) == (2, 1)


def test_a_change_is_told_and_reminded_anew(
    desk: Desk, database: Database, settings: Settings, inside: Session, told: Callable[..., int]
) -> None:
    dates = plan(desk, database, starts_on=clock.today() + timedelta(days=2))
    first = ask(database, settings, dates.id)
    joining.tend_registrations(0)
    assert told(first) == 2
    moved = dates_of(clock.today() + timedelta(days=3), places=1, city="Roubaix")
    with pytest.raises(ChangedMeanwhile):
        sessions.change_session(inside, desk.writer, dates.id, moved, version=1)
    version = dates_queries.get_session(inside, desk.writer, dates.id).version
    sessions.change_session(inside, desk.writer, dates.id, moved, version=version)
    inside.commit()
    assert told(first) == 1
    joining.tend_registrations(0)
    assert told(first) == 1


def test_a_cancellation_ends_every_registration(
    desk: Desk,
    database: Database,
    settings: Settings,
    backstage: Session,
    inside: Session,
    told: Callable[..., int],
) -> None:
    dates = plan(desk, database)
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    assert told(second) == 1
    sessions.cancel_session(inside, desk.writer, dates.id, "Le formateur est malade.")
    inside.commit()
    assert told(second) == 1
    assert told(second) == 0
    assert {state(backstage, one) for one in (first, second)} == {S.CALLED_OFF}


def test_a_place_in_a_session_called_off_is_not_taken(
    desk: Desk, database: Database, settings: Settings, inside: Session, told: Callable[..., int]
) -> None:
    dates = plan(desk, database)
    first, second = (ask(database, settings, dates.id, n) for n in ("A", "B"))
    with first.reach(database) as session:
        registrations.withdraw(session, first.actor, first.registration_id)
        session.commit()
    assert told(second) == 2
    sessions.cancel_session(inside, desk.writer, dates.id, "La salle est fermée.")
    inside.commit()
    with second.reach(database) as session, pytest.raises(TooLate):
        registrations.take_place(session, second.actor, second.registration_id)


def test_an_old_link_undoes_nothing_of_what_took_place(
    desk: Desk, database: Database, settings: Settings, backstage: Session
) -> None:
    dates = plan(desk, database)
    first = ask(database, settings, dates.id)
    with time_machine.travel(clock.now() + timedelta(days=40)):
        with first.reach(database) as session:
            with pytest.raises(SessionMovedOn):
                registrations.withdraw(session, first.actor, first.registration_id)
            with pytest.raises(SessionMovedOn):
                registrations.say_needs(
                    session, first.actor, first.registration_id, lines={}, language="ps", words=""
                )
        with open_session(database, desk.writer) as session, pytest.raises(SessionMovedOn):
            selection.record_withdrawal(session, desk.writer, first.registration_id, "")
    assert state(backstage, first) == S.CONFIRMED


def test_what_took_place_is_not_called_off(desk: Desk, database: Database, inside: Session) -> None:
    dates = plan(desk, database)
    with time_machine.travel(clock.now() + timedelta(days=40)), pytest.raises(SessionMovedOn):
        sessions.cancel_session(inside, desk.writer, dates.id, "La salle est fermée.")


def test_what_is_over_is_forgotten(
    database: Database, settings: Settings, backstage: Session, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    with asker.reach(database) as session:
        registrations.say_needs(
            session, asker.actor, asker.registration_id, lines={}, language="", words="Un besoin"
        )
        session.commit()
    with database.session() as session:
        draft = begin(session, settings, dates_queries.get_public(session, dates.id))
        session.commit()

    def left() -> tuple[bool, bool, int]:
        backstage.expire_all()
        needs = backstage.scalar(
            text("SELECT count(*) FROM registration_need WHERE registration_id = :id"),
            {"id": asker.registration_id},
        )
        return (
            backstage.get(Registration, asker.registration_id) is not None,
            backstage.get(Registration, draft.registration_id) is not None,
            int(needs or 0),
        )

    forgetting.forget(database)
    assert left() == (True, True, 1)
    with time_machine.travel(clock.now() + timedelta(days=60)):
        counted = {line.what: line.how_many for line in forgetting.forget(database, rehearsal=True)}
        assert (counted["drop_draft"], counted["registration_need"]) == (1, 1)
        assert left() == (True, True, 1)
        forgetting.forget(database)
        assert left() == (True, False, 0)
    with time_machine.travel(clock.now() + timedelta(days=1200)):
        forgetting.forget(database)
        assert left() == (False, False, 0)


def test_who_only_sees_does_not_plan(
    desk: Desk, database: Database, dates: TrainingSession
) -> None:
    reader = officer_of(desk.house.federation, desk.house.federal_writer, Role.MEMBER)
    with open_session(database, reader) as session, pytest.raises(NotAllowed):
        sessions.cancel_session(session, reader, dates.id, "")


def test_another_federation_finds_nothing(
    database: Database, settings: Settings, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    other = Reach(organisation_id=UUID(int=7), organisation_kind="federation")
    with database.session(other) as session:
        assert session.get(Registration, asker.registration_id) is None
        assert dates.state == SessionState.OPEN


def test_erased_by_the_person_nothing_of_them_is_left(
    database: Database,
    settings: Settings,
    backstage: Session,
    dates: TrainingSession,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    first, second = (ask(database, settings, dates.id, n) for n in ("Aïcha", "B"))
    run_jobs()
    with first.reach(database) as session:
        registrations.erase(session, first.actor, first.registration_id)
        registrations.erase(session, first.actor, first.registration_id)
        session.commit()
    run_jobs()
    left = backstage.get_one(Registration, first.registration_id)
    assert (left.state, left.name, left.contact_phone, left.words) == (S.WITHDRAWN, "", "", "")
    assert state(backstage, second) == S.OFFERED
    written = text("SELECT template FROM outgoing_message WHERE about_id = :id")
    told = set(backstage.scalars(written, {"id": first.registration_id}))
    assert told <= {"trainings.registration_received", "trainings.registration_left"}
    assert "trainings.registration_left" in told
    with first.reach(database) as session:
        found = asked.find_held(session, first.actor)
        assert found is not None
        assert asked.list_events(session, found) == []


def test_an_account_takes_the_registration_whose_link_it_holds_once(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    asker = ask(database, settings, dates.id)
    people = [desk.house.candidate.id, desk.house.member.id]

    def claim(person_id: UUID | None, holder: str | None = asker.actor.holder) -> None:
        with database.session(Reach(person_id=person_id)) as session:
            acting = Actor(person_id=person_id, holder=holder)
            registrations.claim(session, acting, asker.registration_id)
            session.commit()

    def has(person_id: UUID) -> bool:
        with database.session(Reach(person_id=person_id)) as session:
            mine = asked.list_mine_with_dates(session, Actor(person_id=person_id))
            return asker.registration_id in {one.id for one, _dates in mine}

    with pytest.raises(NotFound):
        claim(people[0], None)  # whoever has an account and not the link
    with pytest.raises(SessionMovedOn):
        claim(None)
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(claim, person_id) for person_id in people]
    refused = [one.exception() for one in tries if one.exception()]
    assert [type(one) for one in refused] == [InAnotherAccount]
    assert sorted(has(person_id) for person_id in people) == [False, True]
    owner = next(person_id for person_id in people if has(person_id))
    claim(owner)
    claim(owner, None)


def test_what_is_not_sent_or_is_erased_goes_into_no_account(
    desk: Desk, database: Database, settings: Settings, dates: TrainingSession
) -> None:
    person_id, sent = desk.house.candidate.id, ask(database, settings, dates.id)
    with sent.reach(database) as session:
        registrations.erase(session, sent.actor, sent.registration_id)
        session.commit()
    with database.session(Reach(person_id=person_id)) as session:
        drafted = begin(session, settings, dates_queries.get_public(session, dates.id))
        for one in (drafted, sent):
            acting = Actor(person_id=person_id, holder=one.actor.holder)
            with pytest.raises(SessionMovedOn):
                registrations.claim(session, acting, one.registration_id)


def test_what_was_arranged_is_told_and_unsaid_when_the_need_changes(
    desk: Desk,
    database: Database,
    settings: Settings,
    inside: Session,
    dates: TrainingSession,
    told: Callable[[Asker], int],
) -> None:
    asker = ask(database, settings, dates.id)

    def say(words: str) -> str:
        with asker.reach(database) as session:
            registrations.say_needs(
                session, asker.actor, asker.registration_id, lines={}, language="", words=words
            )
            found = asked.get_mine(session, asker.actor, asker.registration_id)
            need = asked.find_need(session, found)
            session.commit()
            return need.arranged_words if need else "?"

    say("Une rampe")
    told(asker)
    assert desk.writer.person_id
    staff = [(desk.writer.person_id, SessionRole.ARRANGER)]
    sessions.set_staff(inside, desk.writer, dates.id, staff)
    for _pressed_twice in range(2):
        selection.mark_arranged(inside, desk.writer, asker.registration_id, "La rampe est là.")
    inside.commit()
    assert told(asker) == 1
    assert say("Une rampe") == "La rampe est là."
    assert say("Un ascenseur") == ""


@pytest.fixture
def arranged(desk: Desk, inside: Session, dates: TrainingSession) -> TrainingSession:
    """The session, with somebody who arranges what people need."""
    assert desk.reader.person_id
    arranges = [(desk.reader.person_id, SessionRole.ARRANGER)]
    sessions.set_staff(inside, desk.writer, dates.id, arranges)
    inside.commit()
    return dates


@pytest.fixture
def needs_told(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[[], list[str]]:
    """What was sent about needs to be seen since it was last asked."""

    def read() -> list[str]:
        run_jobs()
        found = [one.text for one in outbox.messages if "/needs" in one.text]
        outbox.empty()
        return found

    return read


def need(session: Session, asker: Asker, words: str) -> None:
    mine, language = asker.registration_id, "ps" if words else ""
    registrations.say_needs(session, asker.actor, mine, lines={}, language=language, words=words)
    session.commit()


def test_who_arranges_hears_that_a_need_is_to_be_seen_and_not_which(
    database: Database,
    settings: Settings,
    arranged: TrainingSession,
    needs_told: Callable[[], list[str]],
) -> None:
    asker = ask(database, settings, arranged.id)
    assert needs_told() == []
    # Said, changed, taken back: each is told once; said again in the same words, nothing.
    said = [("Une chaise", 1), ("Une chaise", 0), ("Une pause", 1), ("", 1), ("", 0)]
    for words, expected in said:
        with asker.reach(database) as session:
            need(session, asker, words)
        told = needs_told()
        assert len(told) == expected, words
        for hidden in ("Zahra", "chaise", "pause", "interprète", asker.token):
            assert hidden not in "".join(told)


def test_a_need_said_before_it_left_is_told_when_it_leaves(
    database: Database,
    settings: Settings,
    arranged: TrainingSession,
    needs_told: Callable[[], list[str]],
) -> None:
    with database.session() as session:
        asker = begin(session, settings, dates_queries.get_public(session, arranged.id))
        need(session, asker, "Une chaise")
    assert needs_told() == []
    with asker.reach(database) as session:
        registrations.submit(
            session, asker.actor, asker.registration_id, settings, locale="ps", consent="Oui"
        )
        session.commit()
    assert len(needs_told()) == 1
