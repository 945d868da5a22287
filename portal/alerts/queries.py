"""The alert behind a link, and what a search found that is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.alerts import days
from portal.alerts.enums import About
from portal.alerts.models import SearchAlert
from portal.jobs.queries import published as offers
from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.languages.said import told_title
from portal.trainings.queries import news as trainings

__all__ = ["SearchAlert"]

# A message tells so many one by one; the search shows the others.
MOST_TOLD = 10


@dataclass(frozen=True)
class News:
    """What is new of a search: its newest lines (title, who and where, the end of its address), and
    whether there are more.
    """

    lines: list[tuple[str, str, str]]
    more: bool


def find_alert(session: Session, digest: str, *, lock: bool = False) -> SearchAlert | None:
    """The alert whose link has this digest."""
    reach(session, alert=digest)
    found = select(SearchAlert).where(SearchAlert.token_digest == digest)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalars(found).one_or_none()


def get_alert(session: Session, digest: str) -> SearchAlert:
    """The same, held until the end of the transaction. Raises NotFound."""
    found = find_alert(session, digest, lock=True)
    if found is None:
        raise NotFound
    return found


def list_news(session: Session, alert: SearchAlert, until: datetime) -> News:
    """What came since the alert spoke last, in the language of the moment. The newest first."""
    since = alert.told_until, until
    if alert.about == About.OFFERS:
        offered = offers.list_new(session, _offers(alert), *since, MOST_TOLD + 1)
        lines = [(*_offer(line.card), line.slug) for line in offered]
    else:
        given = trainings.list_new(session, _trainings(alert), *since, MOST_TOLD + 1)
        lines = [(*_training(line.card), line.slug) for line in given]
    return News(lines[:MOST_TOLD], len(lines) > MOST_TOLD)


def still_wanted(session: Session, alert: SearchAlert, slugs: Sequence[str]) -> set[str]:
    """Those of these addresses one may still follow: what was paused, closed or archived meanwhile,
    or is over, is no news any more.
    """
    if alert.about == About.OFFERS:
        return offers.still_open(session, slugs)
    return trainings.still_wanted(session, _trainings(alert), slugs)


def _offers(alert: SearchAlert) -> offers.Wanted:
    return offers.Wanted(alert.words, alert.chosen)


def _trainings(alert: SearchAlert) -> trainings.Wanted:
    return trainings.Wanted(alert.words, days.as_days(alert.chosen, alert.last_day))


def newest(session: Session) -> dict[About, datetime | None]:
    """When something new came last to each shelf."""
    return {
        About.OFFERS: offers.newest_at(session),
        About.TRAININGS: trainings.newest_moment(session),
    }


def _offer(card: dict[str, Any]) -> tuple[str, str]:
    return str(told_title(card)), _joined(card.get("structure"), card.get("city"))


def _training(card: dict[str, Any]) -> tuple[str, str]:
    return str(told_title(card)), _joined(card["organiser"], card["city"])


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
