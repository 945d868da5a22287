"""Where a structure stands in the six steps of the public service."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.engagements.models import SchemeStep
from portal.engagements.queries.rules import scheme_steps
from portal.kernel.nomenclatures import Entry
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Step:
    """A step, and what the structure said of it if it did."""

    entry: Entry
    said: SchemeStep | None


def list_steps(session: Session, actor: Actor) -> list[Step]:
    """The six, in order."""
    said = {
        row.code: row
        for row in session.scalars(
            select(SchemeStep).where(SchemeStep.organisation_id == actor.organisation_id)
        )
    }
    return [Step(entry, said.get(entry.code)) for entry in scheme_steps(session)]
