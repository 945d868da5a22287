"""The link by which somebody enters a group: computed again from the server's key, never kept."""

from uuid import UUID

from portal.kernel import tokens

# `settings.key(KEY)` is what the links are made with.
KEY = "group"


def token(key: bytes, group_id: UUID, version: int) -> str:
    """The token of a group's link. A higher version makes the older links useless."""
    return tokens.derived_token(key, KEY, group_id, version)


def digest(key: bytes, group_id: UUID, version: int) -> str:
    """What the database keeps of it, and what opens the door `group`."""
    return tokens.digest(token(key, group_id, version))
