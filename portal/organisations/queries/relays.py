"""Who passes a public thing on: federations, by name, with the word each wrote for its region."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from portal.kernel.search import normalise
from portal.organisations.models import Organisation


@dataclass(frozen=True)
class Relay:
    """A federation that passed something on to its network."""

    name: str
    note: str


def relays_of(relay: type[Any], thing: type[Any], *where: ColumnElement[bool]) -> Any:
    """The relays of what a query reads, in that query, for `read_relays`.

    `relay` is a table with `federation_id` and `note`, which `where` ties to `thing`.
    """
    said = func.jsonb_build_object("name", Organisation.name, "note", relay.note)
    found = (
        select(func.coalesce(func.jsonb_agg(said), text("'[]'::jsonb")))
        .select_from(relay)
        .join(Organisation, Organisation.id == relay.federation_id)
        .where(*where)
        .correlate(thing)
    )
    return found.scalar_subquery().label("relays")


def read_relays(found: Iterable[Mapping[str, str]]) -> list[Relay]:
    """What the query gave, by name as people look for it: « Île-de-France » among the I."""
    return sorted((Relay(**one) for one in found), key=lambda relay: normalise(relay.name))
