"""The audit: chained, so that changing or removing an entry shows."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.db import Database, Reach, new_id


def _write(database: Database, count: int = 3) -> None:
    with database.session() as session:
        for number in range(count):
            audit.record(session, "test.done", subject=str(number), number=number)
        session.commit()


def _broken(database: Database) -> list[int]:
    with database.session(Reach(organisation_kind="operator")) as session:
        return audit.broken_links(session, "portal")


def test_a_sound_chain_has_no_broken_link(database: Database) -> None:
    _write(database)
    assert _broken(database) == []


def test_a_changed_entry_shows(database: Database, backstage: Session) -> None:
    _write(database)
    backstage.execute(text("UPDATE audit_entry SET subject = 'x' WHERE subject = '1'"))
    backstage.commit()
    assert len(_broken(database)) == 1


def test_a_removed_entry_shows(database: Database, backstage: Session) -> None:
    _write(database)
    backstage.execute(text("DELETE FROM audit_entry WHERE subject = '1'"))
    backstage.commit()
    assert len(_broken(database)) == 1


def test_each_organisation_has_its_own_chain(database: Database) -> None:
    first, second = new_id(), new_id()
    with database.session() as session:
        audit.record(session, "test.done", organisation_id=first)
        audit.record(session, "test.done", organisation_id=second)
        session.commit()
    with database.session(Reach(organisation_id=first)) as session:
        assert audit.broken_links(session, str(first)) == []
        assert session.scalar(text("SELECT count(*) FROM audit_entry")) == 1
