"""A backup is whole or refused; a restore brings back every row and file, and nobody who left."""

import tarfile
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredObject
from portal.kernel import backup as backups
from portal.kernel import provision
from portal.kernel.db import new_id
from portal.kernel.vault import Vault, new_key
from tests.factories.house import House, build_whole_house

KEY = new_key()


@pytest.fixture
def own_url(settings: Settings, admin_url: str) -> Iterator[str]:
    """A database of this test's own: restoring replaces it."""
    root = provision.driver_url(admin_url)
    name = f"backup_{new_id().hex[-8:]}"
    url = provision.create_database(root, name)
    provision.upgrade(url, settings.secret)
    yield url
    provision.drop_database(root, name)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "files").mkdir()
    return Vault(f"file://{tmp_path}/files", [KEY])


def _furnish(url: str, vault: Vault) -> tuple[House, dict[UUID, bytes]]:
    """A house, and real bytes behind each of its stored objects."""
    contents: dict[UUID, bytes] = {}
    engine = create_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        house = build_whole_house(session, "ours", "OURS")
        for number, stored in enumerate(session.query(StoredObject).all()):
            content = bytes([number]) * 70_000
            kept = vault.put(stored.id, BytesIO(content))
            stored.wrapped_key, stored.size = kept.wrapped_key, kept.size
            contents[stored.id] = content
        session.commit()
    engine.dispose()
    return house, contents


def _rows(url: str) -> dict[str, int]:
    with psycopg.connect(provision.plain_url(url)) as connection:
        return backups._counts(connection)


def test_everything_comes_back_on_an_empty_machine(
    own_url: str, settings: Settings, vault: Vault, tmp_path: Path
) -> None:
    _, contents = _furnish(own_url, vault)
    before = _rows(own_url)
    saved = backups.backup(own_url, vault, tmp_path / "portal.tar")
    assert (saved.objects, saved.missing_objects) == (len(contents), 0)

    (tmp_path / "elsewhere").mkdir()
    elsewhere = Vault(f"file://{tmp_path}/elsewhere", [KEY])
    with psycopg.connect(provision.plain_url(own_url), autocommit=True) as connection:
        connection.execute("TRUNCATE organisation, person CASCADE")
    backups.restore(own_url, settings.secret, elsewhere, tmp_path / "portal.tar")

    assert _rows(own_url) == before
    engine = create_engine(own_url)
    with Session(engine) as session:
        for stored in session.query(StoredObject).all():
            with elsewhere.open(stored.id, stored.wrapped_key, stored.size) as content:
                assert content.read() == contents[stored.id]
    engine.dispose()


def test_the_walls_come_back_too(
    own_url: str, settings: Settings, vault: Vault, tmp_path: Path
) -> None:
    _furnish(own_url, vault)
    backups.backup(own_url, vault, tmp_path / "portal.tar")
    backups.restore(own_url, settings.secret, vault, tmp_path / "portal.tar")
    engine = create_engine(provision.app_url(own_url, settings.secret))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM offer")) == 0
    engine.dispose()


def test_an_older_server_is_not_asked_what_it_does_not_know(
    own_url: str,
    settings: Settings,
    vault: Vault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PostgreSQL 15 knows no transaction_timeout, which the tools of 18 set in every script."""
    _furnish(own_url, vault)
    before, scripts, run = _rows(own_url), [], backups._run

    def look(program: str, *arguments: str) -> None:
        if program == "psql":
            scripts.append(Path(arguments[-2].removeprefix("--file=")).read_text())
        run(program, *arguments)

    monkeypatch.setattr(backups, "_server_version", lambda _url: 15)
    monkeypatch.setattr(backups, "_run", look)
    backups.backup(own_url, vault, tmp_path / "portal.tar")
    backups.restore(own_url, settings.secret, vault, tmp_path / "portal.tar")
    assert _rows(own_url) == before
    assert len(scripts) == 1
    assert "transaction_timeout" not in scripts[0]
    assert "statement_timeout" in scripts[0]


def test_people_erased_since_the_backup_stay_erased(
    own_url: str, settings: Settings, vault: Vault, tmp_path: Path
) -> None:
    house, _ = _furnish(own_url, vault)
    backups.backup(own_url, vault, tmp_path / "portal.tar")
    with psycopg.connect(provision.plain_url(own_url), autocommit=True) as connection:
        connection.execute("DELETE FROM application WHERE id = %s", [house.application.id])
        connection.execute(
            "INSERT INTO erasure (id, kind, subject_id, erased_at)"
            " VALUES (gen_random_uuid(), 'application', %s, now())",
            [house.application.id],
        )
    report = backups.restore(own_url, settings.secret, vault, tmp_path / "portal.tar")
    assert report.erased_again == 1
    with psycopg.connect(provision.plain_url(own_url)) as connection:
        left = connection.execute("SELECT id FROM application").fetchall()
    assert [row[0] for row in left] == [house.draft_application.id]


def test_a_damaged_backup_is_refused_before_anything_moves(
    own_url: str, settings: Settings, vault: Vault, tmp_path: Path
) -> None:
    _furnish(own_url, vault)
    whole = tmp_path / "portal.tar"
    backups.backup(own_url, vault, whole)
    before = _rows(own_url)
    content = bytearray(whole.read_bytes())
    with tarfile.open(whole) as archive:
        member = next(m for m in archive.getmembers() if m.name.startswith("objects/"))
    content[member.offset_data + 100] ^= 1
    for name, damaged in {
        "flipped": bytes(content),
        "cut": whole.read_bytes()[: len(content) // 2],
        "foreign": b"not a backup at all",
        "empty": b"",
    }.items():
        broken = tmp_path / name
        broken.write_bytes(damaged)
        with pytest.raises(backups.BackupError):
            backups.restore(own_url, settings.secret, vault, broken)
    assert _rows(own_url) == before


def test_the_old_database_stays_until_the_new_one_has_its_name(
    own_url: str, settings: Settings, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever it is cut, there is a whole database under the name."""
    _furnish(own_url, vault)
    saved = _rows(own_url)
    whole = tmp_path / "portal.tar"
    backups.backup(own_url, vault, whole)
    name = str(make_url(own_url).database)
    root = make_url(own_url).set(database="postgres").render_as_string(hide_password=False)
    with pytest.raises(psycopg.Error):
        backups._swap(root, name, "a_database_that_is_not_there")
    assert _rows(own_url) == saved
    dropped = _cut_at_the_last_drop(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        backups.restore(own_url, settings.secret, vault, whole)
    assert dropped[-1] == f"{name}_replaced"
    assert _rows(own_url) == saved
    monkeypatch.undo()
    with psycopg.connect(provision.plain_url(own_url)):  # somebody is connected: they have to go
        backups.restore(own_url, settings.secret, vault, whole)
    assert _rows(own_url) == saved
    with psycopg.connect(provision.plain_url(own_url)) as connection:
        left = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"]
        ).fetchall()
    assert left == [(name,)]


def _cut_at_the_last_drop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The process dies once both have their new name. What was dropped, in order."""
    dropped: list[str] = []
    real = provision.drop_database

    def drop(root: str, name: str) -> None:
        if name in dropped and name.endswith("_replaced"):
            raise KeyboardInterrupt
        dropped.append(name)
        real(root, name)

    monkeypatch.setattr(provision, "drop_database", drop)
    return dropped


def test_an_interrupted_backup_leaves_no_file_of_that_name(
    own_url: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _furnish(own_url, vault)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backups, "_add", stop)
    with pytest.raises(KeyboardInterrupt):
        backups.backup(own_url, vault, tmp_path / "portal.tar")
    assert not (tmp_path / "portal.tar").exists()


def test_a_large_dump_is_never_held_in_memory(
    own_url: str,
    settings: Settings,
    vault: Vault,
    tmp_path: Path,
) -> None:
    megabyte = 1024 * 1024
    with psycopg.connect(provision.plain_url(own_url), autocommit=True) as connection:
        # What does not shrink when it is compressed.
        connection.execute(
            "INSERT INTO audit_entry (chain, at, action, subject, facts, previous, hash)"
            " SELECT 'large', now(), 'x', '', jsonb_build_object('x', ("
            "   SELECT string_agg(md5(n::text || m::text), '') FROM generate_series(1, 1000) m)),"
            " '', '' FROM generate_series(1, 1200) n"
        )
    whole = tmp_path / "portal.tar"
    backups.backup(own_url, vault, whole)
    assert whole.stat().st_size > 15 * megabyte
    tracemalloc.start()
    try:
        backups.restore(own_url, settings.secret, vault, whole)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 * megabyte
