"""A colleague who only translates from now on, or leaves: what they did in sessions ends."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.models import AuditEntry
from portal.organisations.enums import Role
from portal.people.models import Person
from portal.trainings.actions import meetings
from portal.trainings.enums import MeetingWay, SessionRole
from portal.trainings.models import SelectionPanelist, SelectionSlot, SessionStaff, TrainingSession
from tests.factories.trainings import open_session
from tests.spaces.federation.conftest import Office
from tests.support.htmx import HtmxVisitor

TEAM = "/federation/fas-test/team"
Browsers = Callable[[Person], HtmxVisitor]


@pytest.fixture
def dates(office: Office, database: Database) -> TrainingSession:
    """Mina trains in it, welcomes, and meets people with somebody else."""
    found = office.open(places=5, chooses=True)
    office.entrust(found, office.helper, SessionRole.TRAINER, SessionRole.ARRANGER)
    row = meetings.Row(
        first=clock.now() + timedelta(days=2),
        how_many=2,
        minutes=30,
        way=MeetingWay.PLACE,
        place="8 rue des Tanneurs",
        names=("Malika Benali",),
        colleagues=(office.helper.id,),
    )
    with open_session(database, office.writer) as session:
        meetings.open_moments(session, office.writer, found.id, row, uuid4())
        session.commit()
    return found


def kept(backstage: Session, office: Office) -> tuple[int, int, int]:
    """The parts of Mina, the moments they are at, and who else is there."""
    backstage.expire_all()
    staff = backstage.query(SessionStaff).filter_by(person_id=office.helper.id).count()
    panel = backstage.query(SelectionPanelist)
    return (
        staff,
        panel.filter_by(person_id=office.helper.id).count(),
        panel.filter_by(person_id=None).count(),
    )


def test_who_only_translates_from_now_on_leaves_their_sessions(
    office: Office, dates: TrainingSession, signed_in: Browsers, backstage: Session
) -> None:
    """Said before, done with the role, and named after."""
    assert kept(backstage, office) == (2, 2, 2)
    head = signed_in(office.region.officer)
    page = head.get(f"{TEAM}/members/{office.helper.id}")
    assert "Son rôle dans des sessions" in page.text
    assert "formation, accueil, entretiens" in page.text
    form = page.form(f"{TEAM}/members/{office.helper.id}/role")
    page = head.submit(form, role=Role.WRITER.value)
    assert "Dites qui reprend" not in page.text
    assert kept(backstage, office) == (2, 2, 2)
    page = head.submit(form, role=Role.TRANSLATOR.value)
    assert "Dites qui reprend son rôle dans ces sessions" in page.text
    assert "Prendre la parole (formation, accueil, entretiens)" in page.text
    assert kept(backstage, office) == (0, 0, 2)
    assert backstage.query(SelectionSlot).filter_by(session_id=dates.id).count() == 2
    # Somebody else's parts stay, and a role given back gives none back.
    page = head.submit(form, role=Role.MEMBER.value)
    assert kept(backstage, office) == (0, 0, 2)
    again = head.get(f"{TEAM}/members/{office.helper.id}")
    assert "Son rôle dans des sessions" not in again.text


def test_who_leaves_the_team_leaves_their_sessions(
    office: Office, dates: TrainingSession, signed_in: Browsers, backstage: Session
) -> None:
    """Invited again, they find none of it."""
    head = signed_in(office.region.officer)
    page = head.get(f"{TEAM}/members/{office.helper.id}")
    page = head.submit(page.form(f"{TEAM}/members/{office.helper.id}/remove"))
    assert "Prendre la parole (formation, accueil, entretiens)" in page.text
    assert kept(backstage, office) == (0, 0, 2)


def test_what_took_place_keeps_who_trained(
    office: Office, dates: TrainingSession, signed_in: Browsers, backstage: Session
) -> None:
    backstage.execute(
        text("UPDATE training_session SET starts_on = :day, ends_on = :day"),
        {"day": clock.today() - timedelta(days=1)},
    )
    backstage.commit()
    head = signed_in(office.region.officer)
    page = head.get(f"{TEAM}/members/{office.helper.id}")
    assert "Son rôle dans des sessions" not in page.text
    head.submit(page.form(f"{TEAM}/members/{office.helper.id}/role"), role=Role.TRANSLATOR.value)
    assert kept(backstage, office)[0] == 2


def test_who_closes_their_account_leaves_their_sessions(
    office: Office, dates: TrainingSession, signed_in: Browsers, backstage: Session
) -> None:
    """Nobody is told that a person who is gone will meet them; the journal says it changed."""
    assert kept(backstage, office) == (2, 2, 2)
    names = select(SelectionPanelist.name).where(SelectionPanelist.session_id == dates.id)
    assert set(backstage.scalars(names)) == {"Malika Benali", office.helper.display_name}
    noted = select(AuditEntry).where(AuditEntry.action == "training_session.staffed")
    before = len(backstage.scalars(noted).all())
    mina = signed_in(office.helper)
    mina.submit(mina.get("/account/close").form("/account/close"))
    backstage.expire_all()
    assert set(backstage.scalars(names)) == {"Malika Benali"}
    assert backstage.query(SessionStaff).filter_by(session_id=dates.id).count() == 0
    assert len(backstage.scalars(noted).all()) == before + 1
