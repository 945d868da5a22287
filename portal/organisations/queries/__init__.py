"""Look-ups of organisations and memberships, by subject. The owner is in every `where`."""

from portal.organisations.queries.members import Recipient, recipients
from portal.organisations.queries.places import enter

__all__ = ["Recipient", "enter", "recipients"]
