"""Interviews: sealed until both open, signed by both, then frozen; what is left when one leaves."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.organisations.enums import Role
from portal.organisations.models import Membership
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.skills import minutes
from portal.skills.actions import grid
from portal.skills.actions import interviews as actions
from portal.skills.documents import current_document
from portal.skills.enums import Mobilised, Part
from portal.skills.errors import (
    AlreadyOpen,
    AlreadySigned,
    ChangedMeanwhile,
    NothingChosen,
    StillSealed,
)
from portal.skills.interview_enums import Act, InterviewKind, Outcome, Topic
from portal.skills.models import FrameworkAction, InterviewAct, InterviewRecord
from portal.skills.queries import interviews as queries
from portal.skills.shipped import plant
from portal.skills.shipped.guide import GUIDE
from tests.factories.interviews import Team
from tests.factories.stored import give_recording

WORDS = "J’aimerais animer un atelier."


def prepared(team: Team, who: Actor, interview_id: UUID) -> set[str]:
    """Every word prepared the transaction of somebody reaches, whatever the code asks for."""
    with team.acting(who) as session:
        return set(session.scalars(text("SELECT words FROM interview_preparation")))


def prepare(team: Team, interview_id: UUID) -> None:
    for who, words in ((team.karim, WORDS), (team.nadia, "Une formation est possible.")):
        with team.acting(who) as session:
            actions.prepare(session, who, interview_id, Topic.TRAINING, words)


# ── The date ──


def test_a_date_is_agreed_when_both_say_the_same(team: Team) -> None:
    interview_id = team.propose()
    assert team.read(team.karim, interview_id).agreed_date is None
    with team.acting(team.karim) as session:
        actions.accept_date(session, team.karim, interview_id)
    agreed = team.read(team.nadia, interview_id).agreed_date
    assert agreed is not None
    assert agreed.place == "Bureau 2"


def test_the_worker_may_ask_for_another_date(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    other = clock.now() + timedelta(days=20)
    with team.acting(team.karim) as session:
        actions.ask_date(session, team.karim, interview_id, other, "Au café")
    meeting = team.read(team.nadia, interview_id)
    assert meeting.agreed_date is None
    assert meeting.last_date is not None
    assert meeting.last_date.meets_at == other
    with team.acting(team.nadia) as session:
        actions.accept_date(session, team.nadia, interview_id)
    agreed = team.read(team.karim, interview_id).agreed_date
    assert agreed is not None
    assert (agreed.meets_at, agreed.place) == (other, "Au café")


def test_a_date_that_is_over_is_refused(team: Team) -> None:
    with pytest.raises(Invalid) as refusal:
        team.propose(within=timedelta(days=-1))
    assert "day" in refusal.value.fields


def test_one_interview_of_a_kind_at_a_time(team: Team) -> None:
    team.propose(InterviewKind.YEARLY)
    team.propose(InterviewKind.PATH)
    with pytest.raises(Invalid):
        team.propose(InterviewKind.YEARLY)


def test_only_those_who_manage_propose_and_only_to_their_team(team: Team) -> None:
    soon = clock.now() + timedelta(days=3)
    recruiter = Actor(team.colleague.id, "Thomas", team.place(Role.RECRUITER))
    for who, whom, refused in (
        (recruiter, team.worker.id, NotAllowed),
        (team.nadia, team.officer.id, NotFound),
        (team.nadia, team.manager.id, Invalid),
    ):
        with team.acting(who) as session, pytest.raises(refused):
            actions.propose_interview(session, who, whom, InterviewKind.YEARLY, soon)


# ── The seal ──


def test_a_preparation_is_sealed_for_the_other(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    prepare(team, interview_id)
    assert prepared(team, team.nadia, interview_id) == {"Une formation est possible."}
    assert prepared(team, team.karim, interview_id) == {WORDS}
    with team.acting(team.karim) as session:
        actions.open_up(session, team.karim, interview_id)
    assert prepared(team, team.nadia, interview_id) == {"Une formation est possible."}
    with team.acting(team.nadia) as session:
        actions.open_up(session, team.nadia, interview_id)
    assert len(prepared(team, team.nadia, interview_id)) == 2
    assert len(prepared(team, team.karim, interview_id)) == 2


def test_the_agreed_moment_opens_it(team: Team) -> None:
    interview_id = team.propose(within=timedelta(days=3), agreed=True)
    prepare(team, interview_id)
    with time_machine.travel(clock.now() + timedelta(days=2, hours=23), tick=False):
        assert len(prepared(team, team.nadia, interview_id)) == 1
        assert not team.read(team.nadia, interview_id).is_open
    with time_machine.travel(clock.now() + timedelta(days=3, minutes=1), tick=False):
        assert len(prepared(team, team.nadia, interview_id)) == 2
        assert team.read(team.nadia, interview_id).is_open


def test_a_date_nobody_agreed_on_opens_nothing(team: Team) -> None:
    interview_id = team.propose(within=timedelta(days=3))
    prepare(team, interview_id)
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        assert len(prepared(team, team.nadia, interview_id)) == 1


def test_without_the_moment_of_a_request_nothing_is_open(team: Team) -> None:
    """`portal_at()` is infinity there: what ends is over, but what waits has not come."""
    interview_id = team.propose(within=timedelta(days=3), agreed=True)
    prepare(team, interview_id)
    with team.acting(team.nadia) as session:
        session.execute(text("SELECT set_config('portal.at', '', true)"))
        found = set(session.scalars(text("SELECT words FROM interview_preparation")))
    assert found == {"Une formation est possible."}


def test_nobody_opens_or_signs_for_the_other(team: Team) -> None:
    """The wall refuses it, not only the code."""
    interview_id = team.propose(agreed=True)
    forged = InterviewAct(
        interview_id=interview_id, person_id=team.worker.id, kind=Act.OPEN, at=clock.now()
    )
    with team.acting(team.nadia) as session:
        session.add(forged)
        with pytest.raises(DBAPIError, match="row-level security"):
            session.flush()


def test_what_is_open_is_prepared_no_more(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    with team.acting(team.karim) as session, pytest.raises(AlreadyOpen):
        actions.prepare(session, team.karim, interview_id, Topic.TRAINING, "Trop tard")


def test_nothing_written_is_no_row(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    prepare(team, interview_id)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, interview_id, Topic.TRAINING, "  ")
    assert prepared(team, team.karim, interview_id) == set()


# ── The record ──


def test_the_record_waits_for_the_opening(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    with team.acting(team.nadia) as session, pytest.raises(StillSealed):
        actions.write_entry(session, team.nadia, interview_id, Topic.PROJECT, "Déjà")


def test_the_manager_writes_beside_never_over(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    for who, words in ((team.karim, "Rester encore deux ans."), (team.nadia, "Un poste s’ouvre.")):
        with team.acting(who) as session:
            actions.write_entry(session, who, interview_id, Topic.PROJECT, words)
    with team.acting(team.nadia) as session:
        taken = session.execute(
            text("UPDATE interview_entry SET words = 'x' WHERE person_id = :him RETURNING 1"),
            {"him": team.worker.id},
        )
        assert taken.all() == []
    with team.acting(team.karim) as session:
        meeting = queries.get_meeting(session, team.karim, interview_id)
        text_ = minutes.current_minutes(session, meeting)
    assert text_["topics"] == [
        {
            "topic": "project",
            "person": "Rester encore deux ans.",
            "manager": "Un poste s’ouvre.",
        }
    ]


def test_a_record_has_no_number_of_the_manager() -> None:
    """No mark, no level, no average: nothing but words, names, days and who signed."""
    kinds = {str(column.type) for column in InterviewRecord.__table__.c}
    assert not any("INT" in kind or "NUMERIC" in kind or "FLOAT" in kind for kind in kinds)


def test_disagreement_stands_in_the_signed_record(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    with team.acting(team.karim) as session:
        words = "Je ne suis pas d’accord sur les horaires."
        actions.write_entry(session, team.karim, interview_id, Topic.DISAGREEMENT, words)
    team.sign(team.nadia, interview_id)
    assert team.sign(team.karim, interview_id)
    with team.acting(team.nadia) as session:
        record = queries.get_record(session, team.nadia, interview_id)
    signed = minutes.signed_minutes(record)
    assert signed["topics"][0]["person"] == "Je ne suis pas d’accord sur les horaires."


# ── Signing ──


def test_a_signature_says_when_and_what(team: Team) -> None:
    interview_id = team.signed()
    with team.acting(team.karim) as session:
        record = queries.get_record(session, team.karim, interview_id)
    assert [one["name"] for one in record.signatures] == ["Karim", "Nadia"]
    assert {one["digest"] for one in record.signatures} == {record.digest}
    assert record.digest == minutes.digest_of(json.loads(record.content))


def test_a_change_asks_to_sign_again(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    with team.acting(team.nadia) as session:
        actions.write_entry(session, team.nadia, interview_id, Topic.REMARK, "Bien.")
    assert not team.sign(team.karim, interview_id)
    with team.acting(team.nadia) as session:
        actions.write_entry(session, team.nadia, interview_id, Topic.REMARK, "Très bien.")
    assert not team.sign(team.nadia, interview_id)
    assert team.read(team.karim, interview_id).record is None
    assert team.sign(team.karim, interview_id)


def test_one_signs_what_one_has_read(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    with team.acting(team.nadia) as session:
        actions.write_entry(session, team.nadia, interview_id, Topic.REMARK, "Bien.")
        meeting = queries.get_meeting(session, team.nadia, interview_id)
        read = minutes.digest_of(minutes.current_minutes(session, meeting))
        actions.write_entry(session, team.nadia, interview_id, Topic.REMARK, "Changé.")
    with team.acting(team.karim) as session, pytest.raises(ChangedMeanwhile):
        actions.sign(session, team.karim, interview_id, read)


def test_an_empty_record_is_not_signed(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    with pytest.raises(Invalid):
        team.sign(team.karim, interview_id)


def test_the_database_wants_both_signatures(team: Team, backstage: Session) -> None:
    interview_id = team.signed()
    kept = backstage.execute(select(InterviewRecord.__table__)).mappings().one()
    backstage.execute(delete(InterviewRecord))
    backstage.execute(
        text("DELETE FROM interview_act WHERE kind = 'sign' AND person_id = :him"),
        {"him": team.worker.id},
    )
    with pytest.raises(IntegrityError, match="both sign the same words"):
        backstage.execute(insert(InterviewRecord).values(**kept))
    backstage.rollback()
    assert interview_id == kept["interview_id"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE interview_record SET content = '{}'",
        "UPDATE interview_record SET person_name = 'x'",
        "UPDATE interview_entry SET words = 'x'",
        "DELETE FROM interview_entry",
        "UPDATE interview_agreement SET what = 'x'",
        "DELETE FROM interview_act WHERE kind = 'sign'",
        "UPDATE interview_act SET meets_at = meets_at + interval '1 day' WHERE kind = 'date'",
    ],
)
def test_what_is_signed_is_frozen(team: Team, backstage: Session, statement: str) -> None:
    """For everybody: even the administrator of the database."""
    team.signed()
    with pytest.raises(IntegrityError, match="does not change"):
        backstage.execute(text(statement))
    backstage.rollback()


def test_the_portal_cannot_take_a_record_away(team: Team) -> None:
    team.signed()
    for who in (team.karim, team.head):
        with team.acting(who) as session, pytest.raises(Exception, match="permission denied"):
            session.execute(text("DELETE FROM interview_record"))


def test_a_text_that_is_not_its_digest_is_refused(team: Team, backstage: Session) -> None:
    team.signed()
    kept = dict(backstage.execute(select(InterviewRecord.__table__)).mappings().one())
    backstage.execute(delete(InterviewRecord))
    with pytest.raises(IntegrityError, match="ck_interview_record_same"):
        backstage.execute(insert(InterviewRecord).values(**kept | {"content": "{}"}))
    backstage.rollback()


def test_nothing_is_written_after_both_signed(team: Team) -> None:
    interview_id = team.signed()
    nadia, later = team.nadia, clock.now() + timedelta(days=1)
    with team.acting(nadia) as session:
        with pytest.raises(AlreadySigned):
            actions.write_entry(session, nadia, interview_id, Topic.REMARK, "Encore")
        with pytest.raises(AlreadySigned):
            actions.cancel_interview(session, nadia, interview_id)
        with pytest.raises(AlreadySigned):
            actions.ask_date(session, nadia, interview_id, later)


# ── The next year ──


def test_the_next_one_starts_from_what_was_agreed(team: Team) -> None:
    first = team.signed()
    next_one = team.propose(within=timedelta(days=300), agreed=True)
    team.open_both(next_one)
    with team.acting(team.karim) as session:
        meeting = queries.get_meeting(session, team.karim, next_one)
        earlier = queries.list_agreements(session, meeting)
        assert [one.what for one in earlier] == ["Formation à l’animation"]
        met = queries.get_record(session, team.karim, first).met_on
        assert earlier[0].since == met
        actions.tell_outcome(session, team.karim, next_one, earlier[0].id, Outcome.UNDER_WAY)
    with team.acting(team.nadia) as session, pytest.raises(NotFound):
        actions.remove_agreement(session, team.nadia, next_one, earlier[0].id)
    team.sign(team.nadia, next_one)
    team.sign(team.karim, next_one)
    third = team.propose(within=timedelta(days=600))
    with team.acting(team.karim) as session:
        meeting = queries.get_meeting(session, team.karim, third)
        assert [one.since for one in queries.list_agreements(session, meeting)] == [met]


def test_what_is_settled_does_not_come_back(team: Team) -> None:
    team.signed()
    next_one = team.propose(within=timedelta(days=300), agreed=True)
    team.open_both(next_one)
    with team.acting(team.karim) as session:
        meeting = queries.get_meeting(session, team.karim, next_one)
        (earlier,) = queries.list_agreements(session, meeting)
        actions.tell_outcome(session, team.karim, next_one, earlier.id, Outcome.DONE)
    team.sign(team.nadia, next_one)
    team.sign(team.karim, next_one)
    third = team.propose(within=timedelta(days=600))
    with team.acting(team.karim) as session:
        meeting = queries.get_meeting(session, team.karim, third)
        assert queries.list_agreements(session, meeting) == []


# ── Who leaves, who comes ──


def leave(backstage: Session, person: Person) -> None:
    backstage.execute(delete(Membership).where(Membership.person_id == person.id))
    backstage.commit()


def test_when_somebody_leaves_the_employer_keeps_the_signed_record_only(
    team: Team, backstage: Session
) -> None:
    signed = team.signed()
    going = team.propose(InterviewKind.PATH, agreed=True)
    prepare(team, going)
    team.open_both(going)
    leave(backstage, team.worker)
    for who in (team.nadia, team.head):
        with team.acting(who) as session:
            for table in ("interview", "interview_act", "interview_entry", "interview_agreement"):
                assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
    assert prepared(team, team.nadia, going) == set()
    with team.acting(team.head) as session:
        assert [one.interview_id for one in queries.list_records(session, team.head)] == [signed]
    assert len(prepared(team, team.karim, going)) == 2
    assert team.read(team.karim, going).interview.id == going


def test_the_record_outlives_the_account(team: Team, backstage: Session) -> None:
    signed = team.signed()
    backstage.execute(delete(Person).where(Person.id == team.worker.id))
    backstage.commit()
    with team.acting(team.head) as session:
        record = queries.get_record(session, team.head, signed)
        assert (record.person_id, record.person_name) == (None, "Karim")
    assert backstage.scalar(text("SELECT count(*) FROM interview")) == 0


def test_somebody_else_takes_over_and_reads_nothing_before(team: Team, backstage: Session) -> None:
    interview_id = team.propose(agreed=True)
    prepare(team, interview_id)
    with team.acting(team.head) as session:
        actions.take_over(session, team.head, interview_id)
    with team.acting(team.nadia) as session, pytest.raises(NotFound):
        queries.get_meeting(session, team.nadia, interview_id)
    assert prepared(team, team.head, interview_id) == set()
    for who in (team.karim, team.head):
        with team.acting(who) as session:
            actions.open_up(session, who, interview_id)
    assert prepared(team, team.head, interview_id) == {WORDS}
    assert prepared(team, team.karim, interview_id) == {WORDS}
    assert backstage.scalar(text("SELECT count(*) FROM interview_preparation")) == 2


def test_only_an_administrator_takes_over(team: Team) -> None:
    interview_id = team.propose()
    with team.acting(team.nadia) as session, pytest.raises(NotAllowed):
        actions.take_over(session, team.nadia, interview_id)


# ── Others ──


@pytest.mark.parametrize("who", ["colleague", "officer", "director", "operator", "demoted"])
def test_others_reach_nothing(team: Team, backstage: Session, who: str) -> None:
    """A colleague, the federation, the host, another manager, whoever managed before."""
    signed = team.signed()
    going = team.propose(InterviewKind.PATH, agreed=True)
    prepare(team, going)
    team.open_both(going)
    other = {
        "colleague": Actor(team.colleague.id, "", team.place(Role.RECRUITER)),
        "officer": Actor(team.officer.id, ""),
        "director": team.head,
        "operator": Actor(team.officer.id, ""),
        "demoted": Actor(team.manager.id, "", team.place(Role.MEMBER)),
    }[who]
    if who == "demoted":
        backstage.execute(
            update(Membership)
            .where(Membership.person_id == team.manager.id)
            .values(role=Role.MEMBER)
        )
        backstage.commit()
    tables = ["interview_act", "interview_preparation", "interview_entry", "interview_agreement"]
    if who != "director":
        tables += ["interview", "interview_record"]
    with team.acting(other) as session:
        if who == "operator":
            session.execute(text("SELECT set_config('portal.organisation_kind','operator',true)"))
        for table in tables:
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
        with pytest.raises(NotFound):
            queries.get_meeting(session, other, going)
    assert signed != going


def test_the_journal_says_who_and_when_never_what(team: Team, backstage: Session) -> None:
    interview_id = team.signed()
    rows = backstage.execute(
        text("SELECT action, facts::text AS facts FROM audit_entry WHERE subject = :id"),
        {"id": str(interview_id)},
    ).all()
    assert {"interview.proposed", "interview.signed", "interview.closed"} <= {
        row.action for row in rows
    }
    assert not any("animer" in row.facts or "Formation" in row.facts for row in rows)


def test_cancelled_it_stays_with_the_person(team: Team) -> None:
    interview_id = team.propose(agreed=True)
    prepare(team, interview_id)
    with team.acting(team.nadia) as session:
        actions.cancel_interview(session, team.nadia, interview_id)
    assert team.read(team.karim, interview_id).is_over
    assert WORDS in prepared(team, team.karim, interview_id)


# ── What is shown there ──


def test_what_is_shown_there_tells_nothing_of_lines_left_to_a_voice(
    team: Team, backstage: Session
) -> None:
    plant(backstage, GUIDE)
    spoken, told = backstage.scalars(
        select(FrameworkAction.id).where(FrameworkAction.code.in_(("link-trust", "link-keep")))
    ).all()
    voice = give_recording(backstage, team.worker, "voice")
    backstage.commit()
    meeting = team.read(team.karim, team.propose())
    with team.acting(team.karim) as session:
        grid.add_file(session, team.karim, spoken, voice.id)
        with pytest.raises(NothingChosen):
            actions.propose_attached(session, team.karim, meeting, [Part.GRID], None, 9)
        grid.answer_line(session, team.karim, told, grid.Answer(Mobilised.YES))
        assert "spoken" in str(current_document(session, team.worker.id))
        shown = actions.propose_attached(session, team.karim, meeting, [Part.GRID], None, 9)
    lines = [
        one
        for framework in shown.document["grid"]
        for group in framework["groups"]
        for one in group["lines"]
    ]
    assert [(one["mobilised"], one["evidence"], "spoken" in one) for one in lines] == [
        ("yes", 0, False)
    ]
