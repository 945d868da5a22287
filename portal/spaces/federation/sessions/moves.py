"""What the buttons of a registration say, what they do, and what the person will be told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.support import LazyProxy
from flask import url_for

from portal.kernel import i18n
from portal.kernel.i18n import N_
from portal.people.reachable import channels
from portal.spaces.federation.sessions import words
from portal.trainings import transitions
from portal.trainings.actions import selection
from portal.trainings.enums import RegistrationState as State
from portal.trainings.messages.joining import AGAIN, state_sentence
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import session

Act = Callable[..., Registration]


@dataclass(frozen=True)
class Step:
    """A move: where it leads, its verb, what will happen, and whether words are needed."""

    to: State
    verb: LazyProxy
    consequence: LazyProxy
    act: Act
    wants_words: bool = False


STEPS: dict[str, Step] = {
    "offer": Step(
        State.OFFERED,
        N_("Proposer une place"),
        N_("Une place est gardée pour cette personne. Elle dit oui ou non avant la date indiquée."),
        selection.offer_place,
    ),
    "wait": Step(
        State.WAITING,
        N_("Mettre sur la liste d’attente"),
        N_("La personne passe après celles qui attendent déjà. Une place libre lui est proposée."),
        selection.put_on_list,
    ),
    "accept": Step(
        State.CONFIRMED,
        N_("La personne prend la place"),
        N_("Elle vous l’a dit de vive voix. Sa place est confirmée."),
        selection.record_acceptance,
    ),
    "withdraw": Step(
        State.WITHDRAWN,
        N_("La personne ne vient plus"),
        N_("Elle vous l’a dit de vive voix. Une place libre va à la personne qui attend."),
        selection.record_withdrawal,
    ),
    "decline": Step(
        State.DECLINED,
        N_("Refuser"),
        N_(
            "La personne reçoit votre réponse et vos mots. Ce qu’elle a dit de ses besoins est"
            " effacé."
        ),
        selection.decline,
        wants_words=True,
    ),
    "again": Step(
        State.RECEIVED,
        N_("Reprendre la demande"),
        N_("Le refus est levé. La demande attend de nouveau votre réponse."),
        selection.take_up_again,
    ),
}


@dataclass(frozen=True)
class Button:
    """`goes_on`: towards a place; the others are never the one thing that stands out."""

    label: str
    url: str
    goes_on: bool


def buttons(registration: Registration, *, is_full: bool) -> list[Button]:
    """The moves that make sense now, the one that goes forward first. Full: no place is offered."""
    possible = transitions.BY_ORGANISER.get(registration.state, ())
    return [
        Button(
            str(step.verb),
            address(registration.id, name),
            step.to not in (State.WITHDRAWN, State.DECLINED),
        )
        for name, step in STEPS.items()
        if step.to in possible and not (is_full and step.to == State.OFFERED)
    ]


def address(registration_id: UUID, step: str) -> str:
    return url_for(".show_move", registration_id=registration_id, step=step)


def told(registration: Registration, dates: TrainingSession, step: Step) -> dict[str, Any]:
    """What the person will read, in their language and in French; by which ways."""
    locale = words.locale_of(registration)
    state = AGAIN if step.to == State.RECEIVED else step.to
    until = selection.until(session(), dates) if step.to == State.OFFERED else None
    with i18n.use(locale):
        theirs = state_sentence(state, until)
    with i18n.use(i18n.DEFAULT):
        french = state_sentence(state, until)
    return {
        "theirs": theirs,
        "french": "" if french == theirs else french,
        "locale": locale,
        "ways": channels(registration),
    }
