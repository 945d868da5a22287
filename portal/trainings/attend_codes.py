"""The code on the trainer's screen: which half-day, and until when. Signed, kept nowhere."""

import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from portal.config import Settings
from portal.kernel import clock, tokens
from portal.trainings.enums import Half
from portal.trainings.half_days import HalfDay

_PURPOSE = "attendance-code"
_SHAPE = ">16sHBI"
# A class has the time to take out its telephones; a picture sent to a friend is soon worth nothing.
LIVES = timedelta(minutes=5)
_HALVES = (Half.AM, Half.PM)


@dataclass(frozen=True)
class Code:
    """What a code says. `is_over`: true, but of a moment ago."""

    session_id: UUID
    day: date
    half: Half
    is_over: bool


def make(settings: Settings, session_id: UUID, slot: HalfDay) -> str:
    """A code for this half-day, valid from now."""
    until = int((clock.now() + LIVES).timestamp()) // 60
    content = struct.pack(
        _SHAPE, session_id.bytes, slot.day.toordinal() % 65536, _HALVES.index(slot.half), until
    )
    return tokens.sealed(settings.key(_PURPOSE), content)


def read(settings: Settings, code: str) -> Code | None:
    """What it says; None if we did not sign it."""
    content = tokens.unsealed(settings.key(_PURPOSE), code)
    if content is None:
        return None
    session_id, day, half, until = struct.unpack(_SHAPE, content)
    now = clock.now()
    ends = datetime.fromtimestamp((until + 1) * 60, UTC)
    return Code(UUID(bytes=session_id), _near(now.date(), day), _HALVES[half], now >= ends)


def _near(today: date, rest: int) -> date:
    """The day whose number ends so, the nearest to today."""
    number = today.toordinal()
    turn = number - number % 65536
    return date.fromordinal(min((turn + rest, turn + rest - 65536), key=lambda n: abs(n - number)))
