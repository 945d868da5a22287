"""`portal …` commands: thin, they call actions."""

import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from portal import processes
from portal.alerts import tending as alerts
from portal.config import Settings, SettingsError, load
from portal.demo.fill import fill, is_unfinished
from portal.events import forgetting as events
from portal.files import rotation, sweeping
from portal.jobs import forgetting
from portal.kernel import backup as backups
from portal.kernel import returned
from portal.kernel.errors import Invalid
from portal.server import Server
from portal.trainings import forgetting as trainings
from portal.trainings.actions import keys
from portal.web import logs, proxy_pages

# What mail servers understand as « not now » (sysexits.h, EX_TEMPFAIL).
TRY_LATER = 75


class _Commands(click.Group):
    """A wrong setting ends any command with the sentence that says which."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except SettingsError as error:
            click.echo(str(error), err=True)
            sys.exit(2)


@click.group(cls=_Commands)
def main() -> None:
    """Portail Travail Pair."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=8, show_default=True, help="Requests at once in each.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Answer requests. SIGTERM lets those in flight finish."""
    processes.serve(_speaking(load()), host, port, workers=workers, threads=threads)


@main.command()
@click.option("--concurrency", default=2, show_default=True, help="Jobs at once.")
def work(concurrency: int) -> None:
    """Run the jobs. SIGTERM lets those in flight finish."""
    processes.work(_speaking(load()), concurrency=concurrency)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
def run(host: str, port: int) -> None:
    """Web server, worker and embedded database together, on one machine."""
    processes.run(_speaking(load()), host, port, click.echo)


@main.command()
def demo() -> None:
    """Fill the demo world, once; PORTAL_DEMO=1 only."""
    settings = load()
    if not settings.demo:
        raise SettingsError("PORTAL_DEMO: the demo world is for a demonstration only.")
    with Server(settings) as server:
        if is_unfinished(settings):
            click.echo("The demo world was left half told: it starts again from nothing.")
            server.reset()
        with closing(server.database()) as database:
            if fill(server.admin_url, database, settings):
                click.echo("The demo world is filled.")


def _speaking(settings: Settings) -> Settings:
    logs.configure(as_json=not settings.demo)
    return settings


@main.command("invite-operator")
@click.argument("address")
def invite_operator(address: str) -> None:
    """Send ADDRESS the link by which somebody joins the host association."""
    with Server(_speaking(load())) as server:
        try:
            server.invite_operator(address)
        except Invalid as error:
            click.echo(" ".join(error.fields.values()), err=True)
            sys.exit(1)
    click.echo("The invitation leaves as soon as a worker runs.")


@main.command("returned-mail")
def returned_mail() -> None:
    """Read one returned mail from a mail server: was it one of ours, for an address that is dead?

    Whatever else comes is read and left alone. Without a database the server tries again later.
    """
    with Server(_speaking(load())) as server, closing(server.database(pool_size=1)) as database:
        try:
            returned.take(database, server.settings, sys.stdin.buffer)
        except DBAPIError:
            sys.exit(TRY_LATER)


@main.command("proxy-pages")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def write_proxy_pages(folder: Path) -> None:
    """Write into FOLDER the pages the proxy shows by itself, in every language."""
    for file in proxy_pages.write(folder):
        click.echo(str(file))


@main.group()
def db() -> None:
    """The database and the stored files."""


@db.command()
def upgrade() -> None:
    """Create the roles and bring the schema to the newest migration."""
    with Server(load()) as server:
        server.upgrade()
        click.echo("The database is up to date.")


@db.command()
def url() -> None:
    """Print the URL of the application's role."""
    with Server(load()) as server:
        click.echo(server.app_url)


@db.command()
@click.option("--yes", is_flag=True, help="Really drop everything.")
def reset(yes: bool) -> None:
    """Drop the database and the stored files, then create them anew."""
    if not yes:
        click.echo("This drops everything. Say it again with --yes.", err=True)
        sys.exit(2)
    with Server(load()) as server:
        server.reset()
        click.echo("The database is empty and up to date.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Save the database and the stored files to FILE, whole or not at all."""
    with Server(load()) as server:
        report = backups.backup(server.admin_url, server.vault(), file)
    click.echo(f"Saved {report.rows} rows of {report.tables} tables, {report.objects} files.")
    if report.missing_objects:
        click.echo(f"{report.missing_objects} files were named but not found.", err=True)


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Really replace what is here.")
def restore(file: Path, yes: bool) -> None:
    """Put back what FILE holds, after checking it whole. Erased people stay erased."""
    if not yes:
        click.echo("This replaces the database and the files. Say it again with --yes.", err=True)
        sys.exit(2)
    with Server(load()) as server:
        try:
            report = backups.restore(server.admin_url, server.settings.secret, server.vault(), file)
        except backups.BackupError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
    click.echo(
        f"Restored {report.rows} rows of {report.tables} tables, {report.objects} files;"
        f" {report.erased_again} erased again."
    )


@main.command()
@click.option("--dry-run", is_flag=True, help="Only count what is over.")
def forget(dry_run: bool) -> None:
    """Erase what is kept no longer than its rule says; the worker does it every night."""
    with Server(load()) as server:
        database = server.database(pool_size=1)
        lines: list[forgetting.Line | events.Line | trainings.Line | alerts.Line] = [
            *forgetting.tend_applications(database, rehearsal=dry_run),
            *forgetting.forget(database, rehearsal=dry_run),
            *events.forget(database, rehearsal=dry_run),
            *trainings.forget(database, rehearsal=dry_run),
            *alerts.forget(database, rehearsal=dry_run),
        ]
        database.close()
    for line in lines:
        click.echo(f"{line.how_many:6} {line.what}")


@main.group()
def files() -> None:
    """The stored files."""


@files.command()
def rewrap() -> None:
    """After a new key was put first in PORTAL_VAULT_KEYS: seal every file's key with it.

    Can be stopped and started again. Drop the old keys from the setting once none is unknown.
    """
    with Server(load()) as server:
        engine = create_engine(server.admin_url, hide_parameters=True)
        report = rotation.rewrap(engine, server.vault().ring)
        badges_anew, badges_unknown = keys.rewrap(engine, server.vault().ring)
        engine.dispose()
    click.echo(f"{report.rewrapped} keys sealed anew, {report.current} were already.")
    click.echo(f"{badges_anew} keys of badges sealed anew.")
    unknown = report.unknown + badges_unknown
    if unknown:
        click.echo(f"{unknown} keys open with none of PORTAL_VAULT_KEYS.", err=True)
        sys.exit(1)


@files.command()
@click.option("--dry-run", is_flag=True, help="Only count.")
def sweep(dry_run: bool) -> None:
    """Convert again what is stuck, forget what never arrived, remove bytes nobody names."""
    with Server(load()) as server:
        database = server.database(pool_size=1)
        left = sweeping.sweep_files(database, rehearsal=dry_run)
        store = sweeping.sweep_store(database, server.vault(), rehearsal=dry_run)
        database.close()
    click.echo(f"{left.stuck} conversions to do again, {left.unfinished} uploads left alone.")
    click.echo(f"{store.orphans} objects nobody names, {store.missing} named but not found.")
    if store.is_suspicious:
        click.echo("This database knows none of these objects: nothing was removed.", err=True)
    if store.is_suspicious or store.missing:
        sys.exit(1)


@main.group()
def badges() -> None:
    """The keys federations sign badges with."""


@badges.command()
@click.argument("federation")
def rotate(federation: str) -> None:
    """Let FEDERATION (its name in addresses) sign with a new key; badges it gave stay good."""
    with Server(load()) as server, closing(server.database(pool_size=1)) as database:
        key = keys.rotate_of(database, server.settings, federation)
    click.echo(f"{key} signs from now on." if key else f"No federation is called {federation}.")
    sys.exit(0 if key else 1)


@badges.command()
@click.argument("federation")
@click.argument("key", type=click.UUID)
def revoke(federation: str, key: UUID) -> None:
    """KEY of FEDERATION was stolen: nothing it signed is good any more. It cannot be undone."""
    with Server(load()) as server, closing(server.database(pool_size=1)) as database:
        found = keys.revoke_of(database, federation, key)
    click.echo(f"{key} is revoked." if found else "There is no such key.")
    sys.exit(0 if found else 1)
