"""The table of moves, and the database that refuses every other one."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.jobs import transitions
from portal.jobs.enums import ApplicationState as State
from portal.kernel.errors import Conflict
from tests.factories.house import NOW, House, build_house

PAIRS = sorted(product(State, State))


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "moves")
    backstage.commit()
    return built


def _set(session: Session, house: House, state: State) -> None:
    """Everything a state may need besides, so that only the move itself can be refused."""
    session.execute(
        text(
            "UPDATE application SET state = :state, waiting_for_answer = false,"
            " submitted_at = :submitted, pool_until = :until, pool_consented_at = :at,"
            " decline_kind = :kind WHERE id = :id"
        ),
        {
            "state": state,
            "submitted": None if state == State.DRAFT else NOW,
            "until": date(2028, 11, 20),
            "at": NOW,
            "kind": "post" if state == State.DECLINED else None,
            "id": house.application.id,
        },
    )


@pytest.mark.parametrize("start", sorted(State))
def test_the_database_lets_the_moves_of_the_table_through_and_no_other(
    backstage: Session, house: House, start: State
) -> None:
    backstage.execute(text("ALTER TABLE application DISABLE TRIGGER application_moves"))
    _set(backstage, house, start)
    backstage.execute(text("ALTER TABLE application ENABLE TRIGGER application_moves"))
    made = set()
    for end in sorted(State):
        point = backstage.begin_nested()
        try:
            _set(backstage, house, end)
        except IntegrityError:
            pass
        else:
            made.add(end)
        point.rollback()
    backstage.rollback()
    assert made == {end for first, end in transitions.allowed() if first == start} | {start}


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_a_move_out_of_the_table_is_a_conflict(start: State, end: State) -> None:
    for moves in (transitions.for_structure(start), transitions.for_candidate(start)):
        if end in moves:
            transitions.check(start, end, moves)
        else:
            with pytest.raises(Conflict):
                transitions.check(start, end, moves)


def test_every_open_state_leads_to_an_answer() -> None:
    """Silence is the product's failure: from wherever it waits, a structure can say yes or no."""
    for state in State:
        if state.is_open:
            assert State.DECLINED in transitions.for_structure(state)


def test_nothing_leaves_what_is_over() -> None:
    for state in (State.ACCEPTED, State.WITHDRAWN, State.OBSOLETE):
        assert transitions.for_structure(state) == ()
        # Only the person goes back on the yes they gave.
        changes = (State.WITHDRAWN,) if state == State.ACCEPTED else ()
        assert transitions.for_candidate(state) == changes


def test_the_person_can_always_take_it_back() -> None:
    for state in State:
        if state.is_open or state == State.POOL:
            assert State.WITHDRAWN in transitions.for_candidate(state)
