"""Who of a structure may see and answer applications. Pure: server and templates ask it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.jobs import step_texts, transitions
from portal.jobs.enums import ApplicationState as State
from portal.organisations.enums import Role
from portal.organisations.scope import Actor

# Whoever writes offers only sees no application at all (product rule 3, `Role.explanation`).
SCREENERS = (Role.ADMINISTRATOR, Role.RECRUITER)

# Over for the person: what they wished for the interview has no use any more (LG-07).
INTERVIEW_OVER = frozenset(
    {
        State.OFFERED,
        State.ACCEPTED,
        State.DECLINED,
        State.WITHDRAWN,
        State.POOL,
        State.OBSOLETE,
    }
)


class Screened(Protocol):
    """What an application says of where it stands."""

    @property
    def state(self) -> State: ...
    @property
    def pool_asked_at(self) -> datetime | None: ...
    @property
    def pool_consented_at(self) -> datetime | None: ...


def can_screen(actor: Actor, organisation_id: UUID) -> bool:
    """Read the applications of this structure, listen to them, move and answer them."""
    return actor.is_in(organisation_id, *SCREENERS)


def can_edit_texts(actor: Actor, organisation_id: UUID) -> bool:
    """Choose the words the structure writes at each step."""
    return actor.is_in(organisation_id, *SCREENERS)


def can_remove_note(actor: Actor, organisation_id: UUID, author_id: UUID | None) -> bool:
    """One's own note only: nobody rewrites what a colleague noted."""
    return can_screen(actor, organisation_id) and actor.person_id == author_id


def may_write(state: State) -> bool:
    """Whether a message to the person still makes sense: not to somebody who took it back."""
    return state not in (State.DRAFT, State.WITHDRAWN)


def may_ask_to_keep(application: Screened) -> bool:
    """Whether the person may be asked to let the structure keep their application."""
    return (
        State.POOL in transitions.for_structure(application.state)
        and application.pool_asked_at is None
        and application.pool_consented_at is None
    )


def possible_steps(application: Screened) -> list[str]:
    """What the structure may do now: states, and asking whether it may keep the application, which
    comes before keeping it.
    """
    found: list[str] = list(transitions.for_structure(application.state))
    if may_ask_to_keep(application):
        found.insert(found.index(State.POOL), step_texts.ASK_POOL)
    return found
