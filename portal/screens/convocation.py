"""The convocation of somebody who has a place, to show at the door or to an employer: what, when,
where, how to get in, whom to ask. Nothing of what they said, and no way to reach them.
"""

from typing import Any

from portal.kernel import clock, i18n, pdf
from portal.kernel.errors import NotFound
from portal.kernel.i18n import Locale, show_date
from portal.kernel.i18n import gettext_ as _
from portal.screens import locating
from portal.trainings import calendar_words, policy
from portal.trainings.calendar_words import There, Told
from portal.trainings.paper import typed
from portal.trainings.queries import sessions
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web import maps
from portal.web.request import session


def convocation(registration: Registration, dates: TrainingSession, locale: Locale) -> bytes:
    """A PDF tagged for screen readers, in this language; the organiser's own words stay in French.
    Raises NotFound for who is not expected.
    """
    if not policy.is_expected(registration, dates, clock.today()):
        raise NotFound
    with i18n.use(locale):
        return pdf.make_private_pdf("convocation.typ", locale, _said(registration, dates))


def _said(registration: Registration, dates: TrainingSession) -> dict[str, Any]:
    published = sessions.find_published(session(), dates.training_id)
    document = published.document if published else {}
    told = calendar_words.tell(session(), dates, passport=document.get("passport", {}))
    place = locating.locators([dates]).get(dates.id)
    thanks = locating.drawing()["credits"] if place else []
    return {
        "title": _("Convocation"),
        "organisation": document.get("federation", {}).get("name", ""),
        "states": _("Cette personne a une place dans cette formation :"),
        "name": typed("", registration.name),
        "facts": [
            fact
            for fact in _facts(registration, told, document.get("organiser") or "")
            if fact["value"]
        ],
        "drawing": _drawn(place) if place else None,
        "sections": _sections(told.there) if told.there else [],
        "number": _("Inscription numéro %(reference)s.", reference=registration.reference),
        "made": _("Fait le %(day)s", day=show_date(clock.today())),
        "changes": _("Si une date ou le lieu change, la personne est prévenue."),
        "credit": " · ".join(f"{credit}, {licence['name']}" for credit, licence in thanks),
        "portal": _("Portail Travail Pair"),
    }


def _facts(registration: Registration, told: Told, organiser: str) -> list[dict[str, str]]:
    by_internet = _("Le lien est sur la page de votre inscription.") if told.online else ""
    return [
        typed(_("Formation"), registration.training_title),
        _ours(told.title, _("Dates")),
        _ours("\n".join(f"{day.day} · {day.hours}" for day in told.days), _("Heures")),
        typed(_("Organisme"), organiser),
        typed(_("Lieu"), told.place),
        _ours(by_internet, _("À distance")),
        typed(_("À savoir pour venir"), told.practical),
        typed(_("Une question ?"), told.contact),
    ]


def _sections(there: There) -> list[dict[str, Any]]:
    """What is known of the place, and what nobody knows, in few words; how one gets there."""
    answers = [
        _ours(
            _(
                "%(label)s : %(answer)s",
                label=line.label,
                answer=f"{line.said} ({line.source})" if line.source else line.said,
            )
        )
        for line in there.lines
    ]
    access = [*_paragraphs(there.words), _ours(there.verified)]
    found = [
        (_("Accessibilité du lieu"), answers, access),
        (_("Comment venir"), [], _paragraphs(there.directions)),
    ]
    return [
        {"title": title, "short": short, "lines": [line for line in lines if line["value"]]}
        for title, short, lines in found
        if short or any(line["value"] for line in lines)
    ]


def _paragraphs(words: str) -> list[dict[str, str]]:
    return [typed("", line) for line in words.splitlines()]


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
