"""Asking for an alert, changing it, keeping it, stopping it; and what the clock does to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.alerts import days, links, messages, nomenclatures, queries
from portal.alerts.enums import About, Rhythm
from portal.alerts.models import SearchAlert
from portal.config import Settings
from portal.kernel import clock, i18n, throttle, tokens
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_, _
from portal.kernel.models import Erasure
from portal.people.actions import codes
from portal.people.actions.codes import Browser, Wrong
from portal.people.addresses import KEY, Address
from portal.people.enums import CodePurpose

# Of one address in a day: nobody needs more, and a message each is sent for all of them.
ALERTS_A_DAY = 20
_DAY = 86_400
_TOO_MANY = N_(
    "%(n)s alertes ont déjà été demandées aujourd’hui pour cette adresse, c’est le plus possible."
    " Celles qui existent continuent. Demandez celle-ci demain."
)
# What is published is dated a little before it can be seen: the youngest is told the next time.
SETTLES_WITHIN = timedelta(minutes=2)
_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Wish:
    """A search to be told about."""

    about: About
    words: str
    chosen: Mapping[str, Sequence[str]]
    rhythm: Rhythm
    locale: str


def ask_code(
    session: Session, settings: Settings, browser: Browser, typed: str, *, locale: str
) -> Address:
    """Send a code to an address; the same whether or not an alert goes there already.

    Raises BadAddress, Throttled.
    """
    return codes.ask_code(
        session, settings.key(KEY), browser, typed, locale=locale, purpose=CodePurpose.ALERT
    )


def subscribe(
    session: Session, settings: Settings, browser: Browser, typed: str, wish: Wish
) -> str | Wrong:
    """With the right code, the alert begins, or goes on as it is now wanted. Returns the token.

    Raises CodeExpired, Throttled, and Invalid once as many began in a day as one may.
    """
    address = codes.prove_address(session, settings.key(KEY), browser, typed, CodePurpose.ALERT)
    if isinstance(address, Wrong):
        return address
    digest = address.digest(settings.key(KEY))
    if throttle.count(session, key=f"alerts:{digest}", seconds=_DAY) > ALERTS_A_DAY:
        raise Invalid({"code": _(_TOO_MANY, n=ALERTS_A_DAY)})
    return begin(session, settings, address, wish)


def begin(session: Session, settings: Settings, address: Address, wish: Wish) -> str:
    """The alert of an address that was proved. Returns its token."""
    chosen = {family: list(codes) for family, codes in wish.chosen.items() if codes}
    # A telephone writes a capital where one begins: to the index it is the same word.
    words = " ".join(wish.words.lower().split())
    name = links.name(settings, address.value, wish.about, words, chosen)
    token = links.token(settings, name)
    digest, now = tokens.digest(token), clock.now()
    take_turns(session, 39, str(name))
    alert = queries.find_alert(session, digest, lock=True)
    if alert is None:
        alert = SearchAlert(
            token_digest=digest,
            about=wish.about,
            words=words,
            chosen=chosen,
            channel=address.channel,
            address=address.value,
            created_at=now,
            told_until=now,
        )
    alert.rhythm, alert.locale = wish.rhythm, wish.locale
    alert.last_day = days.last_day(chosen, clock.today())
    _keep(session, alert, now)
    session.add(alert)
    session.flush()
    return token


def change_rhythm(session: Session, digest: str, rhythm: Rhythm) -> None:
    queries.get_alert(session, digest).rhythm = rhythm


def change_language(session: Session, digest: str, locale: str) -> None:
    queries.get_alert(session, digest).locale = locale


def renew(session: Session, digest: str) -> None:
    """Keep it as long as if it began today."""
    _keep(session, queries.get_alert(session, digest), clock.now())


def stop(session: Session, digest: str) -> None:
    """Erase it, with the address. Raises NotFound if there is none."""
    _erase(session, queries.get_alert(session, digest))


def _erase(session: Session, alert: SearchAlert) -> None:
    """A backup that is restored does not bring it back."""
    session.add(Erasure(kind="search_alert", subject_id=alert.id, erased_at=clock.now()))
    session.delete(alert)
    session.flush()


def _keep(session: Session, alert: SearchAlert, now: datetime) -> None:
    alert.expires_at, alert.warned_at = now + nomenclatures.life(session), None


def tell_news(session: Session, digest: str) -> None:
    """Tell what is new, once: the message is queued if and only if the alert knows that it was.

    Another worker that comes at the same time waits, then finds nothing to tell.
    """
    alert, now = queries.find_alert(session, digest, lock=True), clock.now()
    if alert is None or alert.told_until >= due_before(alert.rhythm, now):
        return
    until = now - SETTLES_WITHIN
    if until <= alert.told_until:
        return
    with i18n.use(i18n.find(alert.locale) or i18n.DEFAULT):
        news = queries.list_news(session, alert, until)
    if news.lines:
        messages.tell_news(session, alert, news, until)
    alert.told_until = until


def warn(session: Session, digest: str) -> None:
    """Say once that it ends soon."""
    alert = queries.find_alert(session, digest, lock=True)
    if alert is not None and alert.warned_at is None:
        alert.warned_at = clock.now()
        messages.tell_end(session, alert)


def tell_past(session: Session, digest: str) -> None:
    """Its days are all past: a last message, and nothing is left of it."""
    alert = queries.find_alert(session, digest, lock=True)
    if alert is not None and alert.last_day is not None and alert.last_day < clock.today():
        messages.tell_past(session, alert, alert.last_day)
        _erase(session, alert)


def end(session: Session, digest: str) -> None:
    """Erase it, if it is still there: its time is over, or nobody lives at its address."""
    alert = queries.find_alert(session, digest, lock=True)
    if alert is not None:
        _erase(session, alert)


def due_before(rhythm: Rhythm, now: datetime) -> datetime:
    """Who was told before this moment may be told again now."""
    if rhythm == Rhythm.NOW:
        return now
    midnight = now.astimezone(clock.PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if rhythm == Rhythm.DAILY else midnight - _WEEK
