"""`portal …` commands: thin, they call actions."""

import click


@click.group()
def main() -> None:
    """Portail Travail Pair."""
