"""Where a self-support tool is found elsewhere, once somebody said so: dated data."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.skills.nomenclatures import TOOL_LINK


@dataclass(frozen=True)
class Link:
    """A page of another site. `label` is what it is called, `checked_on` when it was last there."""

    label: str
    url: str
    checked_on: date | None

    @property
    def site(self) -> str:
        """The name of the site, as its address says it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def find_link(session: Session, slug: str) -> Link | None:
    """The address of a tool today; none as long as nobody gave one."""
    entry = nomenclatures.find(session, TOOL_LINK, slug)
    if entry is None or not entry.data.get("url"):
        return None
    return Link(entry.label, entry.data["url"], entry.checked_on)
