"""The one table of the alerts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.alerts.enums import About, Rhythm
from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import behind_door, kept


class SearchAlert(Base):
    """A search somebody is told about, where they proved that they can be reached.

    `words` and `chosen` (family → codes) are the search; `told_until`: what was published until
    then was told, or was there before. The link is of the address and the search (see
    `portal.alerts.links`): asking twice makes one alert. `last_day`: the last of the days that are
    asked for, fixed when it was (see `portal.alerts.days`); none where they have no end.
    """

    __tablename__ = "search_alert"
    __wall__ = behind_door("alert", "token_digest") + kept(
        "id, token_digest, about, rhythm, told_until, expires_at, warned_at, last_day"
    )
    __table_args__ = (
        UniqueConstraint("token_digest"),
        CheckConstraint("about IN ('offers', 'trainings')", name="about"),
        CheckConstraint("channel IN ('mail', 'sms')", name="channel"),
        CheckConstraint("rhythm IN ('now', 'daily', 'weekly')", name="rhythm"),
        Index("ix_search_alert_told_until", "told_until"),
        Index("ix_search_alert_expires_at", "expires_at"),
        Index(
            "ix_search_alert_last_day",
            "last_day",
            postgresql_where=text("last_day IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_digest: Mapped[str] = mapped_column(String(64))
    about: Mapped[About] = mapped_column(Coded(About, 10))
    words: Mapped[str] = mapped_column(String(100))
    chosen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    channel: Mapped[str] = mapped_column(String(5))
    address: Mapped[str] = mapped_column(String(320))
    locale: Mapped[str] = mapped_column(String(20))
    rhythm: Mapped[Rhythm] = mapped_column(Coded(Rhythm, 6))
    created_at: Mapped[datetime]
    told_until: Mapped[datetime]
    expires_at: Mapped[datetime]
    warned_at: Mapped[datetime | None]
    last_day: Mapped[date | None]
