"""What an alert says. Neutral: phones are shared, so neither a subject nor a text message tells
what is searched, nor any title.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.alerts import links
from portal.alerts.enums import About
from portal.alerts.models import SearchAlert
from portal.alerts.queries import News
from portal.kernel import jobs, messages
from portal.kernel.i18n import _, show_date
from portal.kernel.messages import Content, template

NEWS = "alerts.news"
ENDS = "alerts.ends"


def tell_news(session: Session, alert: SearchAlert, news: News, until: datetime) -> None:
    _send(
        session,
        alert,
        NEWS,
        {"about": alert.about, "lines": news.lines, "more": news.more},
        once=until,
    )


def tell_end(session: Session, alert: SearchAlert) -> None:
    """Ask whether to keep the alert, while there is time."""
    data = {"ends_on": alert.expires_at.date().isoformat()}
    _send(session, alert, ENDS, data, once=alert.expires_at)


def _send(
    session: Session, alert: SearchAlert, name: str, data: dict[str, Any], *, once: datetime
) -> None:
    linked = links.name(jobs.settings(), alert.address, alert.about, alert.words, alert.chosen)
    messages.send(
        session,
        template=name,
        channel=alert.channel,
        address=alert.address,
        locale=alert.locale,
        data={**data, "alert": str(linked)},
        about_id=alert.id,
        once_key=f"{name}:{alert.id}:{once.isoformat()}",
    )


def _link(data: dict[str, Any]) -> str:
    return links.address(jobs.settings(), UUID(data["alert"]))


@template(NEWS)
def _news(data: dict[str, Any]) -> Content:
    link = _link(data)
    stop = f"{link}/stop"
    if data["about"] == About.OFFERS:
        subject = _("De nouvelles offres pour votre recherche")
    else:
        subject = _("De nouvelles formations pour votre recherche")
    lines = "\n".join("• " + " – ".join(filter(None, line)) for line in data["lines"])
    paragraphs = [_("Voici ce qui est en ligne depuis la dernière fois."), lines]
    if data["more"]:
        paragraphs.append(_("Il y en a d’autres : la recherche les montre toutes."))
    paragraphs.append(_("Pour ne plus recevoir ce message : %(stop)s", stop=stop))
    return Content(
        subject=subject,
        paragraphs=paragraphs,
        action=(_("Voir la recherche"), f"{link}/search"),
        sms=_(
            "Portail : du nouveau pour votre recherche. Voir : %(link)s Arrêter : %(stop)s",
            link=f"{link}/search",
            stop=stop,
        ),
        unsubscribe=stop,
    )


@template(ENDS)
def _ends(data: dict[str, Any]) -> Content:
    link, day = _link(data), show_date(date.fromisoformat(data["ends_on"]))
    return Content(
        subject=_("Votre alerte se termine bientôt"),
        paragraphs=[
            _("Votre alerte s’arrête le %(day)s. Un appui suffit pour la garder.", day=day),
            _("Si vous ne faites rien, tout ce qui la concerne est effacé ce jour-là."),
        ],
        action=(_("Voir mon alerte"), link),
        sms=_(
            "Portail : votre alerte s’arrête le %(day)s. La garder : %(link)s", day=day, link=link
        ),
        unsubscribe=f"{link}/stop",
    )
