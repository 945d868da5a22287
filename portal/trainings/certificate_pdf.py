"""The certificate of attendance on paper, in the reader's language. It is no diploma."""

import unicodedata
from datetime import date
from typing import Any

from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed, show_date
from portal.trainings import phrases
from portal.trainings.models import Certificate

_RIGHT_TO_LEFT = ("R", "AL")


def certificate_pdf(certificate: Certificate) -> bytes:
    """One page, tagged, right-to-left where the language is."""
    return pdf.make_private_pdf("certificate.typ", i18n.current(), _said(certificate))


def typed(label: str, value: str) -> dict[str, str]:
    """Words somebody typed, with the direction of their first letter."""
    strong = (unicodedata.bidirectional(sign) for sign in value)
    first = next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L")
    direction = "rtl" if first in _RIGHT_TO_LEFT else "ltr"
    return {"label": label, "value": value, "direction": direction}


def _said(certificate: Certificate) -> dict[str, Any]:
    document = certificate.document
    first, last = (date.fromisoformat(document[name]) for name in ("starts_on", "ends_on"))
    days = listed(show_date(date.fromisoformat(day)) for day in document["days"])
    ours = i18n.current().direction
    return {
        "title": _("Attestation de présence"),
        "organisation": document["federation"],
        "states": _("La fédération atteste que cette personne a suivi cette formation :"),
        "name": typed("", certificate.name),
        "facts": [
            typed(_("Formation"), document["training"]),
            *(
                typed(label, value)
                for label, value in (
                    (_("Organisme"), document["organiser"]),
                    (_("Lieu"), document["city"]),
                )
                if value
            ),
            *(
                {"label": label, "value": value, "direction": ours}
                for label, value in (
                    (_("Dates"), phrases.days_of(first, last)),
                    (_("Jours de présence"), days),
                    (_("Présence"), phrases.presence(document)),
                )
                if value
            ),
        ],
        "no_diploma": _("Ceci n’est pas un diplôme."),
        "issued": _("Fait le %(day)s", day=show_date(certificate.issued_on)),
        "by": typed("", certificate.issued_by),
        "portal": _("Portail Travail Pair"),
    }
