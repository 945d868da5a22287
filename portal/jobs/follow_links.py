"""The follow link: a candidate without account comes back to their application by it.

The token is computed again whenever a message needs it; the database keeps its digest only.
"""

from uuid import UUID

from portal.config import Settings
from portal.kernel import tokens

_PURPOSE = "follow"


def token(settings: Settings, application_id: UUID, version: int) -> str:
    """The token of an application's link. A higher version makes the older links useless."""
    return tokens.derived_token(settings.key(_PURPOSE), _PURPOSE, application_id, version)


def address(settings: Settings, application_id: UUID, version: int) -> str:
    """The whole link, as a message carries it."""
    return f"{settings.base_url}/follow/{token(settings, application_id, version)}"
