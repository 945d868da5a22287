"""The search an alert is about: read from an address, written as one, shown in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from portal.alerts.enums import About
from portal.alerts.queries import SearchAlert
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.kernel.shelf import Wanted
from portal.spaces.public.offers import searches as offers
from portal.spaces.public.trainings import searches as trainings
from portal.trainings.queries.published import FAMILIES
from portal.web.request import Session, session
from portal.web.searches import Labels, chips


@dataclass(frozen=True)
class Shelf:
    """What can be searched, and where: `order` is that of the families in an address."""

    about: About
    page: str
    feed: str
    order: Sequence[str]
    read: Callable[[Session, MultiDict[str, str]], Wanted]
    labels: Callable[[Session], Labels]
    arguments_of: Callable[[Any], str]


_SHELVES = {
    About.OFFERS: Shelf(
        About.OFFERS,
        "public.offers.list_offers",
        "public.offers.read_atom",
        offers.ORDER,
        offers.read,
        offers.labels,
        offers.arguments_of,
    ),
    About.TRAININGS: Shelf(
        About.TRAININGS,
        "public.trainings.list_trainings",
        "public.trainings.read_atom",
        FAMILIES,
        trainings.read,
        trainings.labels,
        trainings.arguments_of,
    ),
}


@dataclass(frozen=True)
class Search:
    """A search somebody may be told about. `looked`: the whole of it, as it was looked at; an alert
    keeps of it the families of its shelf, `wanted`: what is near or soon today is not for ever.
    """

    shelf: Shelf
    looked: Wanted

    @property
    def wanted(self) -> Wanted:
        kept = {name: self.looked.codes(name) for name in self.shelf.order}
        return type(self.looked)(self.looked.words, kept)

    @property
    def is_narrowed(self) -> bool:
        """Whether the alert says less than the search that was looked at."""
        others = set(self.looked.chosen) - set(self.shelf.order)
        return any(self.looked.codes(name) for name in others)

    @property
    def url(self) -> str:
        """Where it is looked at."""
        return url_for(self.shelf.page) + self.shelf.arguments_of(self.looked)

    @property
    def feed_url(self) -> str:
        return url_for(self.shelf.feed) + self.shelf.arguments_of(self.looked)

    def step(self, endpoint: str, rhythm: str | None = None) -> str:
        """A page of asking for an alert, which carries the search in its address."""
        arguments = self.shelf.arguments_of(self.looked).replace("?", "&", 1)
        return url_for(endpoint, about=self.shelf.about.value, rhythm=rhythm) + arguments

    @property
    def said(self) -> list[str]:
        """What narrows it, in words; empty if nothing does."""
        labels = self.shelf.labels(session())
        return [chip.label for chip in chips(self.wanted, labels, self.shelf.order, "")]

    @property
    def title(self) -> str:
        return _("Offres d’emploi") if self.shelf.about == About.OFFERS else _("Formations")


def asked() -> Search:
    """The search of this address. Raises NotFound where it is of nothing one can search."""
    about = request.args.get("about", "")
    if about not in _SHELVES:
        raise NotFound
    shelf = _SHELVES[About(about)]
    return Search(shelf, shelf.read(session(), request.args))


def search_of(alert: SearchAlert) -> Search:
    chosen: Mapping[str, Sequence[str]] = alert.chosen
    shelf = _SHELVES[alert.about]
    labels = shelf.labels(session())
    # A code may be gone from its list since.
    known = {
        family: [code for code in codes if code in labels[family]]
        for family, codes in chosen.items()
        if family in labels
    }
    return Search(shelf, Wanted(alert.words, known))


def alert_page(alert: SearchAlert, token: str) -> dict[str, Any]:
    return {
        "alert": alert,
        "token": token,
        "search": search_of(alert),
        "ends": show_date(alert.expires_at),
    }
