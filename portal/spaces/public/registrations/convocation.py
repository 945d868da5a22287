"""The convocation on paper: where and when to come, how to get in, for who has a place."""

from collections.abc import Iterable
from typing import Any

from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.spaces.public.registrations.pages import Followed
from portal.spaces.public.trainings import where
from portal.trainings import calendar_words
from portal.trainings.calendar_words import There, Told
from portal.trainings.certificate_pdf import typed
from portal.trainings.queries import sessions
from portal.web import maps
from portal.web.request import session


def convocation(followed: Followed) -> bytes:
    """A PDF tagged for screen readers, made anew each time: it bears a name."""
    published = sessions.find_published(session(), followed.dates.training_id)
    document = published.document if published else {"passport": {}, "federation": {"name": ""}}
    told = calendar_words.tell(session(), followed.dates, passport=document["passport"])
    place = where.locators([followed.dates]).get(followed.dates.id)
    thanks = where.drawing()["credits"] if place else []
    said = {
        "title": _("Convocation"),
        "organisation": document["federation"]["name"],
        "facts": [*_facts(followed, told)],
        "drawing": _drawn(place) if place else None,
        "sections": _sections(told),
        "credit": " · ".join(f"{credit}, {licence['name']}" for credit, licence in thanks),
        "portal": _("Portail Travail Pair"),
    }
    return pdf.make_private_pdf("convocation.typ", i18n.current(), said)


def _facts(followed: Followed, told: Told) -> Iterable[dict[str, str]]:
    registration = followed.registration
    yield typed(_("Nom"), registration.name)
    yield typed(_("Formation"), registration.training_title)
    yield _ours(told.title, _("Dates"))
    for day in told.days:
        yield _ours(day.hours, day.day)
    if told.place:
        yield typed(_("Lieu"), told.place)
    if told.online:
        yield _ours(_("À distance, par internet"), _("Visio"))
    if told.contact:
        yield typed(_("Une question ?"), told.contact)
    yield typed(_("Numéro de l’inscription"), registration.reference)


def _sections(told: Told) -> list[dict[str, Any]]:
    found = []
    if told.there:
        lines = [*_lines(told.there), *_paragraphs(told.there.words)]
        lines += [_ours(told.there.verified)] if told.there.verified else []
        found.append({"title": _("Accessibilité du lieu"), "lines": lines})
        if told.there.directions:
            directions = _paragraphs(told.there.directions)
            found.append({"title": _("Comment venir"), "lines": directions})
    if told.practical:
        found.append({"title": _("À savoir pour venir"), "lines": _paragraphs(told.practical)})
    return found


def _lines(there: There) -> list[dict[str, str]]:
    """Each line with its answer; what nobody knows is said."""
    return [
        _ours(
            _(
                "%(label)s : %(answer)s",
                label=line.label,
                answer=f"{line.said} ({line.source})" if line.source else line.said,
            )
        )
        for line in there.lines
    ]


def _paragraphs(words: str) -> list[dict[str, str]]:
    return [typed("", line) for line in words.splitlines() if line]


def _drawn(place: maps.Locator) -> dict[str, str]:
    return {
        "svg": maps.picture(place),
        "alt": place.said,
        "name": place.name,
        "department": place.department if place.department != place.name else "",
    }


def _ours(value: str, label: str = "") -> dict[str, str]:
    """Our own words."""
    return {"label": label, "value": value, "direction": i18n.current().direction}
