"""An account closes whatever its owner shared, said, held or joined, and nothing tells of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from portal.engagements.models import Engagement, SchemeStep, WelcomeItem
from portal.files.models import StoredFile
from portal.kernel import clock, vault
from portal.kernel.db import Database, Reach
from portal.organisations.models import Membership
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.skills.actions.erasing import erase_record
from tests.factories.arrivals import build_arrival
from tests.factories.house import House, build_whole_house
from tests.factories.interviews import build_opened
from tests.factories.stored import give_recording, seal_objects
from tests.support.blocked import wait_until_blocked
from tests.support.htmx import HtmxVisitor

# What is remembered: that an account was closed, and who did what in an organisation.
REMEMBERED = {"erasure", "audit_entry"}
# The recruiter shares a record and a recording, prepared interviews, belongs to groups and a team,
# and is near somebody. The administrator held the interviews. The candidate reads the share, is in
# the groups and answered an offer. The member has just arrived.
EVERYBODY = ["recruiter", "administrator", "candidate", "member", "manager", "writer"]


@pytest.fixture
def house(backstage: Session, database: Database) -> House:
    built = build_whole_house(backstage, "ours", "OURS")
    people = built.recruiter, built.administrator
    built.opened = build_opened(backstage, built.structure, *people, built.word)
    # Not the last who administers.
    second = update(Membership).where(Membership.person_id == built.manager.id)
    backstage.execute(second.values(role="administrator"))
    seal_objects(backstage)
    backstage.commit()
    return built


def told_of(backstage: Session, person_id: UUID) -> set[str]:
    """The tables that still say something of somebody, in any column."""
    backstage.rollback()
    tables = backstage.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        )
    ).all()
    return {
        table
        for table in tables
        if backstage.scalar(
            text(f"SELECT EXISTS (SELECT 1 FROM {table} t WHERE t::text LIKE :one)"),
            {"one": f"%{person_id}%"},
        )
    }


def given_by(backstage: Session, person_id: UUID) -> set[UUID]:
    """The objects of the files somebody gave for themselves."""
    return set(
        backstage.scalars(
            text(
                "SELECT o.id FROM stored_object o JOIN stored_file f ON f.id = o.file_id"
                " WHERE f.person_id = :person"
            ),
            {"person": person_id},
        )
    )


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_account_closes_and_nothing_tells_of_it(
    who: str,
    house: House,
    backstage: Session,
    signed_in: Callable[[Person], HtmxVisitor],
    run_jobs: Callable[[], None],
) -> None:
    person = getattr(house, who)
    given = given_by(backstage, person.id)
    assert told_of(backstage, person.id) > {"person", "contact_point"}
    visitor = signed_in(person)
    visitor.submit(visitor.get("/account/close").form("/account/close"))
    run_jobs()
    assert told_of(backstage, person.id) <= REMEMBERED
    assert not given & set(vault.current().list_ids())


def test_the_recruiter_has_something_everywhere(house: House, backstage: Session) -> None:
    """So that the test above proves something."""
    assert len(given_by(backstage, house.recruiter.id)) == 6
    assert told_of(backstage, house.recruiter.id) >= {
        "share",
        "share_file",
        "evidence",
        "interview",
        "interview_preparation",
        "interview_record",
        "board_line",
        "group_membership",
        "meeting_sign_up",
        "nearby_card",
        "nearby_message",
    }


@pytest.mark.parametrize("words", ["", "OURS"])
def test_a_record_is_erased_with_what_was_said_for_an_interview(
    words: str, house: House, database: Database, backstage: Session
) -> None:
    """Shares that live, and a preparation of which the other has heard the voice: it stays."""
    spoken = text("UPDATE interview_preparation SET words = :words WHERE file_id IS NOT NULL")
    backstage.execute(spoken, {"words": words})
    backstage.commit()
    with database.session(Reach(house.recruiter.id)) as session:
        erase_record(session, Actor(person_id=house.recruiter.id))
        session.commit()
    heard = text(
        "SELECT o.id FROM stored_object o JOIN interview_preparation p ON p.file_id = o.file_id"
        " WHERE p.person_id = :person"
    )
    kept = backstage.scalars(heard, {"person": house.recruiter.id}).all()
    assert given_by(backstage, house.recruiter.id) == set(kept) != set()
    left = told_of(backstage, house.recruiter.id)
    assert not left & {"share", "share_file", "share_look", "evidence", "grid_answer"}
    assert left >= {"interview", "interview_record", "group_membership"}


def test_the_welcome_of_whoever_left_bears_no_name(
    house: House, backstage: Session, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    """The arrival is over, and nobody of the structure reads who it was: list, page, letter."""
    about = select(Engagement).where(Engagement.person_id == house.member.id)
    arrival = backstage.scalars(about).one()
    arrival.name = house.member.display_name = "Farid Nabizada"
    item = backstage.scalars(
        select(WelcomeItem).where(WelcomeItem.engagement_id == arrival.id)
    ).one()
    item.owner_id, item.owner_name = house.member.id, "Farid Nabizada"
    backstage.execute(delete(SchemeStep))
    other = build_arrival(backstage, house.structure, house.writer, "Inès")
    looked_after = backstage.scalars(
        select(WelcomeItem).where(WelcomeItem.engagement_id == other.id)
    ).one()
    looked_after.done_at, looked_after.done_by = clock.now(), "Farid Nabizada"
    backstage.commit()
    address = f"/employer/{house.structure.slug}/welcome"
    manager = signed_in(house.administrator)
    assert "Farid Nabizada" in manager.get(address).text
    visitor = signed_in(house.member)
    page = visitor.get("/account/close")
    assert "à la place de votre nom" in page.text
    visitor.submit(page.form("/account/close"))
    backstage.refresh(arrival)
    assert arrival.ended_on is not None
    for path in (address, f"{address}/{arrival.id}", f"{address}/{other.id}"):
        assert "Farid" not in manager.get(path).text
    assert "Une personne partie" in manager.get(address).text
    assert manager.get(f"{address}/{arrival.id}").heading == "Une personne partie"


def test_what_arrives_while_an_account_closes_is_left_to_nobody(
    house: House, backstage: Session, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    """Closing waits for what is under way, and erases it too."""
    person = signed_in(house.candidate)
    form = person.get("/account/close").form("/account/close")
    backstage.rollback()
    arriving = give_recording(backstage, house.candidate, "late").id
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(person.submit, form)
        wait_until_blocked(backstage)
        backstage.commit()
        closing.result(timeout=10)
    backstage.expire_all()
    assert arriving not in set(backstage.scalars(select(StoredFile.id)))
