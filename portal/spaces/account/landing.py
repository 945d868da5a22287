"""Where somebody lands once signed in."""

from uuid import UUID

from flask import url_for

from portal.organisations.enums import Role
from portal.organisations.messages import home_of
from portal.organisations.queries import places
from portal.web.request import session


def home_of_person(person_id: UUID) -> str:
    """The one organisation somebody has tasks in; else their own space, which lists them all.

    A member without a role in the tools has only their own things to do there: whoever that is.
    """
    found = places.list_places(session(), person_id)
    if len(found) == 1 and found[0].role != Role.MEMBER:
        return home_of(found[0].kind, found[0].slug)
    return url_for("peer.home.show_home")
