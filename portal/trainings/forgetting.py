"""Forgetting what is over, by the dated rules: drafts, what people needed, old registrations."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.kernel import clock, nomenclatures
from portal.kernel.db import Database, Reach, new_id
from portal.kernel.models import Erasure
from portal.kernel.one_by_one import OneByOne
from portal.organisations.enums import OrganisationKind
from portal.organisations.scope import SYSTEM
from portal.trainings.models import Registration
from portal.trainings.nomenclatures import RETENTION, TRAINING_TERM

# What holds on a database where nobody planted the rules.
_OTHERWISE = {
    (TRAINING_TERM, "remind"): 3,
    (TRAINING_TERM, "remind_meeting"): 1,
    (RETENTION, "registration_draft"): 30,
    (RETENTION, "registration_need"): 14,
    (RETENTION, "registration"): 1096,
    (RETENTION, "evaluation"): 1096,
}


@dataclass(frozen=True)
class Line:
    """Something that is over, and how many."""

    what: str
    how_many: int


@dataclass(frozen=True)
class Due:
    """Something the clock brings to a registration, or to a session (no registration)."""

    what: str
    organisation_id: UUID
    session_id: UUID
    registration_id: UUID | None
    holder_digest: str


def days(session: Session, scheme: str, code: str) -> timedelta:
    """The length of time a dated rule gives, today."""
    found = nomenclatures.find(session, scheme, code)
    number = found.data.get("days") if found else None
    return timedelta(days=int(number if number is not None else _OTHERWISE[scheme, code]))


def due(session: Session, *kinds: str) -> list[Due]:
    """What waits to be done, of these kinds; a thousand of each at most."""
    now, today = clock.now(), clock.today()
    rows = session.execute(
        text(
            "SELECT * FROM door_due_registrations(:at, :today, :remind, :drafts, :ended)"
            " WHERE what = ANY(:kinds)"
        ),
        {
            "at": now,
            "today": today,
            "remind": today + days(session, TRAINING_TERM, "remind"),
            "drafts": now - days(session, RETENTION, "registration_draft"),
            "ended": today - days(session, RETENTION, "registration"),
            "kinds": list(kinds),
        },
    )
    return [
        Due(r.what, r.organisation_id, r.session_id, r.registration_id, r.holder_digest or "")
        for r in rows
    ]


def due_meetings(session: Session) -> list[Due]:
    """The interviews that come near and of which nobody was reminded; a thousand at most."""
    now = clock.now()
    rows = session.execute(
        text("SELECT * FROM door_due_meetings(:at, :until)"),
        {"at": now, "until": now + days(session, TRAINING_TERM, "remind_meeting")},
    )
    return [Due("meeting", r.organisation_id, r.session_id, r.registration_id, "") for r in rows]


def inside(database: Database, organisation_id: UUID, holder: str = "") -> Session:
    """A session that reaches the federation a job names, and the holder it forgets for."""
    doors = {"holder": holder} if holder else {}
    kind = OrganisationKind.FEDERATION.value
    return database.session(
        Reach(organisation_id=organisation_id, organisation_kind=kind, doors=doors)
    )


def forget(database: Database, *, rehearsal: bool = False) -> list[Line]:
    """Erase everything whose retention is over, or only count it."""
    with database.session() as session, session.begin():
        ended = clock.today() - days(session, RETENTION, "registration_need")
        needs = session.execute(
            text("SELECT count(*) FROM door_forget_needs(:ended, :rehearsal)"),
            {"ended": ended, "rehearsal": rehearsal},
        ).scalar_one()
        proposals = session.execute(
            text("SELECT count(*) FROM door_forget_proposals(:ended, :rehearsal)"),
            {"ended": ended, "rehearsal": rehearsal},
        ).scalar_one()
        old = clock.today() - days(session, RETENTION, "evaluation")
        evaluations = session.execute(
            text("SELECT count(*) FROM door_forget_evaluations(:ended, :rehearsal)"),
            {"ended": old, "rehearsal": rehearsal},
        ).scalar_one()
        found = due(session, "drop_draft", "forget")
    rows = OneByOne("forget_registrations")
    for one in found if not rehearsal else ():
        with (
            rows.one(what=one.what, registration=str(one.registration_id)),
            inside(database, one.organisation_id, one.holder_digest) as session,
            session.begin(),
        ):
            _erase(session, one)
    rows.settle()
    counted = [
        Line(what, sum(one.what == what for one in found)) for what in ("drop_draft", "forget")
    ]
    return [
        Line("registration_need", needs),
        Line("worker_proposal", proposals),
        Line("evaluation", evaluations),
        *counted,
    ]


def _erase(session: Session, one: Due) -> None:
    row = session.execute(
        delete(Registration)
        .where(
            Registration.id == one.registration_id,
            Registration.organisation_id == one.organisation_id,
        )
        .returning(Registration.file_id)
    ).one_or_none()
    if row is None:
        return
    if row.file_id:
        files.erase(session, SYSTEM, row.file_id)
    session.execute(
        insert(Erasure)
        .values(
            id=new_id(),
            kind="registration",
            subject_id=one.registration_id,
            erased_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )
