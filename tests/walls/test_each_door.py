"""One door after the other: what it gives to whoever may open it, and nothing to anybody else; that
it tells the columns written here and no other, and that the portal's own role reads none of them
without it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from portal.events.models import MeetingNote, MeetingSignUp, NearbyCard, NearbyMessage
from portal.files.enums import FileState
from portal.files.models import StoredFile
from portal.kernel import tokens
from portal.kernel.db import Database, Reach
from portal.kernel.models import AuditEntry, OutgoingMessage
from tests.factories.groups import take_part
from tests.factories.house import NOW, House

AGES = timedelta(days=4000)
Values = dict[str, Any]
NOWHERE = Reach()


@dataclass(frozen=True)
class Door:
    """`call`: how it is asked. `right`, `wrong`: with what, of our house; `reach`, `outside`: from
    where, for the doors that look at it. `columns`: all it tells. `table`: what it reads.
    """

    call: str
    right: Callable[[House], Values]
    wrong: Callable[[House], Values] | None
    columns: tuple[str, ...]
    table: str
    reach: Callable[[House], Reach] = lambda _: NOWHERE
    outside: Callable[[House], Reach] | None = None


def _federation(house: House) -> Reach:
    return Reach(house.federal_officer.id, house.federation.id, "federation")


def _structure(house: House) -> Reach:
    return Reach(house.administrator.id, house.structure.id, "structure")


def _person(house: House) -> Reach:
    return Reach(house.recruiter.id)


def _manager(house: House) -> Reach:
    return Reach(house.administrator.id)


def _session(house: House, at: datetime = NOW) -> Values:
    return {"digest": tokens.digest(house.tokens[house.recruiter.id]), "at": at}


def _due(today: date, before: datetime) -> Callable[[House], Values]:
    return lambda _: {"today": today, "before": before}


def _candidate(house: House) -> Reach:
    return Reach(house.candidate.id)


def _federal_reach(house: House) -> Reach:
    return Reach(organisation_id=house.federation.id, organisation_kind="federation")


def _proposers(house: House) -> dict[str, str]:
    return {"proposers": str(_dates(house)["session"])}


def _meeting(house: House) -> Values:
    assert house.hosted is not None
    return {"meeting": house.hosted.coming.id}


def _hosted(house: House) -> Values:
    assert house.hosted is not None
    return {"group": house.hosted.group.id}


def _past(age: timedelta) -> Callable[[House], Values]:
    return lambda _: {"before": NOW + age, "day": (NOW + age).date()}


def _dates(house: House) -> Values:
    assert house.joined is not None
    return {"session": house.joined.dates.id}


DOORS = {
    "door_session_places": Door(
        "door_session_places(:session)",
        _dates,
        lambda _: {"session": UUID(int=7)},
        ("taken", "waiting"),
        "registration",
    ),
    "door_taken_slots": Door(
        "door_taken_slots(:session)",
        _dates,
        lambda _: {"session": UUID(int=7)},
        ("slot_id",),
        "selection_invitation",
    ),
    "door_due_meetings": Door(
        "door_due_meetings(:from, :until)",
        lambda _: {"from": NOW, "until": NOW + AGES},
        lambda _: {"from": NOW - AGES, "until": NOW - AGES},
        ("organisation_id", "session_id", "registration_id"),
        "selection_invitation",
    ),
    "door_proposal_states": Door(
        "door_proposal_states(:session)",
        _dates,
        None,
        ("proposal_id", "state"),
        "worker_proposal",
        lambda house: Reach(organisation_id=house.structure.id, organisation_kind="structure"),
        lambda house: Reach(organisation_id=house.federation.id, organisation_kind="federation"),
    ),
    "door_session_proposers": Door(
        "door_session_proposers(:session)",
        _dates,
        lambda _: {"session": UUID(int=7)},
        ("organisation_id",),
        "worker_proposal",
        lambda house: Reach(doors=_proposers(house)),
        # Who organises the session does not learn it, whatever it says it opens.
        lambda house: replace(_federal_reach(house), doors=_proposers(house)),
    ),
    "door_forget_proposals": Door(
        "door_forget_proposals(:day, true)",
        lambda _: {"day": (NOW + 3 * AGES).date()},
        lambda _: {"day": (NOW - AGES).date()},
        ("proposal_id",),
        "worker_proposal",
    ),
    "door_due_registrations": Door(
        "door_due_registrations(:at, :day, :day, :at, :day)",
        lambda _: {"at": NOW + 3 * AGES, "day": (NOW + 3 * AGES).date()},
        lambda _: {"at": NOW - AGES, "day": (NOW - AGES).date()},
        ("what", "organisation_id", "session_id", "registration_id", "holder_digest"),
        "registration",
    ),
    "door_forget_needs": Door(
        "door_forget_needs(:day, true)",
        lambda _: {"day": (NOW + 3 * AGES).date()},
        lambda _: {"day": (NOW - AGES).date()},
        ("registration_id",),
        "registration_need",
    ),
    "door_due_alerts": Door(
        "door_due_alerts(:at, :at, :at, :at, :at, :at, :day)",
        lambda _: {"at": NOW + timedelta(days=1), "day": NOW.date()},
        lambda _: {"at": NOW - AGES, "day": (NOW - AGES).date()},
        ("token_digest", "what"),
        "search_alert",
    ),
    "door_due_engagements": Door(
        "door_due_engagements(:day, :day, :day, :day)",
        lambda _: {"day": (NOW + AGES).date()},
        lambda _: {"day": (NOW - AGES).date()},
        ("organisation_id", "engagement_id", "what"),
        "engagement",
    ),
    "door_idle_people": Door(
        "door_idle_people(:day, :before)",
        lambda _: {"day": (NOW + AGES).date(), "before": NOW + AGES},
        lambda _: {"day": (NOW - AGES).date(), "before": NOW - AGES},
        ("person_id", "what"),
        "person",
    ),
    "door_unattached_files": Door(
        "door_unattached_files(:before, NULL)",
        _past(AGES),
        _past(-AGES),
        ("file_id",),
        "stored_file",
    ),
    "door_my_groups": Door(
        "door_my_groups()",
        lambda _: {},
        None,
        ("door_my_groups",),
        "group_membership",
        reach=_candidate,
        outside=_structure,
    ),
    "door_hosted_groups": Door(
        "door_hosted_groups()",
        lambda _: {},
        None,
        ("door_hosted_groups",),
        "group_membership",
        reach=_person,
        outside=_candidate,
    ),
    "door_is_run": Door(
        "door_is_run(:group)",
        _hosted,
        None,
        ("door_is_run",),
        "practice_group",
    ),
    "door_my_sign_ups": Door(
        "door_my_sign_ups()",
        lambda _: {},
        None,
        ("door_my_sign_ups",),
        "meeting_sign_up",
        reach=_candidate,
        outside=_structure,
    ),
    "door_asked_notes": Door(
        "door_asked_notes()",
        lambda _: {},
        None,
        ("door_asked_notes",),
        "note_consent",
        reach=_candidate,
        outside=_person,
    ),
    "door_contested_notes": Door(
        "door_contested_notes()",
        lambda _: {},
        None,
        ("door_contested_notes",),
        "note_consent",
        reach=_person,
        outside=_structure,
    ),
    "door_group_counts": Door(
        "door_group_counts()",
        lambda _: {},
        None,
        ("group_id", "how_many"),
        "group_membership",
        reach=_federal_reach,
        outside=_structure,
    ),
    "door_meeting_counts": Door(
        "door_meeting_counts()",
        lambda _: {},
        None,
        ("meeting_id", "how_many"),
        "meeting_sign_up",
        reach=_federal_reach,
        outside=_structure,
    ),
    "door_due_reminders": Door(
        "door_due_reminders(:from, :until)",
        lambda _: {"from": NOW, "until": NOW + AGES},
        lambda _: {"from": NOW - AGES, "until": NOW - AGES},
        ("sign_up_id", "person_id"),
        "meeting_sign_up",
    ),
    "door_signed_up": Door(
        "door_signed_up(:meeting)",
        _meeting,
        lambda _: {"meeting": UUID(int=0)},
        ("person_id",),
        "meeting_sign_up",
    ),
    "door_due_notes": Door(
        "door_due_notes(:before)",
        _past(AGES),
        _past(-AGES),
        ("note_id", "author_id"),
        "meeting_note",
    ),
    "door_near_me": Door(
        "door_near_me()",
        lambda _: {},
        None,
        ("door_near_me",),
        "nearby_card",
        reach=_person,
        outside=_candidate,
    ),
    "door_refused_me": Door(
        "door_refused_me()",
        lambda _: {},
        None,
        ("door_refused_me",),
        "nearby_message",
        reach=_person,
        outside=_candidate,
    ),
    "door_forget_events": Door(
        "door_forget_events(:before, :before, :before, :before, :day, true)",
        _past(AGES),
        None,
        ("what", "how_many"),
        "group_meeting",
    ),
    "door_colleagues": Door(
        "door_colleagues()",
        lambda _: {},
        None,
        ("person_id", "display_name", "organisation_id", "organisation"),
        "membership",
        reach=_person,
        outside=_candidate,
    ),
    "door_due_interviews": Door(
        "door_due_interviews(:from, :from, :day, :day, :day, :day, :day)",
        lambda _: {"from": NOW, "day": NOW.date()},
        lambda _: {"from": NOW, "day": (NOW - AGES).date()},
        ("what", "interview_id", "slug", "person_id", "manager_id", "kind", "day"),
        "interview_record",
    ),
    "door_first_interviews": Door(
        "door_first_interviews(ARRAY[]::text[], :day, :day)",
        lambda _: {"day": NOW.date()},
        lambda _: {"day": (NOW - AGES).date()},
        ("organisation_id", "told_id", "slug", "kind", "counted_from"),
        "membership",
    ),
    "door_held_preparations": Door(
        "door_held_preparations()",
        lambda _: {},
        None,
        ("interview_id", "kind", "organisation", "topic", "words", "changed_at"),
        "interview_preparation",
        reach=_manager,
        outside=_candidate,
    ),
    "door_forget_held_preparations": Door(
        "door_forget_held_preparations()",
        lambda _: {},
        None,
        ("interview_id", "topic"),
        "interview_preparation",
        reach=_manager,
        outside=_candidate,
    ),
    "door_forget_interviews": Door(
        "door_forget_interviews(:before, :day, true)",
        _past(AGES),
        _past(-AGES),
        ("what", "person_id", "file_id"),
        "interview_preparation",
    ),
    "door_session": Door(
        "door_session(:digest, :at, :at)",
        _session,
        lambda house: _session(house, NOW + AGES),
        ("sign_in_id", "person_id", "display_name", "locale", "last_seen_at"),
        "sign_in",
    ),
    "door_organisation": Door(
        "door_organisation('structure', :slug)",
        lambda house: {"slug": house.slug},
        lambda house: {"slug": house.federation.slug},
        ("id", "kind", "slug", "name", "standing", "role"),
        "membership",
        reach=_person,
        outside=lambda house: Reach(house.candidate.id),
    ),
    "door_contact": Door(
        "door_contact(:digest)",
        lambda house: {"digest": tokens.digest(f"contact-{house.slug[10:]}-candidate")},
        lambda _: {"digest": tokens.digest("nobody")},
        ("person_id", "closed"),
        "contact_point",
    ),
    "door_invitation": Door(
        "door_invitation(:digest)",
        lambda house: {"digest": tokens.digest(house.invitation_token)},
        lambda house: {"digest": house.invitation_token},
        (
            "invitation_id",
            "organisation_id",
            "kind",
            "slug",
            "name",
            "role",
            "sent_to",
            "invited_by",
            "expires_at",
            "accepted_at",
            "revoked_at",
        ),
        "invitation",
    ),
    "door_evaluations": Door(
        "door_evaluations(:session)",
        lambda house: {"session": house.held.dates.id if house.held else None},
        lambda _: {"session": UUID(int=0)},
        ("kind", "question", "said", "many", "file_id"),
        "evaluation",
        reach=_federation,
        outside=_structure,
    ),
    "door_forget_evaluations": Door(
        "door_forget_evaluations(:day, true)",
        _past(AGES),
        _past(-AGES),
        ("session_id",),
        "evaluation",
    ),
    "door_late_answers": Door(
        "door_late_answers(:today)",
        lambda _: {"today": (NOW + AGES).date()},
        lambda _: {"today": NOW.date()},
        ("organisation_id", "how_many"),
        "application",
        reach=_federation,
        outside=_structure,
    ),
    "door_message_counts": Door(
        "door_message_counts()",
        lambda _: {},
        None,
        ("state", "how_many", "oldest"),
        "outgoing_message",
    ),
    "door_due_offers": Door(
        "door_due_offers(:at, :at)",
        lambda _: {"at": NOW + AGES},
        lambda _: {"at": NOW},
        ("organisation_id", "offer_id", "what"),
        "offer",
    ),
    "door_due_applications": Door(
        "door_due_applications(:today, :today, :before, :before, :before, :before, :before,"
        " :before, :today)",
        _due((NOW + AGES).date(), NOW + AGES),
        _due(NOW.date(), NOW - AGES),
        ("organisation_id", "application_id", "offer_id", "holder_digest", "what"),
        "application",
    ),
    "door_forget_security": Door(
        "door_forget_security(:before, :before, :before, true)",
        lambda _: {"before": NOW + 2 * AGES},
        None,
        ("what", "how_many"),
        "sign_in_code",
    ),
    "door_forget_training_imports": Door(
        "door_forget_training_imports(:before)",
        lambda _: {"before": NOW + AGES},
        None,
        ("door_forget_training_imports",),
        "training_import",
    ),
    "door_forget_audit": Door(
        "door_forget_audit(:before, true)",
        lambda _: {"before": NOW + AGES},
        lambda _: {"before": NOW - AGES},
        ("chain", "last_hash", "how_many"),
        "audit_entry",
    ),
    "door_members": Door(
        "door_members(:organisation, ARRAY['recruiter'])",
        lambda house: {"organisation": house.structure.id},
        lambda _: {"organisation": UUID(int=0)},
        ("person_id", "display_name", "locale", "kind", "value"),
        "membership",
        reach=_structure,
    ),
    "door_stuck_files": Door(
        "door_stuck_files(:before, :before)",
        lambda _: {"before": NOW + AGES},
        lambda _: {"before": NOW - AGES},
        ("file_id", "state"),
        "stored_file",
    ),
    "door_stored_objects": Door(
        "door_stored_objects(:after, 10)",
        lambda _: {"after": UUID(int=0)},
        lambda _: {"after": UUID(int=2**128 - 1)},
        ("id", "file_id", "wrapped_key"),
        "stored_object",
    ),
    "door_stuck_messages": Door(
        "door_stuck_messages(:before)",
        lambda _: {"before": NOW + AGES},
        lambda _: {"before": NOW - AGES},
        ("message_id",),
        "outgoing_message",
    ),
    "door_audit_tail": Door(
        "door_audit_tail(:chain)",
        lambda house: {"chain": str(house.structure.id)},
        lambda _: {"chain": "none"},
        ("door_audit_tail",),
        "audit_entry",
    ),
}


@pytest.fixture
def ours(houses: tuple[House, House], backstage: Session) -> House:
    """Something for each door to find: a file and a message on their way, a CV no answer kept,
    audit enough; a group of five, notes nobody objects to and notes somebody does, a neighbour who
    wants no more words.
    """
    house, _ = houses
    _gather(backstage, house)
    house.files["draft_voice"].state = FileState.RECEIVING
    backstage.add(
        StoredFile(
            organisation_id=house.structure.id,
            holder_digest=house.application.holder_digest,
            purpose="cv",
            kind="document",
            state="ready",
            declared_size=10,
            received_size=10,
            created_at=NOW,
        )
    )
    backstage.add_all(
        [
            OutgoingMessage(
                channel="sms",
                address="+33639980003",
                template="test",
                locale="fr",
                data={},
                state="queued",
                created_at=NOW,
            ),
            AuditEntry(
                chain=str(house.structure.id),
                at=NOW + AGES / 2,
                action="test",
                subject="",
                facts={},
                previous="1" * 64,
                hash="2" * 64,
            ),
        ]
    )
    backstage.commit()
    return house


def _gather(backstage: Session, house: House) -> None:
    assert house.circle is not None
    group, meeting = house.circle.group, house.circle.meeting
    for person in (house.administrator, house.writer, house.federal_writer):
        take_part(backstage, group, person.id)
        backstage.add(
            MeetingSignUp(
                group_id=group.id, meeting_id=meeting.id, person_id=person.id, signed_up_at=NOW
            )
        )
    backstage.add(
        MeetingNote(
            group_id=group.id,
            meeting_id=meeting.id,
            author_id=house.recruiter.id,
            body=house.word,
            proposed_at=NOW,
            opens_at=NOW,
        )
    )
    mine = house.recruiter.id
    backstage.execute(
        update(NearbyCard).where(NearbyCard.person_id == mine).values(near=[house.slug[-2:]])
    )
    backstage.execute(
        update(NearbyMessage).where(NearbyMessage.from_id == mine).values(refused_at=NOW, body="")
    )


def _ask(session: Session, door: Door, values: Values) -> list[dict[str, Any]]:
    rows = session.execute(text(f"SELECT * FROM {door.call}"), values).mappings()
    return [dict(row) for row in rows if any(value is not None for value in row.values())]


def test_every_door_is_here(backstage: Session) -> None:
    found = backstage.scalars(
        text("SELECT proname FROM pg_proc WHERE proname LIKE 'door\\_%' ORDER BY 1")
    )
    assert list(found) == sorted(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_a_door_gives_what_it_is_for(name: str, ours: House, database: Database) -> None:
    door = DOORS[name]
    with database.session(door.reach(ours)) as session:
        found = _ask(session, door, door.right(ours))
    assert found
    assert {tuple(row) for row in found} == {door.columns}


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.wrong])
def test_a_door_gives_nothing_for_what_is_wrong(name: str, ours: House, database: Database) -> None:
    door = DOORS[name]
    assert door.wrong is not None
    with database.session(door.reach(ours)) as session:
        assert _ask(session, door, door.wrong(ours)) == []


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.outside])
def test_a_door_that_looks_at_the_reach_gives_nothing_outside(
    name: str, houses: tuple[House, House], ours: House, database: Database
) -> None:
    door, theirs = DOORS[name], houses[1]
    assert door.outside is not None
    with database.session(door.reach(ours)) as session:
        inside = _ask(session, door, door.right(ours))
    assert inside
    for reach in (NOWHERE, door.outside(ours), door.reach(theirs)):
        with database.session(reach) as session:
            found = _ask(session, door, door.right(ours))
        assert [row for row in found if row in inside] == []
        assert str(ours.structure.id) not in str(found)


@pytest.mark.parametrize("name", DOORS)
def test_without_the_door_nothing_of_it_is_read(name: str, ours: House, database: Database) -> None:
    """The role of the portal, reaching nothing, asks the table the door reads."""
    with database.session() as session:
        assert session.scalar(text(f"SELECT count(*) FROM {DOORS[name].table}")) == 0


@pytest.mark.parametrize(
    "name",
    ["door_forget_security", "door_forget_audit", "door_forget_needs", "door_forget_proposals"],
)
def test_a_rehearsal_removes_nothing_and_the_real_thing_does(
    name: str, ours: House, database: Database, backstage: Session
) -> None:
    door = DOORS[name]
    count = text(f"SELECT count(*) FROM {door.table}")
    before = backstage.scalar(count)
    with database.session() as session, session.begin():
        _ask(session, door, door.right(ours))
    backstage.commit()
    assert backstage.scalar(count) == before
    with database.session() as session, session.begin():
        session.execute(
            text(f"SELECT * FROM {door.call.replace('true', 'false')}"), door.right(ours)
        )
    backstage.commit()
    assert (backstage.scalar(count) or 0) < (before or 0)


def test_nobody_else_may_call_a_door(backstage: Session) -> None:
    """Neither the public nor a role that comes later: the portal's own role only."""
    grants = backstage.execute(
        text(
            "SELECT p.proname, coalesce(r.rolname, 'public') AS who FROM pg_proc p,"
            " aclexplode(p.proacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE p.proname LIKE 'door\\_%' AND a.privilege_type = 'EXECUTE'"
        )
    ).all()
    assert {row.proname for row in grants} == set(DOORS)
    assert {row.who for row in grants} == {"portal_app", "portal_keeper"}
