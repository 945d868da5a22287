"""`portal …` commands: thin, they call actions."""

import sys

import click

from portal.config import Settings, SettingsError, load
from portal.server import Server


def _settings() -> Settings:
    try:
        return load()
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@click.group()
def main() -> None:
    """Portail Travail Pair."""


@main.group()
def db() -> None:
    """The database and the stored files."""


@db.command()
def upgrade() -> None:
    """Create the roles and bring the schema to the newest migration."""
    with Server(_settings()) as server:
        server.upgrade()
        click.echo("The database is up to date.")


@db.command()
def url() -> None:
    """Print the URL of the application's role."""
    with Server(_settings()) as server:
        click.echo(server.app_url)


@db.command()
@click.option("--yes", is_flag=True, help="Really drop everything.")
def reset(yes: bool) -> None:
    """Drop the database and the stored files, then create them anew."""
    if not yes:
        click.echo("This drops everything. Say it again with --yes.", err=True)
        sys.exit(2)
    with Server(_settings()) as server:
        server.reset()
        click.echo("The database is empty and up to date.")
