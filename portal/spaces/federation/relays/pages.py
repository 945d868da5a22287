"""What the pages of trainings elsewhere receive."""

from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from portal.kernel.i18n import _
from portal.spaces.federation.relays.forms import RelayForm
from portal.trainings import policy, reading
from portal.trainings.queries import relays
from portal.trainings.queries.relays import TrainingElsewhere
from portal.web.request import actor, session
from portal.web.searches import LONGEST

_SHOWN = {"relayed": True, "others": False}


def list_page(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """What is looked for, of all, of those relayed or of the others."""
    shown = arguments.get("show", "")
    words = arguments.get("q", "")[:LONGEST].replace("\x00", "").strip()
    page = min(max(1, arguments.get("page", 1, int)), 500)
    relayed = _SHOWN.get(shown)
    found, more = relays.list_elsewhere(session(), actor(), words, relayed=relayed, page=page)
    known = shown if shown in _SHOWN else None
    base = _tab(words, known)
    return {
        "cards": [_card(one) for one in found],
        "words": words,
        "shown": known or "",
        "tabs": [
            {"label": label, "href": _tab(words, value), "current": value == known}
            for value, label in (
                (None, _("Toutes")),
                ("relayed", _("Relayées")),
                ("others", _("Non relayées")),
            )
        ],
        "page": page,
        "pages": page + more,
        "page_url": f"{base}{'&' if '?' in base else '?'}page={{page}}",
    }


def _tab(words: str, shown: str | None) -> str:
    return url_for(".list_trainings", q=words or None, show=shown)


def _card(one: TrainingElsewhere) -> dict[str, Any]:
    return {
        "title": one.card["title"],
        "href": url_for(".show_training", training_id=one.training_id),
        "organiser": one.card["organiser"],
        "facts": _facts(one),
        "owner": one.owner,
        "is_relayed": one.relayed_at is not None,
    }


def training_page(one: TrainingElsewhere, form: RelayForm | None = None) -> dict[str, Any]:
    """One training: what decides, who publishes it, and one's own relay."""
    return {
        "training": one,
        "facts": [{"label": fact.label, "value": fact.value} for fact in _facts(one)],
        "public_page": f"/trainings/{one.slug}",  # part of the contract of addresses
        "can_relay": policy.can_relay_trainings(actor()),
        "form": form or RelayForm(note=one.note or ""),
    }


def _facts(one: TrainingElsewhere) -> list[reading.Fact]:
    return [fact for fact in reading.first_facts(session(), one.card)[:3] if fact.is_known]
