"""What federations are written about relays: theirs is relayed, what they relay is over."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _
from portal.kernel.messages import Content, from_us, send, template
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.trainings.models import PublishedTraining, TrainingRelay
from portal.trainings.policy import WRITERS


def tell_relayed(session: Session, training: PublishedTraining, relay: TrainingRelay) -> None:
    """The owner, once a relaying federation; in the owner's reach."""
    relaying = session.get(Organisation, relay.federation_id)
    if relaying is None:  # suspended meanwhile: the public does not read of it either
        return
    data = {"title": training.card["title"], "federation": relaying.name}
    _tell(
        session,
        "trainings.relayed",
        training.organisation_id,
        training.training_id,
        data | {"end": f"/{training.training_id}"},
        relay.id,
    )


def tell_over(session: Session, relay: TrainingRelay, title: str) -> None:
    """Who relayed it, in their reach."""
    data = {"title": title, "end": "/elsewhere"}
    about = relay.training_id
    _tell(session, "trainings.relay_over", relay.federation_id, about, data, relay.id)


def _tell(
    session: Session,
    name: str,
    federation_id: UUID,
    training_id: UUID,
    data: dict[str, str],
    once: UUID,
) -> None:
    desk = session.get_one(Organisation, federation_id).slug
    path = f"/federation/{desk}/trainings{data['end']}"
    for one in recipients(session, federation_id, WRITERS):
        send(
            session,
            template=name,
            channel=one.channel,
            address=one.address,
            locale=one.locale,
            data={**data, "path": path},
            organisation_id=federation_id,
            about_id=training_id,
            once_key=f"{name}:{once}:{one.person_id}",
        )


@template("trainings.relayed")
def _relayed(data: dict[str, Any]) -> Content:
    text = _(
        "%(federation)s relaie votre formation « %(title)s » dans sa région.",
        federation=data["federation"],
        title=data["title"],
    )
    then = _("La fiche reste la vôtre : vous seuls la changez et répondez aux inscriptions.")
    return _content(data, _("Votre formation est relayée"), text, then, _("Voir la fiche"))


@template("trainings.relay_over")
def _over(data: dict[str, Any]) -> Content:
    text = _(
        "« %(title)s » n’est plus en ligne : votre fédération ne la relaie plus.",
        title=data["title"],
    )
    then = _("La fédération qui publiait cette formation l’a archivée. D’autres sont à relayer.")
    label = _("Voir les formations des autres fédérations")
    return _content(data, _("Une formation que vous relayez est archivée"), text, then, label)


def _content(data: dict[str, Any], subject: str, text: str, then: str, label: str) -> Content:
    url = jobs.settings().base_url + data["path"]
    return Content(
        subject=subject,
        paragraphs=(text, then),
        action=(label, url),
        sms=from_us(f"{text} {url}"),
    )
