"""The search an alert is about: read from an address, written as one, shown in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from portal.alerts import days
from portal.alerts.enums import About
from portal.alerts.queries import SearchAlert
from portal.jobs.queries import published as published_offers
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.kernel.shelf import Wanted
from portal.spaces.public.offers import searches as offers
from portal.spaces.public.trainings import searches as trainings
from portal.trainings.queries import published as published_trainings
from portal.trainings.queries.published import AROUND, ORDER
from portal.web.request import Session, session
from portal.web.searches import Labels, chips


@dataclass(frozen=True)
class Shelf:
    """What can be searched, and where. `order` is that of the families in an address, `called` what
    the choices of a search are called.
    """

    about: About
    kind: type[Wanted]
    page: str
    feed: str
    order: Sequence[str]
    read: Callable[[Session, MultiDict[str, str]], Wanted]
    called: Callable[[Session, Any], Labels]
    arguments_of: Callable[[Any], str]


_SHELVES = {
    About.OFFERS: Shelf(
        About.OFFERS,
        published_offers.Wanted,
        "public.offers.list_offers",
        "public.offers.read_atom",
        offers.ORDER,
        offers.read,
        lambda session, _wanted: offers.labels(session),
        offers.arguments_of,
    ),
    About.TRAININGS: Shelf(
        About.TRAININGS,
        published_trainings.Wanted,
        "public.trainings.list_trainings",
        "public.trainings.read_atom",
        ORDER,
        trainings.read,
        trainings.called,
        trainings.arguments_of,
    ),
}


@dataclass(frozen=True)
class Search:
    """A search somebody may be told about: as it was asked, and the last of its days, which an
    alert counts from the day it is asked for (`portal.alerts.days`).
    """

    shelf: Shelf
    asked: Wanted
    last_day: date | None

    @property
    def wanted(self) -> Wanted:
        """The same, its days said as days."""
        return replace(self.asked, chosen=days.as_days(self.asked.chosen, self.last_day))

    @property
    def is_past(self) -> bool:
        """Whether nothing can come any more on the days it asks for."""
        return self.last_day is not None and self.last_day < clock.today()

    @property
    def ends(self) -> str:
        """The last of its days, in words; empty where they have no end."""
        return show_date(self.last_day) if self.last_day else ""

    @property
    def url(self) -> str:
        """Where it is looked at."""
        return url_for(self.shelf.page) + self.shelf.arguments_of(self.asked)

    @property
    def feed_url(self) -> str:
        return url_for(self.shelf.feed) + self.shelf.arguments_of(self.asked)

    @property
    def everywhere_url(self) -> str:
        """To be told without a commune being kept; empty where none is."""
        if not self.asked.codes(AROUND):
            return ""
        elsewhere = replace(self.asked, chosen={**self.asked.chosen, AROUND: []})
        return replace(self, asked=elsewhere).step("public.alerts.show_form")

    def step(self, endpoint: str, rhythm: str | None = None) -> str:
        """A page of asking for an alert, which carries the search in its address."""
        arguments = self.shelf.arguments_of(self.asked).replace("?", "&", 1)
        return url_for(endpoint, about=self.shelf.about.value, rhythm=rhythm) + arguments

    @property
    def said(self) -> list[str]:
        """What narrows it, in words; empty if nothing does."""
        labels = self.shelf.called(session(), self.wanted)
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
    wanted = shelf.read(session(), request.args)
    return Search(shelf, wanted, days.last_day(wanted.chosen, clock.today()))


def search_of(alert: SearchAlert) -> Search:
    shelf = _SHELVES[alert.about]
    kept = shelf.kind(alert.words, days.as_days(alert.chosen, alert.last_day))
    labels = shelf.called(session(), kept)
    # A code may be gone from its list since.
    known = {
        family: [code for code in codes if code in labels[family]]
        for family, codes in kept.chosen.items()
        if family in labels
    }
    return Search(shelf, shelf.kind(alert.words, known), alert.last_day)


def alert_page(alert: SearchAlert, token: str) -> dict[str, Any]:
    last = alert.last_day if days.end_first(alert.last_day, alert.expires_at) else None
    return {
        "alert": alert,
        "token": token,
        "search": search_of(alert),
        "ends": show_date(alert.expires_at),
        "last_day": show_date(last) if last else "",
    }
