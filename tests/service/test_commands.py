"""`portal db …`: what whoever keeps the portal types, on a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import sql
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from portal.cli import main
from portal.config import DEMO_SECRET
from portal.demo import answer, interviews, meet, records, shown, together
from portal.demo.offers import OFFERS
from portal.kernel import provision
from portal.kernel.db import new_id
from portal.kernel.vault import Vault, new_key
from portal.organisations.enums import OrganisationKind
from tests.factories.people import make_organisation
from tests.support.bucket import open_bucket

Command = Callable[..., Result]
KEY = new_key()


@pytest.fixture
def url(admin_url: str) -> Iterator[str]:
    root = provision.driver_url(admin_url)
    name = f"commands_{new_id().hex[-8:]}"
    yield provision.create_database(root, name)
    provision.drop_database(root, name)


@pytest.fixture(params=["folder", "bucket"])
def files_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield f"file://{tmp_path}/files"
        return
    with open_bucket() as address:
        yield address


@pytest.fixture
def command(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Types `portal …` and gives what it answered."""
    for name, value in {
        "DEMO": "1",
        "DATA": str(tmp_path),
        "DATABASE_URL": url,
        "VAULT_KEYS": KEY.decode(),
    }.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, words)

    return run


def _add_somebody(url: str) -> None:
    with psycopg.connect(provision.plain_url(url), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO person (id, display_name, created_at, last_seen_on, locale)"
            " VALUES (gen_random_uuid(), 'Awa', now(), now(), 'fr')"
        )


def _people(url: str) -> int:
    return _count(url, "person")


def _count(url: str, table: str) -> int:
    with psycopg.connect(provision.plain_url(url)) as connection:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
    assert row
    return int(row[0])


def test_the_url_is_that_of_the_role_walls_apply_to(command: Command, url: str) -> None:
    assert command("db", "upgrade").exit_code == 0
    said = command("db", "url")
    assert said.exit_code == 0
    with psycopg.connect(provision.plain_url(said.output.strip())) as connection:
        row = connection.execute("SELECT current_user, current_database()").fetchone()
    assert row == ("portal_app", url.rpartition("/")[2].partition("?")[0])
    assert said.output.strip() == provision.app_url(url, DEMO_SECRET)


def test_reset_wants_to_be_meant(command: Command, url: str) -> None:
    command("db", "upgrade")
    with psycopg.connect(provision.plain_url(url), autocommit=True) as connection:
        connection.execute("CREATE TABLE mark ()")
    refused = command("db", "reset")
    assert (refused.exit_code, "--yes" in refused.output) == (2, True)
    with psycopg.connect(provision.plain_url(url)) as connection:
        connection.execute("SELECT * FROM mark")


def test_reset_leaves_no_row_and_no_file(
    command: Command, url: str, files_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("db", "upgrade")
    _add_somebody(url)
    monkeypatch.setenv("PORTAL_FILES_URL", files_url)
    vault = Vault(files_url, [KEY])
    vault.put(uuid4(), [b"a voice"])
    assert len(list(vault.list_ids())) == 1
    done = command("db", "reset", "--yes")
    assert done.exit_code == 0, done.output
    assert list(vault.list_ids()) == []
    assert _people(url) == 0


def test_a_demo_that_was_interrupted_starts_again_from_nothing(
    command: Command, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for told in (answer, interviews, shown, together):
        monkeypatch.setattr(told, "tell", lambda stage: None)
    monkeypatch.setattr(meet, "meet", lambda meeting: None)
    command("db", "upgrade")
    with monkeypatch.context() as cut:
        cut.setattr(records, "tell", _cut)
        assert command("demo").exit_code != 0
    monkeypatch.setattr(records, "tell", lambda stage: None)
    again = command("demo")
    assert again.exit_code == 0, again.output
    assert "starts again" in again.output
    assert "is filled" in again.output
    assert _count(url, "offer") == len(OFFERS)
    assert command("demo").output == ""


def _cut(_stage: object) -> None:
    raise KeyboardInterrupt


def test_what_is_saved_is_put_back(command: Command, url: str, tmp_path: Path) -> None:
    command("db", "upgrade")
    _add_somebody(url)
    kept = tmp_path / "portal.tar"
    saved = command("db", "backup", str(kept))
    assert saved.exit_code == 0, saved.output
    assert saved.output.startswith("Saved ")
    command("db", "reset", "--yes")
    assert _people(url) == 0
    refused = command("db", "restore", str(kept))
    assert (refused.exit_code, "--yes" in refused.output, _people(url)) == (2, True, 0)
    done = command("db", "restore", str(kept), "--yes")
    assert done.exit_code == 0, done.output
    assert _people(url) == 1


def test_a_damaged_backup_is_refused_with_a_sentence(
    command: Command, url: str, tmp_path: Path
) -> None:
    command("db", "upgrade")
    broken = tmp_path / "portal.tar"
    broken.write_bytes(b"not a backup")
    refused = command("db", "restore", str(broken), "--yes")
    assert refused.exit_code == 1
    assert "not a whole backup" in refused.output


def test_a_federation_signs_with_a_new_key_and_a_stolen_one_is_revoked(
    command: Command, url: str
) -> None:
    command("db", "upgrade")
    engine = create_engine(provision.driver_url(url), poolclass=NullPool)
    with Session(engine) as session:
        federation = make_organisation(session, OrganisationKind.FEDERATION, "FAS Test", members=[])
        assert federation.slug == "fas-test"
    assert command("badges", "rotate", "fas-autre").exit_code == 1
    first = command("badges", "rotate", "fas-test")
    assert first.exit_code == 0, first.output
    key = first.output.split()[0]
    assert command("badges", "rotate", "fas-test").exit_code == 0
    assert (_count(url, "badge_key"), _count(url, "badge_secret")) == (2, 1)
    assert command("badges", "revoke", "fas-test", str(uuid4())).exit_code == 1
    assert command("badges", "revoke", "fas-test", key).exit_code == 0
    assert command("files", "rewrap").exit_code == 0
