"""Write the trainings of the demo, have a colleague read them, publish: through the real actions."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.demo.sessions import INVENTED
from portal.demo.trainings import TRAININGS, UNDER_WAY
from portal.demo.translated import TRAININGS as TRANSLATED
from portal.kernel import clock
from portal.organisations.scope import Actor
from portal.trainings.actions import keeping, moves, writing
from portal.trainings.enums import TrainingStep
from portal.trainings.models import Training
from portal.trainings.steps import FIELDS

_NUMBERS = {"days", "hours"}


def tell(
    acting: Callable[[Actor], AbstractContextManager[Session]],
    writers: Mapping[str, Actor],
    readers: Mapping[str, Actor],
    now: datetime,
) -> None:
    for told in (*TRAININGS, *INVENTED, *UNDER_WAY):
        writer, reader = writers[told["federation"]], readers[told["federation"]]
        with acting(writer) as session:
            write_training(session, writer, reader, told, now)
    for writer in writers.values():
        with acting(writer) as session:
            if writer.organisation_id is not None:
                keeping.remind_old(session, writer.organisation_id)


def write_training(
    session: Session, writer: Actor, reader: Actor, told: Mapping[str, Any], now: datetime
) -> Training:
    """One training from blank page to where it stands. The caller commits."""
    start = now - timedelta(days=told["days_ago"])
    with clock.pretending(start):
        training = writing.create_training(session, writer)
        values = {
            name: Decimal(value) if name in _NUMBERS else value for name, value in told.items()
        }
        if translated := TRANSLATED.get(told["title"]):
            values["summary"] = translated.get("first_summary") or translated["summary"]
        values["funding"] = [_of_year(row, now) for row in told.get("funding", ())]
        values["verified_on"] = (start - timedelta(days=told["checked"])).date()
        for step in TrainingStep:
            facts = {name: values[name] for name in FIELDS[step] if name in values}
            if facts:
                training = writing.save_step(
                    session, writer, training.id, step, facts, version=training.version
                )
        if told.get("end") != "draft":
            moves.ask_review(session, writer, training.id)
        if "end" not in told:
            moves.publish_training(session, reader, training.id)
    return training


def _of_year(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A year that is told by how many years ago it was."""
    said = {name: value for name, value in row.items() if name != "years_ago"}
    return said | ({"year": now.year - row["years_ago"]} if "years_ago" in row else {})
