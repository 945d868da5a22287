"""What the page and the status of a badge say."""

from datetime import date
from typing import Any

from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date
from portal.trainings import credentials, phrases
from portal.trainings.queries.certificates import Checked, Validity
from portal.web.request import settings


def badge_page(checked: Checked) -> dict[str, Any]:
    """A badge as anybody reads it who has its address."""
    document = checked.badge.document
    first, last = (date.fromisoformat(document[name]) for name in ("starts_on", "ends_on"))
    return {
        "validity": checked.validity.value,
        # Ours where the portal said it, else the words of the federation.
        "because": _(checked.badge.revoked_because),
        "facts": [
            {"label": _("Formation"), "value": document["training"]},
            {"label": _("Organisme"), "value": document["organiser"]},
            {"label": _("Signé par"), "value": document["federation"]},
            {"label": _("Dates"), "value": phrases.days_of(first, last)},
            {"label": _("Présence"), "value": phrases.presence(document)},
            {"label": _("Nom"), "value": document["name"]},
            {"label": _("Délivré le"), "value": show_date(checked.badge.issued_at)},
        ],
        "has_name": bool(document["name"]),
    }


def status(checked: Checked) -> dict[str, Any]:
    """As a verifier reads it. A key that is revoked takes its badges with it."""
    because = {
        Validity.VALID: None,
        Validity.REVOKED: checked.badge.revoked_because,
        Validity.KEY_REVOKED: "key revoked",
    }[checked.validity]
    issuer = credentials.issuer_address(settings(), checked.slug)
    return credentials.revocations(settings(), issuer, checked.badge.id, because)
