"""What the pages of the groups of a federation receive."""

from typing import Any

from portal.events.queries import groups, meetings
from portal.kernel.i18n import _, ngettext
from portal.web.groups import languages, link, where
from portal.web.request import actor, session


def said_count(how_many: int | None) -> str:
    """How many people, in words: below five nobody is counted."""
    if how_many is None:
        return str(_("moins de cinq personnes"))
    return ngettext("%(n)s personne", "%(n)s personnes", how_many)


def group_page(group: groups.PracticeGroup) -> dict[str, Any]:
    """A group, its dates, how many come, and the names of those who said yes."""
    return {
        "group": group,
        "where": where(group),
        "languages_said": languages(group),
        "coming": meetings.list_coming(session(), actor(), group.id),
        "counts": meetings.meeting_counts(session(), actor()),
        "how_many": groups.member_counts(session(), actor()).get(group.id),
        "names": groups.names_told(session(), actor(), group.id),
        "link": link(group),
        "said_count": said_count,
    }
