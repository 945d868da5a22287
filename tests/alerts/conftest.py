"""A house without an alert, and people who ask for one."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.alerts import actions
from portal.alerts.actions import Wish
from portal.alerts.enums import About, Rhythm
from portal.config import Settings
from portal.jobs.queries import published
from portal.kernel import jobs, tokens
from portal.kernel.db import Database
from portal.people import addresses
from portal.trainings.queries import published as trainings
from tests.factories.alerts import MAIL, START
from tests.factories.house import House, build_training_house

Begin = Callable[..., str]


@pytest.fixture
def house(backstage: Session, database: Database, settings: Settings) -> Iterator[House]:
    """Whose alert, that of `build_training_house`, is put away."""
    built = build_training_house(backstage, "alertes")
    backstage.execute(text("DELETE FROM search_alert"))
    backstage.execute(text("DELETE FROM outgoing_message"))
    backstage.commit()
    jobs.surround(database, settings)
    yield built
    published.many.clear()
    trainings.many.clear()


@pytest.fixture
def begin(database: Database, settings: Settings, house: House) -> Begin:
    """Begins an alert at a proved address, at `START`; returns the digest of its link."""

    def make(
        typed: str = MAIL,
        *,
        about: About = About.OFFERS,
        rhythm: Rhythm = Rhythm.NOW,
        words: str = "",
        at: datetime = START,
        locale: str = "fr",
        **chosen: list[str],
    ) -> str:
        wish = Wish(about, words, chosen, rhythm, locale)
        with time_machine.travel(at, tick=False), database.session() as session, session.begin():
            return tokens.digest(actions.begin(session, settings, addresses.read(typed), wish))

    return make
