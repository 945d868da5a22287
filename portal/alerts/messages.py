"""What an alert says. Neutral: phones are shared, so neither a subject nor a text message tells
what is searched, nor any title.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.alerts import links, queries
from portal.alerts.enums import About
from portal.alerts.models import SearchAlert
from portal.alerts.queries import News
from portal.kernel import i18n, jobs, messages
from portal.kernel.db import Database, Reach
from portal.kernel.i18n import _, show_date
from portal.kernel.messages import Content, from_us, recheck, template

NEWS = "alerts.news"
ENDS = "alerts.ends"
PAST = "alerts.past"


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


def tell_past(session: Session, alert: SearchAlert, last: date) -> None:
    """The last word of an alert, whose days are all past."""
    _send(session, alert, PAST, {"last_day": last.isoformat()}, once=alert.expires_at)


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
        data={**data, "alert": str(linked), "digest": alert.token_digest},
        about_id=alert.id,
        once_key=f"{name}:{alert.id}:{once.isoformat()}",
    )


def _link(data: dict[str, Any]) -> str:
    return links.address(jobs.settings(), UUID(data["alert"]))


@recheck(NEWS)
def _news_by_now(database: Database, data: dict[str, Any]) -> dict[str, Any] | None:
    """Without what nobody can follow any more; nothing, once the alert was stopped."""
    if "digest" not in data:
        return data
    with database.session(Reach(doors={"alert": data["digest"]})) as session:
        alert = queries.find_alert(session, data["digest"])
        if alert is None:
            return None
        still = queries.still_wanted(session, alert, [slug for *_said, slug in data["lines"]])
    lines = [line for line in data["lines"] if line[2] in still]
    return {**data, "lines": lines} if lines else None


@recheck(ENDS)
def _ends_by_now(database: Database, data: dict[str, Any]) -> dict[str, Any] | None:
    """Nothing, once the alert was stopped or is kept longer."""
    if "digest" not in data:
        return data
    with database.session(Reach(doors={"alert": data["digest"]})) as session:
        alert = queries.find_alert(session, data["digest"])
    return data if alert and alert.warned_at else None


@template(NEWS)
def _news(data: dict[str, Any]) -> Content:
    link = _link(data)
    stop = f"{link}/stop"
    if data["about"] == About.OFFERS:
        subject = _("De nouvelles offres pour votre recherche")
    else:
        subject = _("De nouvelles formations pour votre recherche")
    lines = "\n".join("• " + " – ".join(filter(None, line[:2])) for line in data["lines"])
    paragraphs = [_("Voici ce qui est en ligne depuis la dernière fois."), lines]
    if data["more"]:
        paragraphs.append(_("Il y en a d’autres : la recherche les montre toutes."))
    paragraphs.append(_("Pour ne plus recevoir ce message : %(stop)s", stop=stop))
    return Content(
        subject=subject,
        paragraphs=paragraphs,
        action=(_("Voir la recherche"), f"{link}/search"),
        sms=from_us(
            _(
                "du nouveau pour votre recherche. Voir : %(link)s Arrêter : %(stop)s",
                link=f"{link}/search",
                stop=stop,
            )
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
        sms=from_us(
            _("votre alerte s’arrête le %(day)s. La garder : %(link)s", day=day, link=link)
        ),
        unsubscribe=f"{link}/stop",
    )


@template(PAST)
def _past(data: dict[str, Any]) -> Content:
    day = show_date(date.fromisoformat(data["last_day"]))
    link = f"{jobs.settings().base_url}/trainings?lang={i18n.current().tag}"
    return Content(
        subject=_("Votre alerte est terminée"),
        paragraphs=[
            _("Le dernier jour que vous cherchiez est passé : c’était le %(day)s.", day=day),
            _(
                "L’alerte s’arrête donc, et tout ce qui la concerne est effacé. Si vous cherchez"
                " encore, choisissez d’autres jours et demandez une nouvelle alerte. Nous vous"
                " souhaitons de trouver ce qui vous convient."
            ),
        ],
        action=(_("Chercher une formation"), link),
        sms=from_us(
            _(
                "les jours que vous cherchiez sont passés. Votre alerte est terminée et"
                " effacée. Chercher encore : %(link)s",
                link=link,
            )
        ),
    )
