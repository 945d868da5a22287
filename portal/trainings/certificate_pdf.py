"""The certificate of attendance on paper, in the reader's language. It is no diploma."""

from datetime import date
from typing import Any

from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed, show_date
from portal.trainings import phrases
from portal.trainings.models import Certificate
from portal.trainings.paper import typed


def certificate_pdf(certificate: Certificate) -> bytes:
    """One page, tagged, right-to-left where the language is."""
    return pdf.make_private_pdf("certificate.typ", i18n.current(), _said(certificate))


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
