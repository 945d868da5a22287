"""Backup and restore: the database and the stored files in one file, verified before it is trusted.

A tar of `manifest.json` (digest of each member, rows of each table), `database.dump` (pg_dump) and
`objects/<id>` (still encrypted: the file is useless without the vault keys). People erased since
the backup stay erased: the ledger of the living database is kept aside and replayed after the
restore.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from portal.kernel import clock, provision
from portal.kernel.embedded import BIN
from portal.kernel.vault import Vault, VaultError

FORMAT = 1
_PIECE = 1024 * 1024
_TRIES = 5
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"

# Which table a kind of the ledger names. Deleting the row takes its children along.
_ERASABLE = {
    kind: kind
    for kind in (
        "application",
        "person",
        "stored_file",
        "group_membership",
        "nearby_card",
        "registration",
        "search_alert",
        "badge",
    )
}


class BackupError(Exception):
    """The file is not a whole backup, or it cannot be put here; the message says why."""


@dataclass(frozen=True)
class Report:
    """What was saved or put back."""

    tables: int
    rows: int
    objects: int
    missing_objects: int
    erased_again: int = 0


def backup(admin_url: str, vault: Vault, target: Path) -> Report:
    """Write everything to `target`, atomically: a file under that name is a whole one.

    The dump is one snapshot; objects stored after it are not named by it, so none is missing.
    """
    partial = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.dump"
        with _snapshot(admin_url) as (connection, snapshot):
            _pg("pg_dump", admin_url, "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
            counts = _counts(connection)
            wanted = [
                row[0] for row in connection.execute("SELECT id FROM stored_object ORDER BY id")
            ]
        members: dict[str, str] = {}
        missing = 0
        with tarfile.open(partial, "w") as archive:
            members["database.dump"] = _digest(dump)
            archive.add(dump, "database.dump")
            for object_id in wanted:
                try:
                    sealed = vault.read_sealed(object_id)
                except VaultError:
                    # Erased while we were saving, or lost before: restore says so again.
                    missing += 1
                    continue
                name = f"objects/{object_id}"
                members[name] = hashlib.sha256(sealed).hexdigest()
                _add(archive, name, sealed)
            manifest = {
                "format": FORMAT,
                "made_at": clock.now().isoformat(),
                "rows": counts,
                "members": members,
                "missing_objects": missing,
            }
            _add(archive, "manifest.json", json.dumps(manifest).encode())
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.rename(target)
    return Report(len(counts), sum(counts.values()), len(members) - 1, missing)


def restore(admin_url: str, secret: str, vault: Vault, source: Path) -> Report:
    """Replace the database and the files by those of `source`, checked whole before anything moves.

    Works beside the living database and swaps at the end: a failure leaves it as it was.
    """
    manifest = verify(source)
    ledger = _ledger(admin_url)
    name = str(make_url(admin_url).database)
    root = make_url(admin_url).set(database="postgres").render_as_string(hide_password=False)
    beside = f"{name}_restoring"
    provision.drop_database(root, beside)
    beside_url = provision.create_database(root, beside)
    provision.ensure_roles(beside_url, secret)
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source) as archive:
        dump = Path(folder) / "database.dump"
        with _opened(archive, "database.dump") as saved, dump.open("wb") as written:
            shutil.copyfileobj(saved, written)
        _load(dump, beside_url)
        with psycopg.connect(provision.plain_url(beside_url)) as connection:
            found = _counts(connection)
            if found != manifest["rows"]:
                raise BackupError("The restored rows are not those that were saved.")
            erased = _erase_again(connection, ledger)
            known = {row[0] for row in connection.execute("SELECT id FROM stored_object")}
        restored = 0
        for member in manifest["members"]:
            if member.startswith("objects/"):
                object_id = UUID(member.removeprefix("objects/"))
                if object_id in known:
                    vault.put_sealed(object_id, _member(archive, member))
                    restored += 1
    provision.upgrade(beside_url, secret)
    _swap(root, name, beside)
    missing = int(manifest["missing_objects"])
    return Report(len(found), sum(found.values()), restored, missing, erased)


def verify(source: Path) -> dict[str, Any]:
    """The manifest of a whole backup. Raises `BackupError` for anything cut, altered or foreign."""
    try:
        with tarfile.open(source) as archive:
            manifest: dict[str, Any] = json.loads(_member(archive, "manifest.json"))
            if manifest.get("format") != FORMAT:
                raise BackupError("This backup was made by another version of the portal.")
            for member, digest in manifest["members"].items():
                if _digest_of(archive, member) != digest:
                    raise BackupError(f"The backup is damaged: {member}.")
    except (tarfile.TarError, KeyError, json.JSONDecodeError, OSError) as error:
        raise BackupError("This file is not a whole backup of the portal.") from error
    return manifest


@contextmanager
def _snapshot(admin_url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A moment of the database that pg_dump and we both look at."""
    with psycopg.connect(provision.plain_url(admin_url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row  # noqa: S101 - a SELECT without FROM has one row
        yield connection, row[0]


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of each table of ours; the queue's own bookkeeping moves by itself."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
    ]
    counts = {}
    for name in names:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        row = connection.execute(query).fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts


def _ledger(admin_url: str) -> list[tuple[UUID, str, UUID, object]]:
    """The erasures the living database remembers; none if there is no database yet."""
    with (
        suppress(psycopg.OperationalError, psycopg.errors.UndefinedTable),
        psycopg.connect(provision.plain_url(admin_url)) as connection,
    ):
        return connection.execute("SELECT id, kind, subject_id, erased_at FROM erasure").fetchall()
    return []


def _erase_again(
    connection: psycopg.Connection, ledger: list[tuple[UUID, str, UUID, object]]
) -> int:
    for entry in ledger:
        connection.execute(
            "INSERT INTO erasure (id, kind, subject_id, erased_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            entry,
        )
    erased = 0
    for kind, table in _ERASABLE.items():
        query = sql.SQL(
            "DELETE FROM {} WHERE id IN (SELECT subject_id FROM erasure WHERE kind = %s)"
        ).format(sql.Identifier(table))
        erased += connection.execute(query, [kind]).rowcount
    connection.commit()
    return erased


def _swap(root: str, name: str, beside: str) -> None:
    """Put the restored database in the place of the other one: both renamed at once, or neither.
    The other one is dropped last; what a crash leaves of it goes the next time.
    """
    replaced = f"{name}_replaced"
    provision.drop_database(root, replaced)
    with psycopg.connect(provision.plain_url(root), autocommit=True) as connection:
        for tries_left in reversed(range(_TRIES)):
            # A process that connects again at once holds the name back: it is asked to go again.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            try:
                with connection.transaction():
                    if _exists(connection, name):
                        _rename(connection, name, replaced)
                    _rename(connection, beside, name)
                break
            except psycopg.errors.ObjectInUse:
                if not tries_left:
                    raise
    provision.drop_database(root, replaced)


def _exists(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _rename(connection: psycopg.Connection, old: str, new: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
    )


def _load(dump: Path, url: str) -> None:
    """Our tools are those of a newer PostgreSQL, and ask an older server for what it does not know
    (`transaction_timeout` came with 17): such a line is left out.
    """
    if _server_version(url) >= 17:
        _pg("pg_restore", url, "--exit-on-error", "--no-comments", str(dump))
        return
    script = dump.with_suffix(".sql")
    _run("pg_restore", "--no-comments", f"--file={script}", str(dump))
    older = script.with_suffix(".older.sql")
    with script.open("rb") as lines, older.open("wb") as kept:
        kept.writelines(line for line in lines if line != _UNKNOWN_BEFORE_17)
    script.unlink()
    _pg("psql", url, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={older}")


def _server_version(url: str) -> int:
    with psycopg.connect(provision.plain_url(url)) as connection:
        return connection.info.server_version // 10000


def _pg(program: str, url: str, *arguments: str) -> None:
    _run(program, *arguments, f"--dbname={provision.plain_url(url)}")


def _run(program: str, *arguments: str) -> None:
    command = [str(BIN / program), *arguments]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=3600)  # noqa: S603 - ours
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{program}: {reason[-1] if reason else error.returncode}") from error


def _opened(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """A member, read piece by piece: the dump of a large portal outgrows the memory."""
    found = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    with _opened(archive, name) as content:
        return content.read()


def _digest_of(archive: tarfile.TarFile, name: str) -> str:
    found = hashlib.sha256()
    with _opened(archive, name) as content:
        while piece := content.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mtime = int(clock.now().timestamp())
    archive.addfile(entry, BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
