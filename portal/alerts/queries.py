"""The alert behind a link, and what a search found that is new."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.alerts.enums import About
from portal.alerts.models import SearchAlert
from portal.jobs.queries import published as offers
from portal.kernel.db import reach
from portal.kernel.errors import NotFound
from portal.languages.said import told_title
from portal.trainings.queries import published as trainings

__all__ = ["SearchAlert"]

# A message tells so many one by one; the search shows the others.
MOST_TOLD = 10


@dataclass(frozen=True)
class News:
    """What is new of a search: its newest lines (title, and who and where), and whether there are
    more.
    """

    lines: list[tuple[str, str]]
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
        wanted = offers.Wanted(alert.words, alert.chosen)
        found = offers.list_new(session, wanted, *since, MOST_TOLD + 1)
        lines = [_offer(line.card) for line in found]
    else:
        sought = trainings.Wanted(alert.words, alert.chosen)
        lines = [
            _training(line.card)
            for line in trainings.list_new(session, sought, *since, MOST_TOLD + 1)
        ]
    return News(lines[:MOST_TOLD], len(lines) > MOST_TOLD)


def newest(session: Session) -> dict[About, datetime | None]:
    """When something was published last on each shelf."""
    return {
        About.OFFERS: offers.newest_at(session),
        About.TRAININGS: trainings.newest_at(session),
    }


def _offer(card: dict[str, Any]) -> tuple[str, str]:
    return str(told_title(card)), _joined(card.get("structure"), card.get("city"))


def _training(card: dict[str, Any]) -> tuple[str, str]:
    return str(told_title(card)), _joined(card["organiser"], card["city"])


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
