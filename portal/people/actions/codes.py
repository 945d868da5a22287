"""One-time codes: asking for one, and proving that it arrived.

Asking does the same work whether or not an account exists: nobody looks it up before the code came
back. The limits never shut a person out of what only they can do (SE-13): a browser in which an
address was proved before keeps a mark of it, and asks within limits of its own, which strangers
asking for the same address from everywhere, or for thousands of text messages, cannot use up.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel import clock, throttle, tokens
from portal.kernel.db import new_id, reach
from portal.kernel.errors import Throttled
from portal.people import addresses, messages, policy, queries
from portal.people.addresses import Address
from portal.people.enums import CodePurpose, ContactKind
from portal.people.errors import CodeExpired
from portal.people.models import SignInCode

LIFE = timedelta(minutes=10)
HOUR, DAY, QUARTER = 3600, 24 * 3600, 15 * 60

# (limit, seconds). Shelters share one network among many people: its limits are wider.
SENDS_PER_IDENTITY = (3, HOUR)
SENDS_PER_IDENTITY_ANYWHERE = (12, HOUR)
SENDS_PER_NETWORK = (60, HOUR)
# A daily ceiling of cost; text messages abroad are what fraud rings ask for.
TEXTS_PER_DAY = (5000, DAY)
TEXTS_ABROAD_PER_DAY = (300, DAY)
# The reserve of browsers that proved the address before: each by itself, and their text messages.
SENDS_PER_MARK = (6, HOUR)
TEXTS_OF_MARKS_PER_DAY = (2000, DAY)
WRONG_TRIES_PER_IDENTITY = (5, QUARTER)
WRONG_TRIES_PER_NETWORK = (60, QUARTER)


log = structlog.get_logger()
_REFUSED = Counter("portal_codes_refused", "Codes not sent, by the limit reached", ["limit"])


@dataclass(frozen=True)
class Browser:
    """Where a request comes from: the random name in its cookie, its network address, and the marks
    of the addresses proved in it before.
    """

    key: str
    network: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wrong:
    """Not the code that was sent. Returned, not raised: the try must be committed."""

    tries_left: int


def ask_code(
    session: Session,
    key: bytes,
    browser: Browser,
    typed: str,
    *,
    locale: str,
    purpose: CodePurpose = CodePurpose.SIGN_IN,
) -> Address:
    """Send a code to an address; earlier codes of this browser stop working.

    Raises BadAddress, or Throttled after too many codes.
    """
    address = addresses.read(typed)
    _limit_sending(session, key, browser, address)
    reach(session, browser=tokens.digest(browser.key))
    session.execute(delete(SignInCode).where(queries.of_browser(), SignInCode.purpose == purpose))
    code, code_id, now = tokens.new_code(), new_id(), clock.now()
    session.add(
        SignInCode(
            id=code_id,
            browser_digest=tokens.digest(browser.key),
            purpose=purpose,
            kind=address.kind,
            value=address.value,
            code_digest=_code_digest(key, code_id, code),
            attempts=0,
            created_at=now,
            expires_at=now + LIFE,
        )
    )
    messages.send_code(
        session,
        address,
        code,
        purpose=purpose,
        locale=locale,
        asked_at=now,
        expires_at=now + LIFE,
    )
    return address


def waiting_for(session: Session, browser: Browser, purpose: CodePurpose) -> Address | None:
    """Where the code this browser waits for was sent, if it may still be typed."""
    reach(session, browser=tokens.digest(browser.key))
    code = queries.waiting_code(session, purpose)
    return Address(ContactKind(code.kind), code.value) if code else None


def prove_address(
    session: Session,
    key: bytes,
    browser: Browser,
    typed: str,
    purpose: CodePurpose,
) -> Address | Wrong:
    """Compare what was typed with the code of this browser. The right one is used up.

    Raises CodeExpired, or Throttled after five wrong codes in a quarter of an hour.
    """
    reach(session, browser=tokens.digest(browser.key))
    code = queries.waiting_code(session, purpose, lock=True)
    if code is None:
        raise CodeExpired
    address = Address(ContactKind(code.kind), code.value)
    counted = _wrong_tries(key, browser, address)
    for name, (limit, seconds) in counted.items():
        throttle.check(session, key=name, limit=limit, seconds=seconds)
    if tokens.same(_code_digest(key, code.id, _digits(typed)), code.code_digest):
        code.used_at = clock.now()
        return address
    code.attempts += 1
    for name, (limit, seconds) in counted.items():
        throttle.hit(session, key=name, limit=limit, seconds=seconds)
    return Wrong(policy.tries_left(code))


def _digits(typed: str) -> str:
    """The digits of a code however it was typed or pasted; Arabic and Persian digits are digits."""
    return "".join(str(int(character)) for character in typed if character.isdecimal())


def _code_digest(key: bytes, code_id: UUID, code: str) -> str:
    return tokens.keyed(key, "code", str(code_id), code)


def mark_of(key: bytes, address: Address) -> str:
    """What a browser keeps of an address just proved in it.

    Nobody without the key can make one, nor tell from one, or from two, whose address it is.
    """
    salt = tokens.new_token()
    return f"{salt}.{_mark(key, salt, address)}"


def _mark(key: bytes, salt: str, address: Address) -> str:
    return tokens.keyed(key, "mark", salt, address.digest(key))


def _find_mark(key: bytes, browser: Browser, address: Address) -> str | None:
    """The mark of this address among those of the browser."""
    for mark in browser.marks:
        salt, _dot, made = mark.partition(".")
        if tokens.same(_mark(key, salt, address), made):
            return mark
    return None


def _limit_sending(session: Session, key: bytes, browser: Browser, address: Address) -> None:
    for name, (of, (limit, seconds)) in _limits(key, browser, address).items():
        try:
            throttle.hit(session, key=name, limit=limit, seconds=seconds)
        except Throttled:
            _REFUSED.labels(of).inc()
            log.warning("code_refused", limit=of)
            raise


def _limits(
    key: bytes, browser: Browser, address: Address
) -> dict[str, tuple[str, tuple[int, int]]]:
    """What is counted, the name of the limit for whoever watches, and the limit."""
    is_text = address.kind is ContactKind.PHONE
    mark = _find_mark(key, browser, address)
    if mark is not None:
        limits = {f"code:mark:{mark}": ("mark", SENDS_PER_MARK)}
        if is_text:
            limits["code:texts-of-marks"] = ("texts_of_marks", TEXTS_OF_MARKS_PER_DAY)
        return limits
    digest, network = address.digest(key), tokens.keyed(key, "network", browser.network)
    limits = {
        f"code:network:{network}": ("network", SENDS_PER_NETWORK),
        f"code:identity:{digest}:{network}": ("identity", SENDS_PER_IDENTITY),
        f"code:identity:{digest}": ("identity_anywhere", SENDS_PER_IDENTITY_ANYWHERE),
    }
    if is_text:
        limits["code:texts"] = ("texts", TEXTS_PER_DAY)
        if not address.value.startswith("+33"):
            limits["code:texts-abroad"] = ("texts_abroad", TEXTS_ABROAD_PER_DAY)
    return limits


def _wrong_tries(key: bytes, browser: Browser, address: Address) -> dict[str, tuple[int, int]]:
    network = tokens.keyed(key, "network", browser.network)
    asked_by = tokens.digest(browser.key)
    return {
        f"tries:identity:{address.digest(key)}:{asked_by}": WRONG_TRIES_PER_IDENTITY,
        f"tries:network:{network}": WRONG_TRIES_PER_NETWORK,
    }
