"""An offer as schema.org JobPosting (law-and-standards LG-18), only for a structure that wants it.

In French, the language of the offer that binds. Search engines ask for HTML in `description`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import escape
from sqlalchemy.orm import Session

from portal.jobs.enums import PayUnit
from portal.jobs.nomenclatures import CONTRACT, ELIGIBILITY
from portal.jobs.queries.published import Published
from portal.kernel import i18n, nomenclatures
from portal.organisations.nomenclatures import REGION

_FULL_TIME = 35
_UNITS = {PayUnit.HOUR: "HOUR", PayUnit.MONTH: "MONTH", PayUnit.YEAR: "YEAR"}


def job_posting(session: Session, offer: Published, url: str) -> dict[str, Any]:
    """The structured data of an offer's page."""
    said = offer.document
    ends = said.get("apply_until") or (offer.expires_at and offer.expires_at.isoformat())
    organisation = {"@type": "Organization", "name": _structure(said, "name")}
    if _structure(said, "website"):
        organisation["sameAs"] = _structure(said, "website")
    posting = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": said["title"],
        "description": _description(session, said),
        "identifier": {
            "@type": "PropertyValue",
            "name": _structure(said, "name"),
            "value": str(offer.offer_id),
        },
        "datePosted": offer.published_at.date().isoformat(),
        "validThrough": ends,
        "employmentType": _employment(session, said),
        "hiringOrganization": organisation,
        "jobLocation": {"@type": "Place", "address": _address(session, said)},
        "baseSalary": _salary(said),
        "directApply": True,
        "url": url,
    }
    return {name: value for name, value in posting.items() if value}


def _structure(said: Mapping[str, Any], name: str) -> str:
    return str((said.get("structure") or {}).get(name) or "")


def _description(session: Session, said: Mapping[str, Any]) -> str:
    """Schema.org's `eligibilityToWorkRequirement` is about papers: what a post of insertion depends
    on is said in a sentence.
    """
    with i18n.use(i18n.DEFAULT):
        eligibility = nomenclatures.label_of(session, ELIGIBILITY, said.get("eligibility") or "")
    paragraphs = [said.get("summary"), said.get("purpose"), eligibility]
    html = "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)
    for mission in said.get("missions") or ():
        html += f"<p>{escape(mission['title'])}</p>{_list(mission.get('tasks') or ())}"
    return html + _list(row["text"] for row in said.get("criteria") or ())


def _list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts if text)
    return f"<ul>{items}</ul>" if items else ""


def _employment(session: Session, said: Mapping[str, Any]) -> list[str]:
    entry = nomenclatures.recall(session, CONTRACT, said.get("contract") or "")
    kind = entry.data.get("employment", "OTHER") if entry else "OTHER"
    part_time = (said.get("hours_min") or _FULL_TIME) < _FULL_TIME
    full_time = (said.get("hours_max") or _FULL_TIME) >= _FULL_TIME
    found = [] if kind == "FULL_TIME" and not full_time else [kind]
    return [*found, "PART_TIME"] if part_time else found


def _address(session: Session, said: Mapping[str, Any]) -> dict[str, str]:
    region = said.get("region") or ""
    with i18n.use(i18n.DEFAULT):
        name = nomenclatures.label_of(session, REGION, region) if region else ""
    address = {
        "streetAddress": said.get("workplace") or "",
        "addressLocality": said.get("city") or "",
        "postalCode": said.get("postcode") or "",
        "addressRegion": name,
        "addressCountry": "FR",
    }
    return {"@type": "PostalAddress"} | {key: text for key, text in address.items() if text}


def _salary(said: Mapping[str, Any]) -> dict[str, Any] | None:
    if said.get("pay_min") is None or said.get("pay_unit") not in _UNITS:
        return None
    return {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": said["pay_min"],
            "maxValue": said["pay_max"],
            "unitText": _UNITS[said["pay_unit"]],
        },
    }
