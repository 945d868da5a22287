"""What the pages about whole offers receive: the list, one offer, its check before publication."""

from typing import Any
from uuid import uuid4

from flask import request, url_for

from portal.jobs import phrases
from portal.jobs.checks import outdated
from portal.jobs.completeness import missing
from portal.jobs.enums import CloseReason, OfferEventKind, OfferState, OfferStep, RuleLevel
from portal.jobs.linter import Finding, lint
from portal.jobs.nomenclatures import CONTRACT
from portal.jobs.policy import offers as policy
from portal.jobs.policy import screening
from portal.jobs.queries import offers as queries
from portal.jobs.starting_points import starting_points
from portal.kernel import nomenclatures
from portal.kernel.i18n import N_, _, comma, ngettext, show_date, show_time
from portal.spaces.employer.offers.sheets import first_hole, sheet
from portal.web.request import actor, session

_KINDS = {
    OfferState.DRAFT: "neutral",
    OfferState.PUBLISHED: "ok",
    OfferState.PAUSED: "warn",
    OfferState.CLOSED: "brand",
}
_TABS = {
    OfferState.DRAFT: N_("Brouillons"),
    OfferState.PUBLISHED: N_("En ligne"),
    OfferState.PAUSED: N_("En pause"),
    OfferState.CLOSED: N_("Fermées"),
}


def list_page() -> dict[str, Any]:
    """The offers of the structure, by state, and how many there are of each."""
    wanted = request.args.get("state", "")
    state = OfferState(wanted) if wanted in set(OfferState) else None
    counts = queries.count_by_state(session(), actor())
    total = counts[state] if state else sum(counts.values())
    number = min(max(request.args.get("page", 1, type=int), 1), 500)
    lines = queries.list_offers(session(), actor(), state, number)
    here = url_for(".list_offers", state=state.value if state else None)
    return {
        "tabs": _tabs(counts, state),
        "cards": [_card(line) for line in lines],
        "state": state,
        "any_offer": sum(counts.values()) > 0,
        "page": number,
        "pages": -(-total // queries.PAGE),
        "pages_url": here + ("&" if state else "?") + "page={page}",
    }


def _tabs(counts: dict[OfferState, int], chosen: OfferState | None) -> list[dict[str, Any]]:
    everything = {
        "label": _("Toutes"),
        "href": url_for(".list_offers"),
        "current": chosen is None,
        "count": sum(counts.values()),
    }
    return [everything] + [
        {
            "label": str(_TABS[state]),
            "href": url_for(".list_offers", state=state.value),
            "current": state == chosen,
            "count": number,
        }
        for state, number in counts.items()
    ]


def _card(line: queries.OfferLine) -> dict[str, Any]:
    facts = []
    if line.city:
        facts.append({"icon": "place", "label": _("Lieu"), "value": line.city})
    if line.contract:
        contract = nomenclatures.label_of(session(), CONTRACT, line.contract)
        facts.append({"icon": "file", "label": _("Contrat"), "value": contract})
    if line.applications:
        facts.append({"icon": "inbox", "label": _("Réponses"), "value": _answers(line)})
    return {
        "title": line.title or phrases.untitled(line.created_at),
        "href": url_for(".show_offer", offer_id=line.id),
        "facts": facts,
        "state": state_tag(line.state, line.close_reason),
        "foot": _foot(line),
    }


def _answers(line: queries.OfferLine) -> str:
    answers = ngettext("%(n)s réponse", "%(n)s réponses", line.applications)
    if not line.waiting:
        return answers
    waiting = ngettext("%(n)s attend", "%(n)s attendent", line.waiting)
    return f"{answers}{comma()}{waiting}"


def _foot(line: queries.OfferLine) -> str:
    if line.state == OfferState.PUBLISHED and line.expires_at:
        return _("En ligne jusqu’au %(day)s", day=show_date(line.expires_at))
    return _("Dernier changement le %(day)s", day=show_date(line.updated_at))


def state_tag(state: OfferState, reason: str | None) -> dict[str, str]:
    """The word and the shape of a state."""
    label = CloseReason(reason).label if reason else state.label
    return {"label": label, "kind": _KINDS[state]}


def new_page() -> dict[str, Any]:
    """The three ways to start. `offer_id` makes a repeated submit start one offer only."""
    return {
        "offer_id": uuid4(),
        "points": starting_points(),
        "earlier": queries.copyable_offers(session(), actor()),
    }


def offer_page(offer: queries.Offer) -> dict[str, Any]:
    """One offer as its structure sees it: where it stands and what may be done."""
    state, snapshot = OfferState(offer.state), queries.find_snapshot(session(), actor(), offer.id)
    unanswered = queries.count_unanswered(session(), actor(), offer.id)
    return {
        "offer": offer,
        "state": state,
        "tag": state_tag(state, offer.close_reason),
        "pending": queries.has_unpublished_changes(offer, snapshot),
        "unanswered": unanswered,
        "left": unanswered if screening.can_screen(actor(), offer.organisation_id) else 0,
        "missing": missing(offer),
        "resume_at": first_hole(offer),
        "name": offer.title or phrases.untitled(offer.created_at),
        "contract": nomenclatures.label_of(session(), CONTRACT, offer.contract),
        "reasons": [reason for reason in CloseReason if reason != CloseReason.EXPIRED],
        "copy_id": uuid4(),
        "policy": policy,
        "actor": actor(),
    }


def log_lines(events: list[queries.OfferEvent]) -> list[dict[str, Any]]:
    """The log as a timeline shows it."""
    return [
        {
            "title": OfferEventKind(event.kind).label,
            "when": _("%(day)s à %(time)s", day=show_date(event.at), time=show_time(event.at)),
            "text": _by_whom(event),
        }
        for event in events
    ]


def _by_whom(event: queries.OfferEvent) -> str:
    who = event.person_name or _("Le portail")
    if event.kind == OfferEventKind.CLOSED and event.note:
        return f"{who} – {CloseReason(event.note).label}"
    return f"{who} – {event.note}" if event.note else who


def check_page(offer: queries.Offer) -> dict[str, Any]:
    """The last step: what is missing, what the rules say, and whether it may be published."""
    findings = lint(session(), offer)
    holes = [*missing(offer), *outdated(session(), offer)]
    snapshot = queries.find_snapshot(session(), actor(), offer.id)
    pending = queries.has_unpublished_changes(offer, snapshot)
    return sheet(offer, OfferStep.CHECK) | {
        "holes": holes,
        "findings": findings,
        "first_of_rule": {finding.rule: finding for finding in reversed(findings)},
        "justify": [finding for finding in findings if finding.level == RuleLevel.JUSTIFY],
        "ready": not holes and not any(finding.blocks for finding in findings),
        "may_publish": policy.can_publish(actor(), offer),
        "vouched_for": policy.is_vouched_for(actor()),
        "news": snapshot is None or pending,
        "anchor": anchor,
    }


def anchor(finding: Finding) -> str:
    """Where in its step the passage is written."""
    step = finding.step.value
    given = request.view_args or {}
    return url_for(".edit_step", offer_id=given["offer_id"], step=step, _anchor=finding.field)
