"""What officers of a federation are written about its trainings: to read, read, to verify again."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _, ngettext
from portal.kernel.messages import Content, from_us, send, template
from portal.organisations.models import Organisation
from portal.organisations.queries import Recipient, recipients
from portal.organisations.scope import Actor
from portal.trainings.models import Training, TrainingEvent
from portal.trainings.policy import WRITERS


def tell_review_asked(session: Session, actor: Actor, training: Training, asked: str) -> None:
    """Whoever may review it hears that it waits; not who wrote it, nor who asks. `asked` names this
    time among others.
    """
    away = {training.written_by, actor.person_id}
    readers = [one for one in _writers(session, training) if one.person_id not in away]
    _tell(session, training, "trainings.to_review", readers, asked)


def tell_reviewed(session: Session, actor: Actor, training: Training, event: TrainingEvent) -> None:
    """Whoever wrote it hears that it is online, or what became of it; not of what they did."""
    writer = [
        one
        for one in _writers(session, training)
        if one.person_id == training.written_by != actor.person_id
    ]
    _tell(session, training, f"trainings.{event.kind}", writer, str(event.id))


def tell_old(session: Session, federation: Organisation, old: Sequence[Training]) -> None:
    """One letter to each officer who may verify them again."""
    first = old[0]
    for one in recipients(session, federation.id, WRITERS):
        send(
            session,
            template="trainings.old",
            channel=one.channel,
            address=one.address,
            locale=one.locale,
            data={"count": len(old), "title": first.title, "path": _desk(federation)},
            organisation_id=federation.id,
        )


def _writers(session: Session, training: Training) -> list[Recipient]:
    return recipients(session, training.organisation_id, WRITERS)


def _desk(federation: Organisation) -> str:
    return f"/federation/{federation.slug}/trainings"


def _tell(
    session: Session, training: Training, name: str, to: Iterable[Recipient], once: str
) -> None:
    desk = _desk(session.get_one(Organisation, training.organisation_id))
    for one in to:
        send(
            session,
            template=name,
            channel=one.channel,
            address=one.address,
            locale=one.locale,
            data={"title": training.title, "path": f"{desk}/{training.id}"},
            organisation_id=training.organisation_id,
            about_id=training.id,
            once_key=f"{name}:{once}:{one.person_id}",
        )


def _content(data: dict[str, Any], subject: str, text: str, then: str, label: str) -> Content:
    url = jobs.settings().base_url + data["path"]
    return Content(
        subject=subject,
        paragraphs=(text, then),
        action=(label, url),
        sms=from_us(f"{text} {url}"),
    )


@template("trainings.to_review")
def _to_review(data: dict[str, Any]) -> Content:
    return _content(
        data,
        _("Une fiche de formation attend votre relecture"),
        _("« %(title)s » est écrite : il reste à la relire.", title=data["title"]),
        _("Si tout est juste, publiez-la. Sinon, dites ce qui est à changer."),
        _("Lire la fiche"),
    )


@template("trainings.published")
def _published(data: dict[str, Any]) -> Content:
    return _content(
        data,
        _("Votre fiche de formation est en ligne"),
        _("« %(title)s » a été relue et publiée.", title=data["title"]),
        _("Vous pouvez la changer quand vous voulez : une autre personne la relira."),
        _("Voir la fiche"),
    )


@template("trainings.sent_back")
def _sent_back(data: dict[str, Any]) -> Content:
    return _content(
        data,
        _("Votre fiche de formation est à changer"),
        _("« %(title)s » a été relue : quelque chose est à changer.", title=data["title"]),
        _("Les mots de la personne qui l’a relue sont sur la fiche."),
        _("Voir ce qui est à changer"),
    )


@template("trainings.old")
def _old(data: dict[str, Any]) -> Content:
    count = data["count"]
    text = ngettext(
        "« %(title)s » est à vérifier de nouveau.",
        "%(n)s fiches de formation sont à vérifier de nouveau.",
        count,
        title=data["title"],
    )
    return _content(
        data,
        _("Des formations à vérifier"),
        text,
        _("Demandez à l’organisme si c’est toujours vrai, puis changez la date de la fiche."),
        _("Voir les fiches"),
    )
