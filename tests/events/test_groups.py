"""Entering a group knowingly, hosting one, leaving; dates and who is told what."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.events import codes
from portal.events.actions import groups as actions
from portal.events.actions import meetings as dates
from portal.events.actions import memberships
from portal.events.enums import Audience, Rhythm
from portal.events.errors import AlreadyRun, LastHost, MeetingOver
from portal.events.models import GroupMeeting, GroupMembership, MeetingSignUp, PracticeGroup
from portal.events.queries import groups, meetings
from portal.kernel import clock
from portal.kernel.db import reach
from portal.kernel.errors import Gone, Invalid, NotFound, Throttled
from portal.kernel.models import AuditEntry, Erasure
from portal.organisations.enums import Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from tests.events.conftest import Circle, enter_all, in_hours
from tests.factories.groups import LINK, make_meeting

Acting = Callable[[Actor], AbstractContextManager[Session]]
KEY = b"k" * 32


def facts(audience: Audience = Audience.OPEN, title: str = "Groupe du mardi") -> actions.GroupFacts:
    return actions.GroupFacts(title=title, audience=audience, city="Paris")


def when(days: int = 7, **values: str) -> dates.MeetingFacts:
    day = clock.today() + timedelta(days=days)
    return dates.MeetingFacts(day, time(14), time(16), **values)


def test_between_peers_one_says_so_and_nothing_is_kept_of_it(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    circle.group.audience = Audience.PEERS
    backstage.commit()
    noor = circle.actor("Noor")
    with acting(noor) as session, pytest.raises(Invalid):
        memberships.join_group(session, noor, circle.group.id, shown_name="Noor")
    with acting(noor) as session:
        memberships.join_group(session, noor, circle.group.id, shown_name="N.", as_peer=True)
    row = backstage.scalars(select(GroupMembership)).one()
    assert (row.shown_name, row.seen_by_facilitator) == ("N.", False)
    columns = set(GroupMembership.__table__.columns.keys())
    assert columns == {
        "id",
        "group_id",
        "person_id",
        "role",
        "shown_name",
        "seen_by_facilitator",
        "joined_at",
    }
    assert backstage.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_a_group_on_invitation_is_entered_by_its_link_only(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    noor, idris = circle.actor("Noor"), circle.actor("Idris")
    with acting(noor) as session:
        group = actions.found_group(session, noor, KEY, facts(Audience.INVITED), shown_name="Noor")
    token = codes.token(KEY, group.id, 1)
    with acting(idris) as session:
        assert groups.list_others(session, idris)[0].group.id == circle.group.id
        assert len(groups.list_others(session, idris)) == 1
        with pytest.raises(NotFound):
            memberships.join_group(session, idris, group.id, shown_name="Idris")
    with acting(idris) as session:
        seen = groups.open_link(session, idris, token)
        memberships.join_group(session, idris, seen.group.id, shown_name="Idris")
    with acting(noor) as session:
        assert [m.shown_name for m in groups.list_members(session, noor, group.id)] == [
            "Noor",
            "Idris",
        ]
        actions.renew_link(session, noor, KEY, group.id)
    lina = circle.actor("Lina")
    with acting(lina) as session, pytest.raises(NotFound):
        groups.open_link(session, lina, token)


def test_who_hosts_alone_hands_over_or_closes(circle: Circle, acting: Acting) -> None:
    noor, idris = circle.actor("Noor"), circle.actor("Idris")
    with acting(noor) as session:
        group = actions.found_group(session, noor, KEY, facts(), shown_name="Noor")
    with acting(idris) as session:
        memberships.join_group(session, idris, group.id, shown_name="Idris")
    with acting(idris) as session, pytest.raises(AlreadyRun):
        memberships.take_over(session, idris, group.id)
    with acting(noor) as session, pytest.raises(LastHost):
        memberships.leave_group(session, noor, group.id)
    with acting(noor) as session:
        actions.close_group(session, noor, group.id)
        memberships.leave_group(session, noor, group.id)
    with acting(idris) as session:
        memberships.take_over(session, idris, group.id)
        assert groups.get_run(session, idris, group.id).closed_at is not None
        with pytest.raises(Gone):
            dates.add_meetings(session, idris, group.id, when())


def test_leaving_takes_sign_ups_and_is_remembered_for_backups(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    noor = circle.actor("Noor")
    enter_all(backstage, circle, "Noor", "Idris")
    make_meeting(backstage, circle.group, in_hours(50), circle.people["Noor"].id)
    backstage.commit()
    with acting(noor) as session:
        memberships.leave_group(session, noor, circle.group.id)
        assert groups.list_mine(session, noor) == []
    assert backstage.scalar(select(func.count()).select_from(MeetingSignUp)) == 0
    assert backstage.scalars(select(Erasure.kind)).all() == ["group_membership"]


def test_only_who_runs_a_group_changes_it(circle: Circle, acting: Acting) -> None:
    noor = circle.actor("Noor")
    with acting(noor) as session:
        memberships.join_group(session, noor, circle.group.id, shown_name="Noor")
        with pytest.raises(NotFound):
            actions.edit_group(session, noor, circle.group.id, facts())
        with pytest.raises(NotFound):
            dates.add_meetings(session, noor, circle.group.id, when())
    with acting(circle.other_officer) as session, pytest.raises(NotFound):
        actions.close_group(session, circle.other_officer, circle.group.id)
    with acting(circle.officer) as session:
        actions.edit_group(session, circle.officer, circle.group.id, facts(title="Autrement"))
        assert groups.list_run(session, circle.officer)[0].title == "Autrement"


def test_a_federation_no_longer_vouched_for_shows_no_group(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    enter_all(backstage, circle, "Noor")
    backstage.execute(
        update(Organisation)
        .where(Organisation.id == circle.federation.id)
        .values(standing=Standing.SUSPENDED)
    )
    backstage.commit()
    idris, noor = circle.actor("Idris"), circle.actor("Noor")
    with acting(idris) as session:
        assert groups.list_others(session, idris) == []
    with acting(noor) as session:
        [mine] = groups.list_mine(session, noor)
        assert (mine.federation, mine.is_of_federation) == ("", True)


def test_nobody_opens_group_after_group(circle: Circle, acting: Acting) -> None:
    noor = circle.actor("Noor")
    with acting(noor) as session:
        for number in range(actions.GROUPS_PER_DAY):
            told = facts(title=f"Groupe {number}")
            actions.found_group(session, noor, KEY, told, shown_name="Noor")
        with pytest.raises(Throttled):
            actions.found_group(session, noor, KEY, facts(), shown_name="Noor")


def test_a_federation_adds_a_series_and_says_so_in_its_own_journal(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    with acting(circle.officer) as session:
        group = actions.found_group(session, circle.officer, KEY, facts())
        added = dates.add_meetings(
            session,
            circle.officer,
            group.id,
            when(place="Salle 2", video_link=LINK),
            rhythm=Rhythm.MONTHLY,
            how_many=6,
        )
    assert len(added) == 6
    assert len({meeting.starts_at.astimezone(clock.PARIS).hour for meeting in added}) == 1
    assert backstage.scalars(select(AuditEntry.action)).all() == ["group.opened"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"days": -1}, "day"),
        ({"video_link": "http://visio.example.org"}, "video_link"),
        ({"video_link": "javascript:alert(1)"}, "video_link"),
        ({"video_link": "https://["}, "video_link"),
    ],
)
def test_a_date_that_cannot_be_is_refused(
    circle: Circle, acting: Acting, changed: dict[str, object], field: str
) -> None:
    with acting(circle.officer) as session, pytest.raises(Invalid) as refusal:
        dates.add_meetings(
            session,
            circle.officer,
            circle.group.id,
            when(**changed),  # type: ignore[arg-type]  # one of each kind
        )
    assert set(refusal.value.fields) == {field}


def test_the_end_comes_after_the_beginning(circle: Circle, acting: Acting) -> None:
    wrong = dates.MeetingFacts(clock.today() + timedelta(days=2), time(16), time(14))
    with acting(circle.officer) as session, pytest.raises(Invalid) as refusal:
        dates.add_meetings(session, circle.officer, circle.group.id, wrong)
    assert set(refusal.value.fields) == {"ends"}


def test_the_place_shows_once_signed_up_and_hides_again(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    enter_all(backstage, circle, "Noor", "Idris")
    meeting = make_meeting(backstage, circle.group, in_hours(50))
    backstage.commit()
    noor = circle.actor("Noor")
    with acting(noor) as session:
        assert meetings.get_meeting(session, noor, meeting.id).room is None
        dates.sign_up(session, noor, meeting.id)
        dates.sign_up(session, noor, meeting.id)
    with acting(noor) as session:
        found = meetings.get_meeting(session, noor, meeting.id)
        assert found.room is not None
        assert (found.room.video_link, found.names) == (LINK, ["Noor"])
        dates.give_up(session, noor, meeting.id)
    with acting(noor) as session:
        assert meetings.get_meeting(session, noor, meeting.id).room is None


def test_a_past_or_cancelled_date_is_not_chosen(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    enter_all(backstage, circle, "Noor")
    past = make_meeting(backstage, circle.group, in_hours(-50))
    coming = make_meeting(backstage, circle.group, in_hours(50))
    backstage.commit()
    with acting(circle.officer) as session:
        dates.cancel_meeting(session, circle.officer, coming.id)
    noor = circle.actor("Noor")
    for meeting in (past, coming):
        with acting(noor) as session, pytest.raises(MeetingOver):
            dates.sign_up(session, noor, meeting.id)


def test_a_stranger_cannot_sign_up(circle: Circle, acting: Acting, backstage: Session) -> None:
    meeting = make_meeting(backstage, circle.group, in_hours(50))
    backstage.commit()
    lina = circle.actor("Lina")
    with acting(lina) as session, pytest.raises(NotFound):
        dates.sign_up(session, lina, meeting.id)


def test_the_link_opens_one_transaction_only(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    circle.group.audience = Audience.INVITED
    backstage.commit()
    lina = circle.actor("Lina")
    with acting(lina) as session:
        reach(session, group=circle.group.code_digest)
        assert session.scalar(select(func.count()).select_from(PracticeGroup)) == 1
    with acting(lina) as session:
        assert session.scalar(select(func.count()).select_from(PracticeGroup)) == 0
        assert session.scalar(select(func.count()).select_from(GroupMeeting)) == 0
