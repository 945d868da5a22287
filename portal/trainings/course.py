"""A training as schema.org Course and a session as Event, for machines: in French, the language of
its own words, and only what is known.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, i18n, nomenclatures
from portal.organisations.nomenclatures import DEPARTMENT, REGION
from portal.trainings import calendar_words, facts, venues
from portal.trainings.enums import Known, Subject
from portal.trainings.models import TrainingSession
from portal.trainings.nomenclatures import PREREQUISITE
from portal.trainings.queries.published import Published

_DURATIONS = (("hours", "PT{}H"), ("days", "P{}D"), ("weeks", "P{}W"), ("months", "P{}M"))


def course(session: Session, training: Published, url: str) -> dict[str, Any]:
    """The structured data of a training's page. What nobody knows is left out."""
    said = training.document
    organiser = {"@type": "Organization", "name": said["organiser"]}
    if said["website"]:
        organiser["url"] = said["website"]
    # Where sources differ, the portal chooses none.
    doubted = {row["about"] for row in said["contradictions"]}
    found = {
        "@context": "https://schema.org/",
        "@type": "Course",
        "name": said["title"],
        "description": said["goals"] or said["content"] or said["audience"],
        "provider": organiser,
        "url": url,
        "dateModified": training.updated_at.date().isoformat(),
        "inLanguage": said["languages"],
        "timeRequired": "" if Subject.DURATION in doubted else _duration(said),
        "coursePrerequisites": (
            [] if Subject.PREREQUISITES in doubted else _prerequisites(session, said)
        ),
        "educationalCredentialAwarded": said["certification"],
        "isAccessibleForFree": None if Subject.COST in doubted else _is_free(said),
        "offers": None if Subject.COST in doubted else _offer(said),
        "hasCourseInstance": _instance(session, said),
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def event(
    session: Session, training: Published, dates: TrainingSession, url: str
) -> dict[str, Any]:
    """A session one may ask to come to, as schema.org Event. The link of a video stays with those
    who come: online, it takes place at the address of its page.
    """
    said = training.document
    first, last = _ends(dates)
    here = f"{url}#session-{dates.id}"
    modes = ["Online"] if dates.online else []
    modes += ["Offline"] if calendar_words.place(dates) or not dates.online else []
    place = _place(session, dates, said)
    locations = [place] if place else []
    locations += [{"@type": "VirtualLocation", "url": here}] if dates.online else []
    found = {
        "@context": "https://schema.org/",
        "@type": "Event",
        "name": said["title"],
        "description": said["goals"] or said["content"] or said["audience"],
        "startDate": first,
        "endDate": last,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": (
            f"https://schema.org/{'Mixed' if len(modes) > 1 else modes[0]}EventAttendanceMode"
        ),
        "location": locations,
        "organizer": {"@type": "Organization", "name": said["organiser"]},
        "inLanguage": said["languages"],
        "maximumAttendeeCapacity": dates.places,
        "url": here,
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def _ends(dates: TrainingSession) -> tuple[str, str]:
    """The first and the last moment; the days alone where nobody wrote the hours."""
    slots = sorted(dates.half_days, key=lambda slot: (slot["on"], slot["starts"]))
    if not slots:
        return dates.starts_on.isoformat(), dates.ends_on.isoformat()
    first = calendar_words.moment(slots[0]["on"], slots[0]["starts"])
    last = calendar_words.moment(slots[-1]["on"], slots[-1]["ends"])
    return first.isoformat(), last.isoformat()


def _place(session: Session, dates: TrainingSession, said: facts.Document) -> dict[str, Any] | None:
    """What the session says of its place; else the training, where it is not held online."""
    city = dates.city or ("" if dates.online else said["city"])
    code = dates.department if dates.city else said["department"]
    with i18n.use(i18n.DEFAULT):
        department = nomenclatures.label_of(session, DEPARTMENT, code) if city and code else ""
    address = {
        "streetAddress": dates.there.get("street", dates.address),
        "postalCode": dates.there.get("postcode", ""),
        "addressLocality": city,
        "addressRegion": department,
    }
    known = {name: text for name, text in address.items() if text}
    if not known:
        return None
    place: dict[str, Any] = {
        "@type": "Place",
        "address": {"@type": "PostalAddress", **known, "addressCountry": "FR"},
    }
    features = _features(session, dates, said)
    place |= {"amenityFeature": features} if features else {}
    return place | ({"name": dates.venue} if dates.venue else {})


def _features(
    session: Session, dates: TrainingSession, said: facts.Document
) -> list[dict[str, Any]]:
    """What is known of getting in and staying there, for this session."""
    answers = venues.answers_of(dates, said["passport"])
    return [
        {
            "@type": "LocationFeatureSpecification",
            "name": line.french,
            "value": answers[line.code] == Known.YES,
        }
        for line in venues.lines(session)
        if line.code in answers
    ]


def _duration(said: facts.Document) -> str:
    """The most precise of what is said of it."""
    for name, shape in _DURATIONS:
        if said[name]:
            return shape.format(f"{said[name]:g}")
    return ""


def _prerequisites(session: Session, said: facts.Document) -> list[str]:
    with i18n.use(i18n.DEFAULT):
        return [nomenclatures.label_of(session, PREREQUISITE, one) for one in said["prerequisites"]]


def _is_free(said: facts.Document) -> bool | None:
    row = _funding(said)
    return bool(row["free"] == Known.YES) if row and row.get("free") else None


def _offer(said: facts.Document) -> dict[str, Any] | None:
    """What the person pays this year, for the whole of it."""
    row = _funding(said)
    if row is None or "amount" not in row:
        return None
    price = {"@type": "Offer", "price": f"{row['amount']:.2f}", "priceCurrency": "EUR"}
    until = {"priceValidUntil": f"{row['year']}-12-31"} if row.get("year") else {}
    return price | {"category": "Paid"} | until


def _funding(said: facts.Document) -> Mapping[str, Any] | None:
    """Of this year: what was so in a year that is over is not known to be."""
    year = clock.today().year
    row = facts.funding_now(said["funding"], year)
    return row if row and row.get("year") in (None, year) else None


def _instance(session: Session, said: facts.Document) -> dict[str, Any] | None:
    """Where it is given, once somebody knows."""
    with i18n.use(i18n.DEFAULT):
        region = nomenclatures.label_of(session, REGION, said["region"]) if said["region"] else ""
    address = {"addressLocality": said["city"], "addressRegion": region}
    known = {name: text for name, text in address.items() if text}
    if not known:
        return None
    place = {"@type": "PostalAddress", **known, "addressCountry": "FR"}
    return {"@type": "CourseInstance", "location": {"@type": "Place", "address": place}}
