"""A training as schema.org Course, for machines: in French, the language of its own words, and only
what is known.
"""

from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock, i18n, nomenclatures
from portal.organisations.nomenclatures import REGION
from portal.trainings import facts
from portal.trainings.enums import Known, Subject
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
        "hasCourseInstance": _instance(session, said),
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


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
    """This year; what was free in a year that is over is not known to be."""
    year = clock.today().year
    row = facts.funding_now(said["funding"], year)
    if row is None or not row.get("free") or row.get("year") not in (None, year):
        return None
    return bool(row["free"] == Known.YES)


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
