"""People without an account who asked to be told: one by text message, one by mail, each in their
language, and what they were told since.
"""

from datetime import datetime, timedelta

from portal.alerts import actions, tending
from portal.alerts.actions import Wish
from portal.alerts.enums import About, Rhythm
from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.people import addresses

# Where, what, and how many days ago they asked.
_ASKED = (
    ("06 39 98 02 17", Wish(About.OFFERS, "", {}, Rhythm.DAILY, "fa-AF"), 30),
    ("samira.noori@example.org", Wish(About.TRAININGS, "", {}, Rhythm.WEEKLY, "ps"), 62),
    (
        "luc.martel@example.org",
        Wish(About.TRAININGS, "", {"cost": ["free"], "diploma": ["none"]}, Rhythm.NOW, "fr"),
        62,
    ),
    # Around Lille, before half a year is over.
    (
        "06 39 98 02 44",
        Wish(
            About.TRAININGS,
            "",
            {"starts": ["6-months"], "around": ["59350-50"]},
            Rhythm.WEEKLY,
            "ps",
        ),
        55,
    ),
)
# When the worker looked: at ten, these days ago.
_LOOKED = (50, 20, 6)


def tell(database: Database, settings: Settings, now: datetime) -> None:
    for typed, wish, days in _ASKED:
        with (
            clock.pretending(now - timedelta(days=days)),
            database.session() as session,
            session.begin(),
        ):
            actions.begin(session, settings, addresses.read(typed), wish)
    for days in _LOOKED:
        moment = (now - timedelta(days=days)).astimezone(clock.PARIS).replace(hour=10)
        with clock.pretending(moment):
            tending.tend(database)
