"""What is written when an application arrives or changes by the person's hand.

To the person: neutral, because a phone may be shared. A text message names neither the structure
nor the reason. To the structure: that something waits, never what it says.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.jobs import follow_links
from portal.jobs.models import Application
from portal.kernel import jobs
from portal.kernel.i18n import _, show_date
from portal.kernel.jobs import enqueue
from portal.kernel.messages import Content, from_us, send, template
from portal.people.reachable import channels, may_tell_own_act, told_own_act

TELL_STRUCTURE = "jobs.tell_structure"
CHECK_FILES = "jobs.check_files_of_application"
# To somebody who may be no member: nothing of the person, not even which answer it is.
STRUCTURE_COPIED = "jobs.structure_copied"
# What the structure hears; everything else about an application is written to the person.
TO_STRUCTURE = tuple(
    f"jobs.structure_{what}"
    for what in ("received", "written", "added", "withdrawn", "accepted", "given_up")
)
# A mail for each word would let anybody flood those who recruit.
BUNDLED_WITHIN = timedelta(minutes=10)
# A conversion takes seconds; the second look is for a worker that was away.
_LOOKS = (120, 3600)


def tell_person(
    session: Session,
    application: Application,
    name: str,
    *,
    once: str,
    data: dict[str, Any] | None = None,
) -> None:
    """Write to the person in their language, once for each `once` and channel."""
    for way in channels(application):
        _write(session, application, name, way, once, data)


def tell_of_own_act(
    session: Session,
    application: Application,
    name: str,
    *,
    once: str,
    data: dict[str, Any] | None = None,
) -> set[str]:
    """Write to the person about what somebody did with their link, but not without end to one
    address: whoever acts may not be who has the telephone. Returns the channels written to.
    """
    told = set()
    for channel, address in channels(application):
        if not may_tell_own_act(session, address):
            continue
        told.add(channel)
        if _write(session, application, name, (channel, address), once, data):
            told_own_act(session, address)
    return told


def _write(
    session: Session,
    application: Application,
    name: str,
    way: tuple[str, str],
    once: str,
    data: dict[str, Any] | None,
) -> bool:
    channel, address = way
    return send(
        session,
        template=name,
        channel=channel,
        address=address,
        locale=application.locale,
        data={
            "application_id": str(application.id),
            "version": application.token_version,
            "reference": application.reference,
        }
        | (data or {}),
        organisation_id=application.organisation_id,
        about_id=application.id,
        once_key=f"{name}:{application.id}:{once}:{channel}",
    )


def confirm_receipt(session: Session, application: Application) -> set[str]:
    """The receipt, with the follow link; then a look at the files once they are converted. Returns
    the channels written to.
    """
    due = application.answer_due_on
    told = tell_of_own_act(
        session,
        application,
        "jobs.application_received",
        once="sent",
        data={"due": due.isoformat() if due else ""},
    )
    look_at_files(session, application)
    return told


def look_at_files(session: Session, application: Application) -> None:
    """Later: has a file turned out to be unreadable? Then the person is told."""
    for seconds in _LOOKS:
        enqueue(
            session,
            CHECK_FILES,
            in_seconds=seconds,
            organisation_id=str(application.organisation_id),
            application_id=str(application.id),
        )


def tell_structure(
    session: Session, application: Application, what: str, *, last: datetime | None = None
) -> None:
    """A job writes to the members: a visitor does not know who they are. What follows closely on
    something they heard already (`last`) waits, and is told once for all that came meanwhile.
    """
    moment = application.last_activity_at
    wait = 0
    if last is not None and moment - last < BUNDLED_WITHIN:
        window = BUNDLED_WITHIN.total_seconds()
        wait = int(window - moment.timestamp() % window) + 1
        moment = datetime.fromtimestamp(moment.timestamp() // window * window, UTC)
    enqueue(
        session,
        TELL_STRUCTURE,
        in_seconds=wait,
        organisation_id=str(application.organisation_id),
        application_id=str(application.id),
        what=what,
        moment=moment.isoformat(),
    )


def _follow(data: dict[str, Any]) -> str:
    return follow_links.address(jobs.settings(), UUID(data["application_id"]), data["version"])


@template("jobs.application_received")
def _received(data: dict[str, Any]) -> Content:
    link = _follow(data)
    paragraphs = [
        _("Votre message est bien arrivé."),
        _("Son numéro est %(reference)s. Vous pouvez le dire au téléphone.", **_reference(data)),
    ]
    if data["due"]:
        due = show_date(date.fromisoformat(data["due"]))
        paragraphs.append(_("Vous aurez une réponse au plus tard le %(date)s.", date=due))
    paragraphs.append(
        _(
            "Avec le lien ci-dessous, vous suivez la suite, vous ajoutez quelque chose, vous"
            " retirez ou vous effacez tout. Gardez-le pour vous."
        )
    )
    return Content(
        subject=_("Votre message est bien arrivé"),
        paragraphs=paragraphs,
        action=(_("Voir la suite"), link),
        sms=from_us(_("votre message est bien arrivé. Suite : %(link)s", link=link)),
    )


@template("jobs.file_unreadable")
def _unreadable(data: dict[str, Any]) -> Content:
    link = _follow(data)
    return Content(
        subject=_("Un fichier n’a pas pu être lu"),
        paragraphs=[
            _("Votre message est bien arrivé, mais un fichier n’a pas pu être lu."),
            _("Vous pouvez l’envoyer à nouveau avec le lien ci-dessous."),
        ],
        action=(_("Envoyer à nouveau"), link),
        sms=from_us(
            _("un fichier n’a pas pu être lu. Pour l’envoyer à nouveau : %(link)s", link=link)
        ),
    )


def _reference(data: dict[str, Any]) -> dict[str, str]:
    return {"reference": str(data["reference"])}


def _inbox(data: dict[str, Any]) -> str:
    base = jobs.settings().base_url
    return f"{base}/employer/{data['slug']}/applications/{data['application_id']}"


@template("jobs.structure_received")
def _structure_received(data: dict[str, Any]) -> Content:
    due = show_date(date.fromisoformat(data["due"]))
    return Content(
        subject=_("Nouvelle candidature : %(title)s", title=data["title"]),
        paragraphs=[
            _("Une personne répond à votre offre « %(title)s ».", title=data["title"]),
            _("Une réponse lui est promise au plus tard le %(date)s.", date=due),
        ],
        action=(_("Lire et écouter"), _inbox(data)),
    )


@template(STRUCTURE_COPIED)
def _structure_copied(data: dict[str, Any]) -> Content:
    base = jobs.settings().base_url
    return Content(
        subject=_("Nouvelle candidature : %(title)s", title=data["title"]),
        paragraphs=[
            _("Une personne répond à l’offre « %(title)s ».", title=data["title"]),
            _("Vous recevez ce message parce que la structure a donné votre adresse dans l’offre."),
        ],
        action=(_("Voir les candidatures"), f"{base}/employer/{data['slug']}/applications"),
    )


@template("jobs.structure_written")
def _structure_written(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Nouveau message : %(title)s", title=data["title"]),
        paragraphs=[
            _(
                "La personne %(reference)s vous a écrit à propos de l’offre « %(title)s ».",
                title=data["title"],
                reference=data["reference"],
            )
        ],
        action=(_("Lire le message"), _inbox(data)),
    )


@template("jobs.structure_added")
def _structure_added(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Candidature complétée : %(title)s", title=data["title"]),
        paragraphs=[
            _(
                "La personne %(reference)s a ajouté quelque chose à sa candidature pour l’offre"
                " « %(title)s ».",
                title=data["title"],
                reference=data["reference"],
            )
        ],
        action=(_("Voir la candidature"), _inbox(data)),
    )


@template("jobs.structure_withdrawn")
def _structure_withdrawn(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Candidature retirée : %(title)s", title=data["title"]),
        paragraphs=[
            _(
                "La candidature %(reference)s pour l’offre « %(title)s » est retirée par la"
                " personne. Vous n’avez rien à faire.",
                title=data["title"],
                reference=data["reference"],
            )
        ],
        action=(_("Voir les candidatures"), _inbox(data).rsplit("/", 1)[0]),
    )


@template("jobs.structure_given_up")
def _structure_given_up(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Poste non pris finalement : %(title)s", title=data["title"]),
        paragraphs=[
            _(
                "La personne %(reference)s avait accepté le poste « %(title)s ». Finalement, elle"
                " ne le prend pas.",
                title=data["title"],
                reference=data["reference"],
            ),
            _("Le poste est de nouveau à pourvoir."),
        ],
        action=(_("Voir les candidatures"), _inbox(data).rsplit("/", 1)[0]),
    )


@template("jobs.structure_accepted")
def _structure_accepted(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Poste accepté : %(title)s", title=data["title"]),
        paragraphs=[
            _(
                "La personne %(reference)s accepte le poste « %(title)s ».",
                title=data["title"],
                reference=data["reference"],
            )
        ],
        action=(_("Voir la candidature"), _inbox(data)),
    )
