"""Notes open once nobody they speak about objects, and close as soon as somebody does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.events import tasks
from portal.events.actions import memberships
from portal.events.actions import notes as actions
from portal.events.errors import MeetingOver
from portal.events.models import GroupMeeting, GroupMembership, MeetingNote, NoteConsent
from portal.events.queries import meetings, notes
from portal.kernel import clock
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.scope import Actor
from portal.people.models import Person
from tests.events.conftest import Circle, enter_all, in_hours
from tests.factories.groups import make_meeting
from tests.support.outbox import Outbox

Acting = Callable[[Actor], AbstractContextManager[Session]]
WORDS = "Nous avons parlé des limites."


@pytest.fixture
def meeting(circle: Circle, backstage: Session, run_jobs: Callable[[], None]) -> GroupMeeting:
    """Noor and Idris were there yesterday; Lina and Sami were not."""
    enter_all(backstage, circle, "Noor", "Idris", "Lina", "Sami")
    there = [circle.people[name].id for name in ("Noor", "Idris")]
    found = make_meeting(backstage, circle.group, in_hours(-24), *there)
    backstage.commit()
    return found


def propose(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting, *named: str
) -> MeetingNote:
    noor = circle.actor("Noor")
    ids = backstage.scalars(
        select(GroupMembership.id).where(GroupMembership.shown_name.in_(named))
    ).all()
    with acting(noor) as session:
        return actions.propose_notes(session, noor, meeting.id, WORDS, mentions=ids)


def readers(circle: Circle, acting: Acting, note_id: UUID) -> set[str]:
    found = set()
    for name in circle.people:
        actor = circle.actor(name)
        with acting(actor) as session:
            if session.get(MeetingNote, note_id) is not None:
                found.add(name)
    return found


def pass_time(days: float) -> None:
    with clock.pretending(clock.now() + timedelta(days=days)):
        tasks.open_notes(0)


def test_those_who_came_and_those_named_read_first_then_the_group(
    circle: Circle,
    acting: Acting,
    backstage: Session,
    meeting: GroupMeeting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    note = propose(circle, acting, backstage, meeting, "Lina")
    run_jobs()
    assert {one.to for one in outbox.messages} == {"+33639981101", "+33639981102"}
    assert readers(circle, acting, note.id) == {"Noor", "Idris", "Lina"}
    pass_time(6.5)
    assert readers(circle, acting, note.id) == {"Noor", "Idris", "Lina"}
    pass_time(7.5)
    assert readers(circle, acting, note.id) == {"Noor", "Idris", "Lina", "Sami"}


def test_one_objection_keeps_them_closed_and_says_no_name(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting
) -> None:
    note = propose(circle, acting, backstage, meeting)
    idris, noor = circle.actor("Idris"), circle.actor("Noor")
    with acting(idris) as session:
        actions.object_to_notes(session, idris, note.id, wish="Retirez la deuxième phrase.")
    pass_time(8)
    assert readers(circle, acting, note.id) == {"Noor", "Idris"}
    with acting(noor) as session:
        told = notes.get_note(session, noor, note.id)
        assert (told.objections, told.wishes) == (1, ["Retirez la deuxième phrase."])
        assert not told.is_open
        assert "Idris" not in repr((told.wishes, told.author))


def test_open_notes_close_when_anybody_of_the_group_says_so(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting
) -> None:
    note = propose(circle, acting, backstage, meeting)
    pass_time(8)
    sami = circle.actor("Sami")
    with acting(sami) as session:
        actions.object_to_notes(session, sami, note.id)
    assert readers(circle, acting, note.id) == {"Noor", "Idris", "Sami"}
    assert "Lina" not in readers(circle, acting, note.id)


def test_an_objection_outlives_whoever_made_it(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting
) -> None:
    note = propose(circle, acting, backstage, meeting)
    idris = circle.actor("Idris")
    with acting(idris) as session:
        actions.object_to_notes(session, idris, note.id)
    with acting(idris) as session:
        memberships.leave_group(session, idris, circle.group.id)
    backstage.execute(delete(Person).where(Person.id == idris.person_id))
    backstage.commit()
    pass_time(8)
    assert backstage.scalars(select(MeetingNote.opened_at)).one() is None


def test_nobody_outside_reads_them(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting
) -> None:
    note = propose(circle, acting, backstage, meeting)
    pass_time(8)
    assert "Yana" not in readers(circle, acting, note.id)
    yana = circle.actor("Yana")
    with acting(yana) as session, pytest.raises(NotFound):
        notes.get_note(session, yana, note.id)
    for officer in (circle.officer, circle.other_officer):
        with acting(officer) as session:
            assert session.scalar(select(func.count()).select_from(MeetingNote)) == 0
            assert session.scalar(select(func.count()).select_from(NoteConsent)) == 0


def test_the_author_takes_them_back_and_only_the_author(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting
) -> None:
    note = propose(circle, acting, backstage, meeting)
    idris, noor = circle.actor("Idris"), circle.actor("Noor")
    with acting(idris) as session, pytest.raises(NotAllowed):
        actions.withdraw_notes(session, idris, note.id)
    with acting(noor) as session, pytest.raises(NotAllowed):
        actions.object_to_notes(session, noor, note.id)
    with acting(noor) as session:
        actions.withdraw_notes(session, noor, note.id)
    assert backstage.scalar(select(func.count()).select_from(NoteConsent)) == 0


def test_notes_are_not_written_once_nobody_knows_who_came(
    circle: Circle, acting: Acting, backstage: Session
) -> None:
    """Sign-ups are forgotten after a month: whom would one ask?"""
    enter_all(backstage, circle, "Noor", "Idris")
    old = make_meeting(backstage, circle.group, in_hours(-24 * 31), circle.people["Idris"].id)
    backstage.commit()
    noor = circle.actor("Noor")
    with acting(noor) as session:
        assert meetings.list_past(session, noor, circle.group.id) == []
        with pytest.raises(MeetingOver):
            actions.propose_notes(session, noor, old.id, WORDS)


def test_notes_wait_for_the_meeting(circle: Circle, acting: Acting, backstage: Session) -> None:
    enter_all(backstage, circle, "Noor")
    coming = make_meeting(backstage, circle.group, in_hours(24))
    backstage.commit()
    noor = circle.actor("Noor")
    with acting(noor) as session, pytest.raises(MeetingOver):
        actions.propose_notes(session, noor, coming.id, WORDS)


def test_nobody_is_asked_about_notes_that_are_open_already(
    circle: Circle,
    acting: Acting,
    backstage: Session,
    meeting: GroupMeeting,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """The queue was away for longer than one may object: « until yesterday » helps nobody."""
    note_id = propose(circle, acting, backstage, meeting, "Idris").id
    backstage.execute(
        update(MeetingNote)
        .where(MeetingNote.id == note_id)
        .values(opens_at=clock.now() - timedelta(hours=1))
    )
    backstage.commit()
    run_jobs()
    assert outbox.messages == []


def test_whoever_enters_later_reads_nothing_of_before(
    circle: Circle, acting: Acting, backstage: Session, meeting: GroupMeeting
) -> None:
    """Those who said yes said it to the group of that day, not to whoever comes next month."""
    note = propose(circle, acting, backstage, meeting)
    enter_all(backstage, circle, "Awa")
    pass_time(8)
    # By the ground, then by the room.
    assert readers(circle, acting, note.id) == {"Noor", "Idris", "Lina", "Sami"}
    awa, sami = circle.actor("Awa"), circle.actor("Sami")
    with acting(awa) as session:
        assert notes.list_notes(session, awa, circle.group.id) == []
        with pytest.raises(NotFound):
            notes.get_note(session, awa, note.id)
    with acting(sami) as session:
        assert len(notes.list_notes(session, sami, circle.group.id)) == 1
    with clock.pretending(clock.now() + timedelta(days=9)), acting(sami) as session:
        later = actions.propose_notes(session, sami, meeting.id, WORDS)
    with clock.pretending(clock.now() + timedelta(days=20)):
        tasks.open_notes(0)
    assert "Awa" in readers(circle, acting, later.id)
