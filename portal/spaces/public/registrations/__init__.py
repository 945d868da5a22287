"""What becomes of a request to come to a session, for whoever holds its link."""

from portal.spaces.public.registrations import meeting
from portal.spaces.public.registrations.routes import blueprint

__all__ = ["blueprint", "meeting"]
