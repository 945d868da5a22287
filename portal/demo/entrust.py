"""Entrust the sessions of the demo to a colleague who trains and runs none."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from portal.demo.accounts import FAS_IDF, TRAINER
from portal.organisations.queries import members
from portal.organisations.scope import Actor
from portal.trainings.actions import sessions
from portal.trainings.enums import SessionRole, SessionState
from portal.trainings.queries import sessions as queries


def tell(
    acting: Callable[[Actor], AbstractContextManager[Session]], writers: Mapping[str, Actor]
) -> None:
    """Whatever is to come of the federation, beside who has a part in it already."""
    writer = writers[FAS_IDF]
    with acting(writer) as session:
        team = members.list_members(session, writer)
        trainer = next(one.person_id for one in team if one.name == TRAINER)
        for line in queries.list_at_desk(session, writer):
            if line.session.state == SessionState.CANCELLED:
                continue
            staff = queries.list_staff(session, writer, line.session.id)
            parts = [(one.person_id, one.role) for one in staff]
            parts.append((trainer, SessionRole.TRAINER))
            sessions.set_staff(session, writer, line.session.id, parts)
