"""The link of an alert: who holds it sees the alert, changes it, keeps it, stops it.

The token is computed again whenever a message needs it; the database keeps its digest only. It
hangs on the address and the search, behind the server's key: asking twice makes one alert.
"""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from portal.alerts.enums import About
from portal.config import Settings
from portal.kernel import tokens

_PURPOSE = "alert"


def name(
    settings: Settings,
    address: str,
    about: About,
    words: str,
    chosen: Mapping[str, Sequence[str]],
) -> UUID:
    """What names the one alert an address has of a search, however often it is asked for."""
    search = json.dumps([words, {family: sorted(chosen[family]) for family in sorted(chosen)}])
    key = settings.key(_PURPOSE)
    return UUID(tokens.keyed(key, address.casefold(), about, search)[:32])


def token(settings: Settings, name: UUID) -> str:
    return tokens.derived_token(settings.key(_PURPOSE), _PURPOSE, name, 1)


def address(settings: Settings, name: UUID) -> str:
    """The whole link, as a message carries it."""
    return f"{settings.base_url}/alerts/{token(settings, name)}"
