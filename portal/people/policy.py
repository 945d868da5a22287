"""Who may do what with an account: pure, used by actions and templates alike."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.kernel import clock
from portal.people.enums import ShareState
from portal.people.models import ContactPoint, Share, SignInCode

# Ways in are only changed, and accounts only closed, shortly after proving who one is.
FRESH = timedelta(minutes=30)
CODE_TRIES = 5
# Long enough from one yearly interview to the next, short enough not to be forgotten.
LONGEST_SHARE = timedelta(days=400)


def is_fresh(signed_in_at: datetime) -> bool:
    """Whether somebody proved who they are a short while ago."""
    return clock.now() - signed_in_at <= FRESH


def can_remove_contact(contacts: Sequence[ContactPoint]) -> bool:
    """Never the last one: it is the only way in."""
    return len(contacts) > 1


def tries_left(code: SignInCode) -> int:
    return CODE_TRIES - code.attempts


def is_usable(code: SignInCode) -> bool:
    """Whether a code may still be typed: once, within its time, at most five times."""
    return code.used_at is None and clock.now() < code.expires_at and tries_left(code) > 0


def state_of(share: Share) -> ShareState:
    """Whether a share can be read now."""
    if share.revoked_at is not None:
        return ShareState.REVOKED
    return ShareState.ALIVE if share.until > clock.now() else ShareState.OVER
