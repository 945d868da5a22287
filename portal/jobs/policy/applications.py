"""Who may do what to an application, on the candidate's side. Pure: server and templates ask it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from portal.jobs.enums import ApplicationState, PartKind, TimeChoice, Way
from portal.organisations.scope import Actor

# Which way of answering each kind of part belongs to; answers to questions belong to none.
WAY_OF = {PartKind.VOICE: Way.VOICE, PartKind.CV: Way.CV, PartKind.LETTER: Way.LETTER}
# The recruitment goes on: the candidate may still add something and change a call.
_ALIVE = frozenset(
    {
        ApplicationState.RECEIVED,
        ApplicationState.IN_REVIEW,
        ApplicationState.INTERVIEW,
        ApplicationState.OFFERED,
        ApplicationState.POOL,
    }
)
# Over, and still a talk: the structure may write, so the person may answer.
OVER = frozenset({ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.OBSOLETE})
_TALKING = _ALIVE | OVER
_TAKEN_BACK_FROM = _ALIVE | {ApplicationState.ACCEPTED}


class Held(Protocol):
    """What an application says of its owner and its state."""

    @property
    def holder_digest(self) -> str: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def state(self) -> ApplicationState: ...


class Pooled(Held, Protocol):
    @property
    def pool_asked_at(self) -> datetime | None: ...
    @property
    def pool_consented_at(self) -> datetime | None: ...


class Reached(Protocol):
    @property
    def state(self) -> ApplicationState: ...
    @property
    def contact_phone(self) -> str: ...
    @property
    def contact_email(self) -> str: ...


class Kept(Held, Reached, Protocol):
    """What it says of its owner, and how to be reached."""


class Submitted(Reached, Protocol):
    @property
    def submitted_at(self) -> datetime | None: ...


class Receiving(Protocol):
    """What an offer says of whether it still takes answers."""

    @property
    def state(self) -> str: ...
    @property
    def apply_until(self) -> date | None: ...


class Kinded(Protocol):
    @property
    def kind(self) -> PartKind: ...


def is_mine(actor: Actor, application: Held) -> bool:
    """The actor holds the link, or is the signed-in person who sent it."""
    if actor.holder is not None and actor.holder == application.holder_digest:
        return True
    return actor.person_id is not None and actor.person_id == application.person_id


def can_answer(offer: Receiving, today: date) -> bool:
    """Published, and the last day to answer is not over."""
    return offer.state == "published" and (offer.apply_until is None or today <= offer.apply_until)


def can_change(actor: Actor, application: Held) -> bool:
    """Still a draft of theirs."""
    return is_mine(actor, application) and application.state == ApplicationState.DRAFT


def can_write(actor: Actor, application: Held) -> bool:
    """Reply, change how to be reached: as long as the structure may write."""
    return is_mine(actor, application) and application.state in _TALKING


def can_add(actor: Actor, application: Held) -> bool:
    """Give one more document or recording, change a call: as long as the recruitment goes on."""
    return is_mine(actor, application) and application.state in _ALIVE


def can_withdraw(actor: Actor, application: Held) -> bool:
    """Take it back, or give up a post one had said yes to."""
    return is_mine(actor, application) and application.state in _TAKEN_BACK_FROM


def can_accept_post(actor: Actor, application: Held) -> bool:
    return is_mine(actor, application) and application.state == ApplicationState.OFFERED


def can_answer_pool(actor: Actor, application: Pooled) -> bool:
    """Asked to be kept for later, or wanting to take back a consent given before."""
    return is_mine(actor, application) and (
        application.pool_asked_at is not None or application.pool_consented_at is not None
    )


def can_claim(actor: Actor, application: Kept) -> bool:
    """Signed in, holding the link of an application that was sent, is nobody's yet, and of which
    more than the empty row is left.
    """
    return (
        actor.person_id is not None
        and application.person_id is None
        and actor.holder == application.holder_digest
        and application.state != ApplicationState.DRAFT
        and not is_erased(application)
    )


def is_left_alone(application: Submitted, before: datetime) -> bool:
    """Erased, or sent before this moment: the browser that did it has nothing to show any more."""
    sent_at = application.submitted_at
    return is_erased(application) or (sent_at is not None and sent_at < before)


def is_erased(application: Reached) -> bool:
    """Only the empty row is left."""
    return application.state == ApplicationState.WITHDRAWN and not (
        application.contact_phone or application.contact_email
    )


def is_sent(part: Kinded, ways: Collection[str]) -> bool:
    """Whether a part goes with the ways chosen: what was unchosen since stays behind."""
    way = WAY_OF.get(part.kind)
    return way is None or way in ways


def asks_time(choice: str | None) -> bool:
    """Asking the working time wished makes sense unless only full time is offered (PW-08)."""
    return choice != TimeChoice.FULL


def chosen(ways: Iterable[str], offered: Collection[Way]) -> list[Way]:
    """The ways somebody ticked among those the offer takes, in the usual order."""
    ticked = set(ways)
    return [way for way in Way if way in offered and way in ticked]
