"""What is written about arrivals: that something waits, never about whom. Phones are shared."""

from typing import Any

from portal.kernel import jobs
from portal.kernel.i18n import _
from portal.kernel.messages import Content, from_us, template


@template("engagements.items")
def _items(data: dict[str, Any]) -> Content:
    return _letter(
        data,
        _("Un accueil se prépare"),
        _("Des choses sont à faire bientôt pour accueillir quelqu’un dans votre structure."),
        _("Ouvrir la liste"),
    )


@template("engagements.check_in")
def _check_in(data: dict[str, Any]) -> Content:
    return _letter(
        data,
        _("Un point d’étape approche"),
        _("Chaque personne répond aux mêmes questions, avec ses mots."),
        _("Ouvrir le point d’étape"),
    )


@template("engagements.sheet")
def _sheet(data: dict[str, Any]) -> Content:
    return _letter(
        data,
        _("La fiche de poste a un an"),
        _("Il est temps de la relire ensemble : la personne en poste et son équipe."),
        _("Ouvrir"),
    )


def _letter(data: dict[str, Any], subject: str, text: str, action: str) -> Content:
    url = jobs.settings().base_url + data["path"]
    return Content(
        subject=subject,
        paragraphs=(text,),
        action=(action, url),
        sms=from_us(f"{subject}. {url}"),
    )
