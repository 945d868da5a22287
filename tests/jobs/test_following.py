"""What a person does with an answer they sent: reply, add, take back, erase."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.models import StoredFile
from portal.jobs.actions import following
from portal.jobs.enums import ApplicationState, Author, PartKind
from portal.jobs.errors import MovedOn, NothingToReach
from portal.jobs.models import Application, ApplicationPart, ScreeningNote
from portal.jobs.policy import applications as policy
from portal.jobs.policy import screening
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import OfferToAnswer
from portal.jobs.tasks.applying import check_files
from portal.kernel import clock, vault
from portal.kernel.db import Database, Reach
from portal.kernel.errors import NotFound
from portal.kernel.models import Erasure, OutgoingMessage
from portal.organisations.scope import Actor
from tests.factories.applications import PHONE, Candidate, open_offer, send
from tests.factories.documents import pdf
from tests.factories.house import House, build_house
from tests.factories.recordings import recording
from tests.support.outbox import Outbox


@pytest.fixture(autouse=True)
def _store(settings: Settings) -> None:
    vault.keep_in(settings.files_url, settings.vault_keys)


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "following")
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> OfferToAnswer:
    return open_offer(database, house)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as opened:
        yield opened


@pytest.fixture
def sent(session: Session, settings: Settings, offer: OfferToAnswer) -> Candidate:
    someone = send(session, settings, offer)
    session.commit()
    return someone


def test_withdrawing_twice_is_withdrawing_once(session: Session, sent: Candidate) -> None:
    following.withdraw(session, sent.actor, sent.application_id)
    following.withdraw(session, sent.actor, sent.application_id)
    session.commit()
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert found.state == ApplicationState.WITHDRAWN
    assert not found.waiting_for_answer


def test_withdrawing_erases_what_was_wished_for_an_interview(
    session: Session, sent: Candidate
) -> None:
    application = queries.get_mine(session, sent.actor, sent.application_id)
    application.adjustment = "Une pièce calme"
    session.commit()
    following.withdraw(session, sent.actor, sent.application_id)
    session.commit()
    assert queries.get_mine(session, sent.actor, sent.application_id).adjustment == ""


OVER = (ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.OBSOLETE)


def _end(backstage: Session, someone: Candidate, state: ApplicationState) -> None:
    """As the structure ended it: no trigger has its say here."""
    backstage.execute(text("ALTER TABLE application DISABLE TRIGGER application_moves"))
    backstage.execute(
        update(Application)
        .where(Application.id == someone.application_id)
        .values(
            state=state,
            waiting_for_answer=False,
            decline_kind="post" if state == ApplicationState.DECLINED else None,
        )
    )
    backstage.execute(text("ALTER TABLE application ENABLE TRIGGER application_moves"))
    backstage.commit()


@pytest.mark.parametrize("state", OVER)
def test_the_person_may_answer_as_long_as_the_structure_may_write(
    session: Session,
    sent: Candidate,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    state: ApplicationState,
) -> None:
    _end(backstage, sent, state)
    following.reply(session, sent.actor, sent.application_id, body="Merci.", language="fr")
    following.change_contact(
        session, sent.actor, sent.application_id, phone="", email="n@example.org", locale="fr"
    )
    with pytest.raises(MovedOn):
        following.add_file(
            session, sent.actor, sent.application_id, PartKind.CV, _file(session, sent)
        )
    session.commit()
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert not found.waiting_for_answer
    run_jobs()
    assert [one for one in outbox.messages if one.subject.startswith("Nouveau message")]


def test_both_sides_may_write_in_the_same_states(sent: Candidate, session: Session) -> None:
    application = queries.get_mine(session, sent.actor, sent.application_id)
    for state in ApplicationState:
        application.state = state
        assert policy.can_write(sent.actor, application) == screening.may_write(state), state
    session.rollback()


def test_a_post_one_said_yes_to_can_be_given_up(
    session: Session,
    sent: Candidate,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    _end(backstage, sent, ApplicationState.ACCEPTED)
    following.withdraw(session, sent.actor, sent.application_id)
    session.commit()
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert found.state == ApplicationState.WITHDRAWN
    moved = queries.follow(session, sent.actor).events[-1]
    assert (moved.from_state, moved.to_state, moved.author) == (
        "accepted",
        "withdrawn",
        "candidate",
    )
    run_jobs()
    told = [one for one in outbox.messages if one.subject.startswith("Poste non pris finalement")]
    assert told
    assert all(found.reference in one.text for one in told)


def test_erasing_everything_after_a_yes_tells_the_structure(
    session: Session,
    sent: Candidate,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    _end(backstage, sent, ApplicationState.ACCEPTED)
    following.erase(session, sent.actor, sent.application_id)
    session.commit()
    run_jobs()
    assert [one for one in outbox.messages if one.subject.startswith("Poste non pris finalement")]


def _file(session: Session, someone: Candidate) -> UUID:
    """A recording the person sent after the rest."""
    found = queries.get_mine(session, someone.actor, someone.application_id)
    return files.receive_whole(
        session,
        someone.actor,
        FilePurpose.MESSAGE,
        found.organisation_id,
        "voice.opus",
        BytesIO(recording("whatsapp.opus")),
    )


def _structure(database: Database, house: House) -> Session:
    return database.session(
        Reach(organisation_id=house.structure.id, organisation_kind="structure")
    )


def test_a_reply_is_owed_an_answer(
    session: Session,
    sent: Candidate,
    house: House,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    application = backstage.get(Application, sent.application_id)
    assert application
    application.waiting_for_answer = False
    application.answer_due_on = clock.today() - timedelta(days=3)
    backstage.commit()
    spoken = _file(session, sent)
    for _again in range(2):
        following.reply(
            session,
            sent.actor,
            sent.application_id,
            body="سلام",
            language="ps",
            file_id=spoken,
        )
    session.commit()
    found = queries.follow(session, sent.actor)
    [word] = found.words
    assert (word.body, word.author, word.language) == ("سلام", Author.CANDIDATE, "ps")
    assert word.file
    assert word.file.released_at
    assert found.prepared.application.waiting_for_answer
    assert found.prepared.application.answer_due_on == clock.today() + timedelta(days=21)
    run_jobs()
    told = {m.to for m in outbox.messages if "vous a écrit" in m.text}
    assert len(told) == 2
    assert all("سلام" not in m.text for m in outbox.messages)


def test_a_flood_of_replies_is_one_mail_in_ten_minutes(
    session: Session,
    sent: Candidate,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
) -> None:
    """Each says something else: recruiters hear the first at once, the rest together."""
    start = clock.now().replace(minute=2, second=0)

    def say(minute: int) -> None:
        with clock.pretending(start + timedelta(minutes=minute)):
            body = f"mot {minute}"
            following.reply(session, sent.actor, sent.application_id, body=body, language="fr")
            session.commit()

    say(0)
    for minute in range(1, 8):
        say(minute)
    later = backstage.execute(
        text(
            "SELECT DISTINCT args ->> 'moment' FROM procrastinate_jobs"
            " WHERE task_name = 'jobs.tell_structure' AND args ->> 'what' = 'written'"
            " AND scheduled_at IS NOT NULL"
        )
    ).all()
    assert len(later) == 1, "all the others wait for the same moment"
    backstage.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    backstage.commit()
    run_jobs()
    told: dict[str, int] = {}
    for message in outbox.messages:
        if "vous a écrit" in message.text:
            told[message.to] = told.get(message.to, 0) + 1
    assert sorted(told.values()) == [2, 2]


def test_a_document_added_twice_is_there_once(
    session: Session, sent: Candidate, database: Database, house: House
) -> None:
    application = queries.get_mine(session, sent.actor, sent.application_id)
    given = files.receive_whole(
        session,
        sent.actor,
        FilePurpose.CV,
        application.organisation_id,
        "cv.pdf",
        BytesIO(pdf()),
    )
    for _again in range(2):
        following.add_file(session, sent.actor, sent.application_id, PartKind.CV, given)
    session.commit()
    with _structure(database, house) as structure:
        parts = structure.scalars(
            select(ApplicationPart).where(ApplicationPart.application_id == sent.application_id)
        ).all()
        assert [part.file_id for part in parts] == [given]
        assert "cv" in structure.get_one(Application, sent.application_id).ways


def test_nobody_adds_a_file_of_somebody_else(
    session: Session, settings: Settings, sent: Candidate, offer: OfferToAnswer, database: Database
) -> None:
    with database.session() as other:
        stranger = send(other, settings, offer, phone="+33639980000")
        theirs = _file(other, stranger)
        other.commit()
    with pytest.raises(NotFound):
        following.reply(
            session,
            sent.actor,
            sent.application_id,
            body="",
            language="fr",
            file_id=theirs,
        )


def test_saying_yes_to_a_post_needs_an_offer_of_one(
    session: Session, sent: Candidate, backstage: Session
) -> None:
    with pytest.raises(MovedOn):
        following.accept_post(session, sent.actor, sent.application_id)
    session.rollback()
    for state in ("in_review", "offered"):
        backstage.execute(
            update(Application)
            .where(Application.id == sent.application_id)
            .values(state=state, waiting_for_answer=False)
        )
    backstage.commit()
    for _again in range(2):
        following.accept_post(session, sent.actor, sent.application_id)
    session.commit()
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert found.state == ApplicationState.ACCEPTED


def test_being_kept_for_later_is_the_persons_choice(
    session: Session, sent: Candidate, backstage: Session
) -> None:
    with pytest.raises(MovedOn):
        following.answer_pool(session, sent.actor, sent.application_id, agrees=True)
    session.rollback()
    backstage.execute(
        update(Application)
        .where(Application.id == sent.application_id)
        .values(pool_asked_at=clock.now())
    )
    backstage.commit()
    following.answer_pool(session, sent.actor, sent.application_id, agrees=True)
    session.commit()
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert found.pool_consented_at
    assert found.pool_until == clock.today() + timedelta(days=730)
    # It can be taken back.
    following.answer_pool(session, sent.actor, sent.application_id, agrees=False)
    session.commit()
    assert found.pool_consented_at is None
    assert found.pool_until is None


def test_taking_back_the_consent_once_kept_withdraws(
    session: Session, sent: Candidate, backstage: Session
) -> None:
    backstage.execute(
        update(Application)
        .where(Application.id == sent.application_id)
        .values(
            state="pool",
            waiting_for_answer=False,
            pool_consented_at=clock.now(),
            pool_until=clock.today() + timedelta(days=730),
        )
    )
    backstage.commit()
    following.answer_pool(session, sent.actor, sent.application_id, agrees=False)
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert found.state == ApplicationState.WITHDRAWN


def test_erasing_leaves_nothing_but_a_withdrawal(
    session: Session,
    sent: Candidate,
    house: House,
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    spoken = _file(session, sent)
    following.reply(
        session, sent.actor, sent.application_id, body="Secret", language="fr", file_id=spoken
    )
    session.commit()
    run_jobs()
    backstage.add(
        ScreeningNote(
            organisation_id=house.structure.id,
            application_id=sent.application_id,
            at=clock.now(),
            person_name="R",
            criterion="Écouter",
            body="Secret",
        )
    )
    backstage.commit()
    for _again in range(2):
        following.erase(session, sent.actor, sent.application_id)
        session.commit()
    run_jobs()
    backstage.rollback()
    with _structure(database, house) as structure:
        left = structure.get(Application, sent.application_id)
        assert left
        assert left.state == ApplicationState.WITHDRAWN
        assert (left.contact_phone, left.contact_email, left.candidate_name) == ("", "", "")
    of_it = {"id": sent.application_id}
    for table in ("application_part", "application_message", "screening_note"):
        count = f"SELECT count(*) FROM {table} WHERE application_id = :id"
        assert backstage.scalar(text(count), of_it) == 0, table
    assert backstage.get(StoredFile, spoken) is None
    assert backstage.scalar(select(Erasure.kind).where(Erasure.subject_id == sent.application_id))
    addresses = backstage.scalars(
        select(OutgoingMessage.address).where(OutgoingMessage.about_id == sent.application_id)
    )
    assert PHONE not in set(addresses)
    found = queries.follow(session, sent.actor)
    assert policy.is_erased(found.prepared.application)


def test_an_account_takes_the_application_whose_link_it_holds(
    database: Database, house: House, sent: Candidate
) -> None:
    person = house.candidate.id
    holder = Actor(person_id=person, holder=sent.actor.holder)
    with database.session(Reach(person_id=person)) as session:
        with pytest.raises(NotFound):
            following.claim(session, Actor(person_id=person), sent.application_id)
        following.claim(session, holder, sent.application_id)
        following.claim(session, holder, sent.application_id)
        session.commit()
    with database.session(Reach(person_id=person)) as session:
        mine = queries.list_mine(session, Actor(person_id=person))
        assert sent.application_id in {one.application.id for one in mine}
    other = Actor(person_id=house.recruiter.id, holder=sent.actor.holder)
    reaching = Reach(person_id=house.recruiter.id)
    with database.session(reaching) as session, pytest.raises(MovedOn):
        following.claim(session, other, sent.application_id)


def test_what_is_erased_goes_into_no_account(
    database: Database, house: House, sent: Candidate
) -> None:
    """The empty row stays with its link, for whom to say that it is erased."""
    person = house.candidate.id
    holder = Actor(person_id=person, holder=sent.actor.holder)
    with database.session(Reach(person_id=person, doors={"holder": sent.actor.holder or ""})) as s:
        following.erase(s, sent.actor, sent.application_id)
        s.commit()
    with database.session(Reach(person_id=person)) as session:
        with pytest.raises(MovedOn):
            following.claim(session, holder, sent.application_id)
        assert not policy.can_claim(holder, queries.follow(session, holder).prepared.application)


def test_contact_and_language_change_while_it_lives(session: Session, sent: Candidate) -> None:
    following.change_contact(
        session, sent.actor, sent.application_id, phone="", email="n@example.org", locale="fa-AF"
    )
    with pytest.raises(NothingToReach):
        following.change_contact(
            session, sent.actor, sent.application_id, phone="", email="", locale="fr"
        )
    following.withdraw(session, sent.actor, sent.application_id)
    with pytest.raises(MovedOn):
        following.change_contact(
            session, sent.actor, sent.application_id, phone="", email="n@example.org", locale="fr"
        )
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert (found.contact_phone, found.locale) == ("", "fa-AF")


def test_the_person_hears_that_a_file_cannot_be_read(
    session: Session,
    sent: Candidate,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    application = queries.get_mine(session, sent.actor, sent.application_id)
    given = files.receive_whole(
        session,
        sent.actor,
        FilePurpose.CV,
        application.organisation_id,
        "cv.pdf",
        BytesIO(pdf()),
    )
    following.add_file(session, sent.actor, sent.application_id, PartKind.CV, given)
    session.commit()
    backstage.execute(
        update(StoredFile)
        .where(StoredFile.id == given)
        .values(state="refused", refusal="unreadable")
    )
    backstage.commit()
    for _again in range(2):
        check_files(str(application.organisation_id), str(application.id))
    run_jobs()
    said = [m for m in outbox.to(PHONE) if "fichier" in m.text]
    assert len(said) == 1
    assert "Portail" in said[0].text
