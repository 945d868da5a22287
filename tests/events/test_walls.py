"""Who must never see that somebody takes part: tried in SQL, without any `where`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.events.models import (
    GroupMeeting,
    GroupMembership,
    MeetingRoom,
    MeetingSignUp,
    NearbyCard,
    NearbyMessage,
    PracticeGroup,
)
from portal.events.queries import groups, meetings
from portal.kernel import clock
from portal.kernel.db import Base, Database, Reach
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor
from tests.events.conftest import NAMES, Circle, enter_all, in_hours
from tests.factories.groups import make_card, make_group, make_meeting, take_part
from tests.factories.people import make_organisation

Acting = Callable[[Actor], AbstractContextManager[Session]]


def seen(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def full(circle: Circle, backstage: Session) -> GroupMeeting:
    """Everybody but Yana takes part; Noor let the federation see her name; two come."""
    for name in NAMES[:-1]:
        take_part(backstage, circle.group, circle.people[name].id, name, named=name == "Noor")
    there = [circle.people[name].id for name in ("Noor", "Idris")]
    found = make_meeting(backstage, circle.group, in_hours(50), *there)
    make_card(backstage, circle.people["Noor"].id, "Noor")
    backstage.commit()
    return found


def test_an_employer_sees_nothing_of_its_own_people(
    circle: Circle, full: GroupMeeting, database: Database
) -> None:
    """Even with the person's own reach: inside an organisation's space the groups do not exist."""
    reaching = Reach(
        person_id=circle.people["Noor"].id,
        organisation_id=circle.other_federation.id,
        organisation_kind="structure",
    )
    with database.session(reaching) as session:
        for table in (PracticeGroup, GroupMembership, GroupMeeting, MeetingRoom, MeetingSignUp):
            assert seen(session, table) == 0, table
        assert seen(session, NearbyCard) == 0


def test_a_federation_sees_its_group_a_number_and_one_name(
    circle: Circle, full: GroupMeeting, acting: Acting
) -> None:
    with acting(circle.officer) as session:
        assert session.scalars(select(GroupMembership.shown_name)).all() == ["Noor"]
        assert seen(session, MeetingSignUp) == 0
        assert groups.member_counts(session, circle.officer) == {circle.group.id: 5}
        assert meetings.meeting_counts(session, circle.officer) == {}
        assert seen(session, MeetingRoom) == 1
    with acting(circle.other_officer) as session:
        for table in (PracticeGroup, GroupMembership, GroupMeeting, MeetingRoom):
            assert seen(session, table) == 0, table
        assert groups.member_counts(session, circle.other_officer) == {}


def test_four_people_are_not_a_number(circle: Circle, acting: Acting, backstage: Session) -> None:
    enter_all(backstage, circle, *NAMES[:4])
    with acting(circle.officer) as session:
        assert groups.member_counts(session, circle.officer) == {}


def test_a_stranger_sees_the_group_and_nobody_in_it(
    circle: Circle, full: GroupMeeting, acting: Acting
) -> None:
    yana = circle.actor("Yana")
    with acting(yana) as session:
        assert seen(session, PracticeGroup) == 1
        for table in (GroupMembership, MeetingSignUp, MeetingRoom):
            assert seen(session, table) == 0, table


def test_a_member_reads_the_place_only_when_coming(
    circle: Circle, full: GroupMeeting, acting: Acting
) -> None:
    for name, rooms in (("Noor", 1), ("Lina", 0)):
        with acting(circle.actor(name)) as session:
            assert seen(session, MeetingRoom) == rooms, name
            assert seen(session, GroupMembership) == 5


def test_nobody_is_signed_in_to_see_a_group(circle: Circle, database: Database) -> None:
    with database.session() as session:
        assert seen(session, PracticeGroup) == 0


def test_nobody_makes_themselves_host_where_somebody_runs(
    circle: Circle, full: GroupMeeting, acting: Acting, backstage: Session
) -> None:
    hosted = make_group(backstage, "Entre nous")
    take_part(backstage, hosted, circle.people["Idris"].id, "Idris", host=True)
    take_part(backstage, hosted, circle.people["Lina"].id, "Lina")
    backstage.commit()
    for group, name in ((circle.group, "Lina"), (hosted, "Lina")):
        actor = circle.actor(name)
        with pytest.raises(DBAPIError, match="row-level security"), acting(actor) as session:
            session.execute(
                text(
                    "UPDATE group_membership SET role = 'host'"
                    " WHERE group_id = :group AND person_id = :person"
                ),
                {"group": group.id, "person": actor.person_id},
            )


def test_nobody_enters_for_somebody_else(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    noor = circle.actor("Noor")
    with pytest.raises(DBAPIError, match="row-level security"), acting(noor) as session:
        take_part(session, circle.group, circle.people["Idris"].id, "Idris")


def test_a_group_of_a_person_is_not_made_a_federation_s(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    hosted = make_group(backstage, "Entre nous")
    take_part(backstage, hosted, circle.people["Idris"].id, "Idris", host=True)
    backstage.commit()
    with pytest.raises(DBAPIError), acting(circle.actor("Idris")) as session:
        session.execute(
            text("UPDATE practice_group SET organisation_id = :other WHERE id = :id"),
            {"other": circle.federation.id, "id": hosted.id},
        )
    with acting(circle.officer) as session:
        touched = session.execute(
            text("UPDATE practice_group SET organisation_id = :other WHERE id = :id RETURNING id"),
            {"other": circle.federation.id, "id": hosted.id},
        )
        assert touched.all() == []


def test_words_are_not_written_to_who_does_not_appear(
    circle: Circle, full: GroupMeeting, acting: Acting
) -> None:
    noor, idris = circle.actor("Noor"), circle.actor("Idris")
    with pytest.raises(DBAPIError, match="row-level security"), acting(noor) as session:
        session.execute(
            text(
                "INSERT INTO nearby_message (id, from_id, to_id, from_name, to_name, body,"
                " written_at) VALUES (gen_random_uuid(), :noor, :idris, '', '', 'x', :at)"
            ),
            {"noor": noor.person_id, "idris": idris.person_id, "at": in_hours(0)},
        )


def test_a_card_of_yesterday_opens_nothing_today(
    circle: Circle, full: GroupMeeting, acting: Acting, backstage: Session
) -> None:
    """Whoever no longer appears reads no card at all, by the ground itself once it is forgotten."""
    backstage.query(NearbyCard).update({"until": in_hours(0).date() - timedelta(days=1)})
    backstage.query(NearbyCard).delete()
    backstage.commit()
    make_card(backstage, circle.people["Idris"].id, "Idris")
    backstage.commit()
    with acting(circle.actor("Noor")) as session:
        assert seen(session, NearbyCard) == 0


def test_a_manager_sees_no_card_of_those_they_work_with(
    circle: Circle, full: GroupMeeting, acting: Acting, backstage: Session
) -> None:
    """Near, visible, and at home: the ground itself keeps the card."""
    make_card(backstage, circle.people["Idris"].id, "Idris")
    make_card(backstage, circle.people["Lina"].id, "Lina")
    people = [(circle.people["Noor"], Role.MEMBER), (circle.people["Idris"], Role.MANAGER)]
    make_organisation(backstage, OrganisationKind.STRUCTURE, "La Halte", members=people)
    with acting(circle.actor("Idris")) as session:
        assert set(session.scalars(select(NearbyCard.shown_name))) == {"Idris", "Lina"}
        session.add(
            NearbyMessage(
                from_id=circle.people["Idris"].id,
                to_id=circle.people["Noor"].id,
                from_name="Idris",
                to_name="Noor",
                body="Bonjour",
                written_at=clock.now(),
            )
        )
        with pytest.raises(DBAPIError, match="row-level security"):
            session.flush()
        session.rollback()
