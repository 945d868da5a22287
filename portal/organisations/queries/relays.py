"""Who passes a public thing on: federations, by name, with the word each wrote for its region."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by

from portal.organisations.models import Organisation


@dataclass(frozen=True)
class Relay:
    """A federation that passed something on to its network."""

    name: str
    note: str


def relays_of(relay: type[Any], thing: type[Any], *where: ColumnElement[bool]) -> Any:
    """The relays of what a query reads, in that query: [{name, note}], by name.

    `relay` is a table with `federation_id` and `note`, which `where` ties to `thing`.
    """
    said = func.jsonb_build_object("name", Organisation.name, "note", relay.note)
    found = (
        select(
            func.coalesce(
                func.jsonb_agg(aggregate_order_by(said, Organisation.name)), text("'[]'::jsonb")
            )
        )
        .select_from(relay)
        .join(Organisation, Organisation.id == relay.federation_id)
        .where(*where)
        .correlate(thing)
    )
    return found.scalar_subquery().label("relays")
