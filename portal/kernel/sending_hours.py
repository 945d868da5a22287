"""Nobody is woken: the hours of the day at which messages of a channel may leave, as dated data.

A channel no line names leaves at any hour: a mail waits in its box, a text message rings.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

SENDING_HOURS = "sending_hours"
# What holds on a database where nobody planted the rules.
_OTHERWISE = {"sms": {"from": 8, "to": 21}}

SEED = (
    Seed(
        SENDING_HOURS,
        "sms",
        N_("Heures de Paris entre lesquelles les SMS partent, sauf les codes"),
        source="Règle du portail, novembre 2026",
        data=_OTHERWISE["sms"],
    ),
)


def next_departure(session: Session, channel: str, now: datetime) -> datetime:
    """When a message of this channel may leave: now, or in the morning that follows."""
    found = nomenclatures.find(session, SENDING_HOURS, channel)
    hours = found.data if found else _OTHERWISE.get(channel)
    if not hours:
        return now
    today = now.astimezone(clock.PARIS).date()
    if now < _at(today, hours["from"]):
        return _at(today, hours["from"])
    if now < _at(today, hours["to"]):
        return now
    return _at(today + timedelta(days=1), hours["from"])


def _at(day: date, hour: int) -> datetime:
    """In UTC: between two moments of one zone, a night of summer time would count wrong."""
    return datetime.combine(day, time(hour), tzinfo=clock.PARIS).astimezone(UTC)
