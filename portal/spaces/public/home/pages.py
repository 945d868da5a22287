"""What the first page receives."""

from typing import Any

from flask import url_for

from portal.jobs.queries import published
from portal.kernel.i18n import gettext_ as _
from portal.spaces.public.offers.pages import card
from portal.web.request import session

_NEWEST = 6


def home_page() -> dict[str, Any]:
    return {
        "cards": [card(line) for line in published.newest_offers(session(), _NEWEST)],
        "doors": _doors(),
    }


def _doors() -> list[dict[str, str]]:
    """The three publics who come with something to do."""
    return [
        {
            "drawing": "draw-path",
            "title": _("Une personne qui cherche un travail"),
            "text": _(
                "Pas de compte à créer, pas de CV à faire. Vous suivez la réponse, étape par étape."
            ),
            "action": _("Voir les offres"),
            "url": url_for("public.offers.list_offers"),
        },
        {
            "drawing": "draw-door",
            "title": _("Une structure qui recrute"),
            "text": _("Écrivez une offre juste, écoutez les candidatures et répondez à chacune."),
            "action": _("Entrer dans l’espace des structures"),
            "url": url_for("account.sign_in.show_form"),
        },
        {
            "drawing": "draw-hands",
            "title": _("Une fédération régionale"),
            "text": _("Accueillez les structures de la région et relayez leurs offres."),
            "action": _("Entrer dans l’espace des fédérations"),
            "url": url_for("account.sign_in.show_form"),
        },
    ]
