"""The moves an application may make, and who makes them.

One table, read by the actions, by the screens that offer a move, and by the trigger
`application_moves` of the database (a test compares the two). No move depends on anything but the
state: what a move needs besides (a date, a consent, a reason) is the action's affair.
"""

from collections.abc import Mapping

from portal.jobs.enums import ApplicationState as State
from portal.kernel.errors import Refused
from portal.kernel.i18n import _

# What the structure may do. `interview → interview` gives another date; `declined → in_review`
# mends a mistake; `pool → in_review` calls back somebody who said they may be called back.
BY_STRUCTURE: Mapping[State, tuple[State, ...]] = {
    State.RECEIVED: (
        State.IN_REVIEW,
        State.INTERVIEW,
        State.DECLINED,
        State.POOL,
        State.OBSOLETE,
        State.WITHDRAWN,
    ),
    State.IN_REVIEW: (
        State.INTERVIEW,
        State.OFFERED,
        State.DECLINED,
        State.POOL,
        State.OBSOLETE,
        State.WITHDRAWN,
    ),
    State.INTERVIEW: (
        State.OFFERED,
        State.INTERVIEW,
        State.DECLINED,
        State.POOL,
        State.OBSOLETE,
        State.WITHDRAWN,
    ),
    State.OFFERED: (
        State.ACCEPTED,
        State.DECLINED,
        State.POOL,
        State.OBSOLETE,
        State.WITHDRAWN,
    ),
    State.POOL: (State.IN_REVIEW, State.DECLINED, State.OBSOLETE, State.WITHDRAWN),
    State.DECLINED: (State.IN_REVIEW, State.POOL),
}

# What the person may do, from the follow page: send, say yes, take back, say it is over.
BY_CANDIDATE: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.RECEIVED,),
    State.RECEIVED: (State.WITHDRAWN,),
    State.IN_REVIEW: (State.WITHDRAWN,),
    State.INTERVIEW: (State.WITHDRAWN,),
    State.OFFERED: (State.ACCEPTED, State.WITHDRAWN),
    State.ACCEPTED: (State.WITHDRAWN,),
    State.POOL: (State.WITHDRAWN,),
}


def for_structure(state: State) -> tuple[State, ...]:
    """The moves the structure may choose among, the one that goes forward first."""
    return BY_STRUCTURE.get(state, ())


def for_candidate(state: State) -> tuple[State, ...]:
    return BY_CANDIDATE.get(state, ())


def allowed() -> frozenset[tuple[State, State]]:
    """Every pair some side may make: what the database lets through."""
    return frozenset(
        (start, end)
        for table in (BY_STRUCTURE, BY_CANDIDATE)
        for start, ends in table.items()
        for end in ends
    )


def check(state: State, wanted: State, moves: tuple[State, ...]) -> None:
    """Raises `Refused` unless `wanted` is one of `moves`: the state moved on meanwhile."""
    if wanted not in moves:
        raise Refused(
            _(
                "Cette candidature est à l’étape « %(state)s ». Ce changement n’est pas possible.",
                state=state.label,
            )
        )
