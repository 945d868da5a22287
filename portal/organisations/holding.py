"""What somebody reaches by a link they hold or by their account: the same for all that is held so.

The row keeps the digest of the link; `reach(holder=…)` is the proof, and the owner is in each
`where` besides.
"""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor


class Held(Protocol):
    """A table of such rows: its columns on the class, their values on a row."""

    id: Any
    holder_digest: Any
    person_id: Any


H = TypeVar("H", bound=Held)


def hold(session: Session, actor: Actor) -> None:
    """Open the door of the link the actor holds, if any."""
    if actor.holder:
        reach(session, holder=actor.holder)


def owned(model: type[H], actor: Actor) -> ColumnElement[bool]:
    """The rows of this actor: no link and no person, no rows."""
    rules: list[ColumnElement[bool]] = [false()]
    if actor.holder is not None:
        rules.append(model.holder_digest == actor.holder)
    if actor.person_id is not None:
        rules.append(model.person_id == actor.person_id)
    return or_(*rules)


def find_held(session: Session, actor: Actor, model: type[H]) -> H | None:
    """The one whose link the actor holds."""
    if not actor.holder:
        return None
    hold(session, actor)
    return session.scalars(select(model).where(model.holder_digest == actor.holder)).one_or_none()


def get_mine(
    session: Session, actor: Actor, model: type[H], row_id: UUID, *, lock: bool = False
) -> H:
    """One of the actor's, by link or by account. Locked until the transaction ends if asked."""
    hold(session, actor)
    query = select(model).where(model.id == row_id, owned(model, actor))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    # By account, the files given with the link are theirs too.
    reach(session, holder=found.holder_digest)
    return found
