"""The moves a registration may make, and who makes them.

One table, read by the actions, by the screens that offer a move, and by the trigger
`registration_moves` of the database (a test compares the two).
"""

from collections.abc import Mapping

from portal.trainings.enums import RegistrationState as State

# The person: send, take a place, give it back, queue again after a place passed by.
BY_CANDIDATE: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.RECEIVED, State.WAITING, State.CONFIRMED),
    State.RECEIVED: (State.WITHDRAWN,),
    State.WAITING: (State.WITHDRAWN,),
    State.OFFERED: (State.CONFIRMED, State.WITHDRAWN),
    State.CONFIRMED: (State.WITHDRAWN,),
    State.LAPSED: (State.WAITING, State.WITHDRAWN),
}

# Who organises: choose, decline, call off; `declined → received` mends a mistake. They also write
# down what somebody said on the telephone: who has no other way takes a place or gives it back so.
BY_ORGANISER: Mapping[State, tuple[State, ...]] = {
    State.RECEIVED: (
        State.OFFERED,
        State.WAITING,
        State.DECLINED,
        State.WITHDRAWN,
        State.CALLED_OFF,
    ),
    State.WAITING: (State.OFFERED, State.DECLINED, State.WITHDRAWN, State.CALLED_OFF),
    State.OFFERED: (State.CONFIRMED, State.WITHDRAWN, State.CALLED_OFF),
    State.CONFIRMED: (State.WITHDRAWN, State.CALLED_OFF),
    State.LAPSED: (State.WAITING, State.WITHDRAWN, State.CALLED_OFF),
    State.DECLINED: (State.RECEIVED,),
}

# The portal by itself: a free place is offered to who waits longest; nobody answered in time.
BY_PORTAL: Mapping[State, tuple[State, ...]] = {
    State.WAITING: (State.OFFERED,),
    State.OFFERED: (State.LAPSED,),
}

# Places somebody has, or has been offered and may still take.
TAKEN = (State.OFFERED, State.CONFIRMED)
# Something may still come of it.
ALIVE = (State.RECEIVED, State.WAITING, State.OFFERED, State.CONFIRMED)
# Who may be asked to meet who chooses: nothing was answered yet, or the list may still move.
MET = (State.RECEIVED, State.WAITING)
# Who hears that the session changed or does not take place.
TOLD = (*ALIVE, State.LAPSED)


def allowed() -> frozenset[tuple[State, State]]:
    """Every pair some side may make: what the database lets through."""
    return frozenset(
        (start, end)
        for table in (BY_CANDIDATE, BY_ORGANISER, BY_PORTAL)
        for start, ends in table.items()
        for end in ends
    )
