"""What a person does with an answer they sent: reply, add, take back, erase."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs.actions import following
from portal.jobs.enums import ApplicationState
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from tests.factories.applications import Candidate, open_offer, send
from tests.factories.house import House, build_house


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "following")
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> OfferToAnswer:
    return open_offer(database, house)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as opened:
        yield opened


@pytest.fixture
def sent(session: Session, settings: Settings, offer: OfferToAnswer) -> Candidate:
    someone = send(session, settings, offer)
    session.commit()
    return someone


def test_withdrawing_twice_is_withdrawing_once(session: Session, sent: Candidate) -> None:
    following.withdraw(session, sent.actor, sent.application_id)
    following.withdraw(session, sent.actor, sent.application_id)
    session.commit()
    found = queries.get_mine(session, sent.actor, sent.application_id)
    assert found.state == ApplicationState.WITHDRAWN
    assert not found.waiting_for_answer
