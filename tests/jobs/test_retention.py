"""Time passes: reminders leave before a promised day, and what the rules give up is forgotten,
exactly that, with its files and the messages about it (LG-01, SE-10).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.files.models import FileOpening, StoredFile, StoredObject
from portal.files.policy import READ_ALOUD
from portal.jobs import forgetting
from portal.jobs.actions import keeping
from portal.jobs.enums import ApplicationState, CloseReason, OfferState
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackRequest,
    CallbackTry,
    ScreeningNote,
)
from portal.jobs.tasks import screening as tasks
from portal.kernel import audit, clock, vault
from portal.kernel.db import Database, new_id
from portal.kernel.models import AuditEntry, Erasure, OutgoingMessage
from portal.kernel.one_by_one import SomeFailed
from portal.people.models import ShareFile, SignIn, SignInCode
from portal.skills.models import Evidence, GridAnswer, InterviewPreparation
from tests.factories.house import House, build_whole_house
from tests.factories.screening import ask_for_call, give_voice, make_application
from tests.support.outbox import Outbox

HANGING = (
    ApplicationPart,
    ApplicationEvent,
    ApplicationMessage,
    ScreeningNote,
    CallbackRequest,
    CallbackTry,
    StoredFile,
    StoredObject,
    FileOpening,
)


@pytest.fixture
def house(backstage: Session, run_jobs: Callable[[], None]) -> House:
    """`run_jobs` says which database and which vault the jobs work with."""
    built = build_whole_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


@contextmanager
def later(**passed: float) -> Iterator[datetime]:
    """The same world, some time after."""
    moment = clock.now() + timedelta(**passed)
    with clock.pretending(moment):
        yield moment


def unattached(session: Session, application: Application, **values: Any) -> StoredFile:
    """A file that arrived whole, and whose form never followed."""
    now = clock.now()
    found = StoredFile(
        **(
            {
                "organisation_id": application.organisation_id,
                "holder_digest": application.holder_digest,
                "purpose": "cv",
                "kind": "document",
                "state": "ready",
                "declared_size": 100,
                "received_size": 100,
                "created_at": now,
                "received_at": now,
                "ready_at": now,
            }
            | values
        )
    )
    session.add(found)
    session.flush()
    return found


def _bytes_of(file: StoredFile) -> list[StoredObject]:
    object_id = new_id()
    stored = vault.current().put(object_id, [b"a paper"])
    return [
        StoredObject(
            id=object_id,
            file_id=file.id,
            role="content",
            size=stored.size,
            sha256=stored.sha256,
            content_type="application/pdf",
            wrapped_key=stored.wrapped_key,
            created_at=clock.now(),
        )
    ]


def everything(session: Session, house: House, **values: Any) -> Application:
    """An application with something in every table that hangs on one, and bytes in the vault."""
    application = make_application(session, house, **values)
    owner = {
        "organisation_id": application.organisation_id,
        "application_id": application.id,
    }
    now = clock.now()
    voice = give_voice(session, application)
    forgotten = unattached(session, application)
    object_id = new_id()
    stored = vault.current().put(object_id, [b"a voice"])
    callback = ask_for_call(session, application)
    session.add_all(
        [
            *_bytes_of(forgotten),
            StoredObject(
                id=object_id,
                file_id=voice.id,
                role="content",
                size=stored.size,
                sha256=stored.sha256,
                content_type="audio/mp4",
                wrapped_key=stored.wrapped_key,
                created_at=now,
            ),
            FileOpening(
                file_id=voice.id,
                organisation_id=application.organisation_id,
                person_name="Nadia",
                opened_at=now,
            ),
            ApplicationEvent(**owner, at=now, kind="submitted", author="candidate"),
            ApplicationMessage(**owner, at=now, author="candidate", body="Bonjour"),
            ScreeningNote(**owner, at=now, person_name="Nadia", criterion="Écouter", body="Bien."),
            CallbackTry(
                organisation_id=application.organisation_id,
                callback_id=callback.id,
                at=now,
                person_name="Nadia",
                outcome="no_answer",
            ),
            OutgoingMessage(
                organisation_id=application.organisation_id,
                about_id=application.id,
                channel="sms",
                address=application.contact_phone or "+33639980001",
                template="jobs.step",
                locale="ps",
                state="sent",
                created_at=now,
            ),
        ]
    )
    session.flush()
    return application


@dataclass(frozen=True)
class Rule:
    """What the table of LG-01 says of one kind: how many days after which moment."""

    name: str
    values: dict[str, Any]
    days: int


DRAFT = {
    "state": "draft",
    "submitted_at": None,
    "consented_at": None,
    "answer_due_on": None,
    "waiting_for_answer": False,
}
OVER = {"waiting_for_answer": False}
RULES = (
    Rule("draft", DRAFT, 30),
    Rule("declined", {**OVER, "state": "declined", "decline_kind": "post"}, 91),
    Rule("withdrawn", {**OVER, "state": "withdrawn"}, 91),
    Rule("obsolete", {**OVER, "state": "obsolete"}, 91),
    Rule("accepted", {**OVER, "state": "accepted"}, 91),
    Rule("received", {}, 730),
    Rule("in_review", {"state": "in_review"}, 730),
    Rule("interview", {**OVER, "state": "interview"}, 730),
    Rule("offered", {**OVER, "state": "offered"}, 730),
)


def _left(backstage: Session) -> set[UUID]:
    backstage.expire_all()
    return set(backstage.scalars(select(Application.id)))


def _hanging(backstage: Session) -> dict[str, int]:
    return {
        table.__tablename__: backstage.scalar(select(func.count()).select_from(table)) or 0
        for table in HANGING
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_an_application_stays_until_its_day_and_then_leaves_nothing(
    backstage: Session, database: Database, house: House, run_jobs: Callable[[], None], rule: Rule
) -> None:
    before = _hanging(backstage)
    one = everything(backstage, house, **rule.values).id
    backstage.commit()
    with later(days=rule.days, hours=-1):
        forgetting.forget_applications(database)
        assert one in _left(backstage)
    with later(days=rule.days, hours=1):
        assert any(
            line.how_many for line in forgetting.forget_applications(database, rehearsal=True)
        )
        assert one in _left(backstage)
        forgetting.forget_applications(database)
        assert one not in _left(backstage)
    after = _hanging(backstage)
    # What the house had itself may be over too by then.
    assert all(after[table] <= before[table] for table in before)
    run_jobs()
    assert list(vault.current().list_ids()) == []
    about = select(OutgoingMessage).where(OutgoingMessage.about_id == one)
    assert backstage.scalars(about).all() == []
    ledger = select(Erasure).where(Erasure.subject_id == one)
    assert backstage.scalars(ledger).one().kind == "application"


def test_the_night_forgets_exactly_what_the_table_says(
    backstage: Session, database: Database, house: House
) -> None:
    """One of each kind on each side of its day, all at once."""
    gone: set[UUID] = set()
    kept: set[UUID] = set()
    for rule in RULES:
        for days, where in ((rule.days + 1, gone), (rule.days - 1, kept)):
            at = clock.now() - timedelta(days=days)
            dated = {"created_at": at, "state_changed_at": at, "last_activity_at": at}
            if rule.name != "draft":
                dated["submitted_at"] = dated["consented_at"] = at
            where.add(make_application(backstage, house, **(rule.values | dated)).id)
    day = clock.today()
    for until, where in ((day - timedelta(days=1), gone), (day, kept)):
        pool = make_application(
            backstage,
            house,
            state="pool",
            waiting_for_answer=False,
            pool_until=until,
            pool_consented_at=clock.now() - timedelta(days=700),
        )
        where.add(pool.id)
    own = {house.application.id, house.draft_application.id}
    backstage.commit()
    announced = forgetting.forget_applications(database, rehearsal=True)
    assert _left(backstage) == gone | kept | own
    done = forgetting.forget_applications(database)
    assert announced == done
    assert sum(line.how_many for line in done) == len(gone)
    assert _left(backstage) == kept | own


def test_without_an_answer_it_ends_three_months_after_the_offer_and_the_last_contact(
    backstage: Session, database: Database, house: House
) -> None:
    """What the person agreed to: no longer, and never in the middle of a talk."""
    now = clock.now()
    silent, written, met = (make_application(backstage, house) for _ in range(3))
    house.offer.state, house.offer.close_reason = OfferState.CLOSED, CloseReason.EXPIRED
    house.offer.closed_at = now + timedelta(days=30)
    backstage.add(
        ApplicationMessage(
            organisation_id=written.organisation_id,
            application_id=written.id,
            at=now + timedelta(days=60),
            author="structure",
            body="Nous vous répondons bientôt.",
        )
    )
    met.state, met.interview_on = ApplicationState.INTERVIEW, now + timedelta(days=90)
    backstage.commit()
    ends = {silent.id: 30 + 91, written.id: 60 + 91, met.id: 90 + 91}
    for one, days in ends.items():
        with later(days=days, hours=-1):
            forgetting.forget_applications(database)
            assert one in _left(backstage)
        with later(days=days, hours=1):
            forgetting.forget_applications(database)
            assert one not in _left(backstage)


def test_keeping_for_later_lasts_two_years_with_a_word_a_month_before(
    backstage: Session,
    database: Database,
    house: House,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    application = make_application(
        backstage,
        house,
        locale="fr",
        contact_email="noor@example.org",
        state="pool",
        waiting_for_answer=False,
        pool_consented_at=clock.now(),
        pool_until=clock.today() + timedelta(days=730),
    )
    backstage.commit()
    one, phone = application.id, application.contact_phone
    with later(days=695):
        forgetting.tend_applications(database)
        run_jobs()
        assert not [sent for sent in outbox.messages if "effacée" in sent.text]
    with later(days=701):
        for _ in range(2):
            forgetting.tend_applications(database)
        run_jobs()
        told = [sent for sent in outbox.messages if "effacée" in sent.text]
        assert [sent.to for sent in told] == ["noor@example.org"]
        assert len(outbox.to(phone)) == 1
    with later(days=731):
        forgetting.forget_applications(database)
        assert one not in _left(backstage)


def test_the_wish_for_an_interview_goes_with_it_and_an_answer_is_owed_again(
    backstage: Session, database: Database, house: House
) -> None:
    at = clock.now() + timedelta(days=3)
    application = make_application(
        backstage,
        house,
        state="interview",
        waiting_for_answer=False,
        interview_on=at,
        adjustment="Une pièce calme",
    )
    backstage.commit()
    with later(days=3, hours=2):
        forgetting.tend_applications(database)
        backstage.refresh(application)
        assert application.adjustment == "Une pièce calme"
    with later(days=4):
        forgetting.tend_applications(database)
        backstage.refresh(application)
        assert application.adjustment == ""
        assert application.waiting_for_answer


@pytest.mark.parametrize(
    ("state", "interview_in"), [("received", None), ("interview", None), ("interview", 80)]
)
def test_a_wish_for_an_interview_without_a_date_has_a_longest_age(
    backstage: Session,
    database: Database,
    house: House,
    state: str,
    interview_in: int | None,
) -> None:
    """Nobody noted when it would be, or nothing was answered: two months, as long as an answer may
    take. An interview that is still to come is waited for.
    """
    on = clock.now() + timedelta(days=interview_in) if interview_in else None
    application = make_application(
        backstage, house, state=state, interview_on=on, adjustment="Une pièce calme"
    )
    backstage.commit()
    end = interview_in or 62
    with later(days=end - 1):
        forgetting.tend_applications(database)
        backstage.refresh(application)
        assert application.adjustment == "Une pièce calme"
    with later(days=end + 1):
        told = forgetting.tend_applications(database, rehearsal=True)
        assert sum(line.how_many for line in told)
        forgetting.tend_applications(database)
        backstage.refresh(application)
        assert application.adjustment == ""
        assert not sum(
            line.how_many for line in forgetting.tend_applications(database, rehearsal=True)
        )


def _mails(outbox: Outbox, words: str) -> list[Any]:
    return [sent for sent in outbox.messages if words in sent.subject]


def test_the_structure_is_reminded_before_the_day_and_the_federation_told_after(
    backstage: Session,
    database: Database,
    house: House,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    backstage.execute(text("UPDATE application SET waiting_for_answer = false"))
    for _ in range(3):
        make_application(backstage, house, answer_due_on=clock.today() + timedelta(days=10))
    answered = make_application(
        backstage, house, answer_due_on=clock.today() + timedelta(days=10), waiting_for_answer=False
    )
    backstage.commit()
    with later(days=4):
        tasks.remind_answers(0)
        run_jobs()
        assert _mails(outbox, "attendent votre réponse") == []
    with later(days=6):
        for _ in range(2):
            tasks.remind_answers(0)
            run_jobs()
        reminders = _mails(outbox, "3 personnes attendent votre réponse")
        # Whoever only writes offers is not written to about candidates.
        assert len(reminders) == 2
        assert not [sent for sent in outbox.messages if "en retard" in sent.subject]
    with later(days=11):
        for _ in range(2):
            tasks.remind_answers(0)
            run_jobs()
        late = _mails(outbox, "3 réponses promises sont en retard")
        assert len(late) == 1
        assert house.structure.name in late[0].subject
        said = late[0].text + late[0].html
        people = backstage.scalars(select(Application)).all()
        assert not any(one.reference in said for one in people)
        assert not any(one.candidate_name in said for one in people if one.candidate_name)
    backstage.refresh(answered)
    assert answered.reminded_at is None


def test_security_data_is_forgotten_by_its_rules(
    backstage: Session, database: Database, house: House
) -> None:
    jobs_of_house = {
        "sign_in_code": backstage.scalar(select(func.count()).select_from(SignInCode)),
        "sign_in": backstage.scalar(select(func.count()).select_from(SignIn)),
    }
    assert all(jobs_of_house.values())
    ended = backstage.scalars(select(SignIn)).first()
    assert ended is not None
    ended.ended_at = clock.now()
    backstage.commit()
    with later(days=181):
        counted = {
            line.what: line.how_many
            for line in forgetting.forget_security(database, rehearsal=True)
        }
        done = {line.what: line.how_many for line in forgetting.forget_security(database)}
        assert counted == done
    assert done["sign_in"] == 1
    assert done["sign_in_code"] == jobs_of_house["sign_in_code"]
    assert backstage.scalar(select(func.count()).select_from(SignInCode)) == 0
    left = backstage.scalar(select(func.count()).select_from(SignIn)) or 0
    assert left == (jobs_of_house["sign_in"] or 0) - 1


def test_the_audit_forgets_its_oldest_entries_and_still_holds_together(
    backstage: Session, database: Database, house: House
) -> None:
    chain = str(house.structure.id)
    backstage.execute(text("DELETE FROM audit_entry"))
    backstage.commit()
    for days in (400, 390, 10):
        with later(days=-days), database.session() as session, session.begin():
            audit.record(session, "test", organisation_id=house.structure.id)
    forgetting.forget_security(database)
    entries = backstage.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [entry.action for entry in entries] == ["test", audit.FORGOTTEN]
    assert audit.broken_links(backstage, chain) == []
    backstage.delete(entries[0])
    backstage.flush()
    assert audit.broken_links(backstage, chain) != []


def test_a_file_nothing_names_goes_after_a_week_and_no_other(
    backstage: Session, database: Database, house: House, run_jobs: Callable[[], None]
) -> None:
    application = make_application(backstage, house)
    named = give_voice(backstage, application)
    said = unattached(backstage, application, purpose="message")
    backstage.add(
        ApplicationMessage(
            organisation_id=application.organisation_id,
            application_id=application.id,
            at=clock.now(),
            author="candidate",
            file_id=said.id,
        )
    )
    alone = unattached(backstage, application)
    refused = unattached(backstage, application, state="refused", ready_at=None)
    read_aloud = unattached(
        backstage, application, purpose="offer_recording", holder_digest=None, kind="audio"
    )
    # What is read aloud in a framework has its own end.
    read_there = unattached(
        backstage, application, purpose="reading", holder_digest=None, kind="audio"
    )
    backstage.add_all(_bytes_of(alone))
    backstage.commit()
    kept = {named.id, said.id, read_aloud.id, read_there.id}
    there = {*kept, alone.id, refused.id}

    def left() -> set[UUID]:
        backstage.expire_all()
        return set(backstage.scalars(select(StoredFile.id).where(StoredFile.id.in_(there))))

    with later(days=6, hours=23):
        forgetting.forget(database)
        assert left() == there
    with later(days=7, hours=1):
        announced = forgetting.forget_files(database, rehearsal=True)
        assert left() == there
        assert forgetting.forget_files(database) == announced
        assert left() == kept
    assert [line.how_many for line in announced] == [2]
    run_jobs()
    assert list(vault.current().list_ids()) == []


def test_a_rehearsal_changes_nothing(backstage: Session, database: Database, house: House) -> None:
    everything(backstage, house, **DRAFT)
    backstage.commit()
    before = _hanging(backstage), _left(backstage)
    with later(days=4000):
        forgetting.tend_applications(database, rehearsal=True)
        lines = forgetting.forget(database, rehearsal=True)
    assert sum(line.how_many for line in lines) > 0
    assert (_hanging(backstage), _left(backstage)) == before


def _fail_for(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, position: int) -> list[Any]:
    """The first call of this function raises; what the others were called about."""
    real, seen = getattr(module, name), []

    def act(*arguments: Any) -> Any:
        seen.append(arguments[position])
        if arguments[position] == seen[0]:
            raise RuntimeError
        return real(*arguments)

    monkeypatch.setattr(module, name, act)
    return seen


def test_an_application_that_cannot_be_erased_holds_back_no_other(
    backstage: Session, database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(rule for rule in RULES if rule.name == "declined")
    mine = {everything(backstage, house, **rule.values).id for _ in range(3)}
    backstage.commit()
    seen = _fail_for(monkeypatch, keeping, "erase", 2)
    with later(days=rule.days + 1), pytest.raises(SomeFailed):
        tasks.forget(0)
    assert seen[0] in _left(backstage)
    assert _left(backstage) & mine <= {seen[0]}
    # What comes after the applications is done too.
    assert backstage.scalars(select(SignInCode)).all() == []


def test_a_structure_that_cannot_be_reminded_holds_back_no_other(
    backstage: Session,
    database: Database,
    house: House,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    houses = [house, build_whole_house(backstage, "theirs", "THEIRS")]
    backstage.execute(text("UPDATE application SET waiting_for_answer = false"))
    for one in houses:
        make_application(backstage, one, answer_due_on=clock.today() + timedelta(days=10))
        make_application(backstage, one, answer_due_on=clock.today() + timedelta(days=2))
    backstage.commit()
    _fail_for(monkeypatch, keeping, "remind_structure", 1)
    with later(days=6), pytest.raises(SomeFailed):
        tasks.remind_answers(0)
    run_jobs()
    assert len(_mails(outbox, "attend votre réponse")) == 2
    # What comes after the reminders is done too.
    assert len(_mails(outbox, "en retard")) == 2


def test_an_interview_that_cannot_be_noted_holds_back_no_other(
    backstage: Session, database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_application(backstage, house, state="interview", interview_on=clock.now())
    backstage.commit()
    seen = _fail_for(monkeypatch, keeping, "note_interview_passed", 2)
    with later(days=2), pytest.raises(SomeFailed):
        tasks.tend_applications(0)
    rows = backstage.scalars(select(Application).where(Application.interview_on.is_not(None)))
    waiting = {row.id for row in rows if row.interview_passed_at is None}
    assert waiting == {seen[0]}
    assert len(seen) >= 3


def test_what_was_given_for_a_record_and_never_kept_goes_after_a_week(
    backstage: Session, database: Database, house: House, run_jobs: Callable[[], None]
) -> None:
    owner = house.recruiter.id

    def given(days: int, **values: Any) -> StoredFile:
        then = clock.now() - timedelta(days=days)
        own = {"organisation_id": None, "holder_digest": None, "person_id": owner}
        what = {"purpose": "evidence", "kind": "audio", "created_at": then, "received_at": then}
        return unattached(backstage, house.application, **(own | what | values))

    alone, refused = given(8), given(8, state="refused", ready_at=None)
    young, arriving = given(6), given(8, state="receiving", received_size=10, received_at=None)
    # As old, and each named by one table: beside a line, with a share, said for an interview.
    line, shared, prepared = given(8), given(8), given(8)
    answered = select(GridAnswer.action_id).where(GridAnswer.person_id == owner)
    assert house.share is not None
    assert house.interview is not None
    backstage.add_all(
        [
            *_bytes_of(alone),
            Evidence(
                person_id=owner,
                action_id=backstage.scalars(answered).one(),
                kind="voice",
                file_id=line.id,
                created_at=clock.now(),
            ),
            ShareFile(share_id=house.share.id, person_id=owner, file_id=shared.id),
            InterviewPreparation(
                interview_id=house.interview.id,
                person_id=owner,
                topic="project",
                file_id=prepared.id,
                changed_at=clock.now(),
            ),
        ]
    )
    backstage.commit()
    kept = {one.id for one in (young, arriving, line, shared, prepared)}
    there = {*kept, alone.id, refused.id}

    def left() -> set[UUID]:
        backstage.expire_all()
        return set(backstage.scalars(select(StoredFile.id).where(StoredFile.id.in_(there))))

    assert left() == there
    assert [line.how_many for line in forgetting.forget_files(database)] == [2]
    # Before any job: the sweep of the hour has its own rule for a file that never arrived.
    assert left() == kept
    run_jobs()
    assert list(vault.current().list_ids()) == []


def test_the_sweep_knows_every_table_that_names_a_file(backstage: Session) -> None:
    """A new table of recordings must be in the door, or what it holds is swept after a week."""
    naming = backstage.scalars(
        text(
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'stored_file'::regclass"
        )
    ).all()
    door = backstage.scalars(
        text("SELECT prosrc FROM pg_proc WHERE proname = 'door_unattached_files'")
    ).one()
    looked_at = {table for table in naming if f"FROM {table} " in door}
    # The first two go with the file; the others hold purposes the door never names.
    assert set(naming) - looked_at == {
        "stored_object",
        "file_opening",
        "offer_recording",
        "framework_recording",
        "section_recording",
    }
    assert not any(f"'{purpose}'" in door for purpose in READ_ALOUD)
