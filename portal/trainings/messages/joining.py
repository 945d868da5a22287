"""What is written when a registration arrives or moves, when a session changes, and before it.

Neutral, because a phone may be shared: a text message names neither the training nor the reason.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.i18n import _, show_date, show_time
from portal.kernel.jobs import enqueue
from portal.kernel.messages import MAIL, Content, from_us, send, template
from portal.people.reachable import channels, may_tell_own_act, told_own_act
from portal.trainings import register_links
from portal.trainings.enums import Agreement, RegistrationState
from portal.trainings.models import Registration, TrainingSession

OFFER_NEXT = "trainings.offer_next"
TELL_SESSION = "trainings.tell_session"
TELL_OFFICERS = "trainings.tell_officers"
FORGET_TRACES = "trainings.forget_traces"
MOVED, WROTE, REMINDER = "trainings.registration", "trainings.organiser_wrote", "trainings.reminder"
CHANGED, CALLED_OFF, ASK_EMPLOYER, ARRANGED = (
    "trainings.session_changed",
    "trainings.session_called_off",
    "trainings.ask_employer",
    "trainings.need_arranged",
)
RECEIVED, LEFT, AGREED, TO_CALL = (
    "trainings.registration_received",
    "trainings.registration_left",
    "trainings.employer_answered",
    "trainings.to_call",
)
# What only who organises reads: it names nobody.
TO_OFFICERS = (RECEIVED, LEFT, AGREED, TO_CALL)
# A « no » that was taken back: what the person hears instead of a state.
AGAIN = "again"


def offer_next(session: Session, dates: TrainingSession | Registration) -> None:
    """A job offers the places that got free: whoever gives one back knows nobody who waits."""
    session_id = dates.session_id if isinstance(dates, Registration) else dates.id
    enqueue(
        session,
        OFFER_NEXT,
        organisation_id=str(dates.organisation_id),
        session_id=str(session_id),
    )


def tell_session(
    session: Session,
    dates: TrainingSession,
    what: str,
    *,
    by: UUID | None,
    other_days: bool = True,
) -> None:
    """A job tells everybody who may come, and who trains or welcomes, that the session changed or
    is called off; `by` knows it. `other_days`: employers hear it too.
    """
    enqueue(
        session,
        TELL_SESSION,
        organisation_id=str(dates.organisation_id),
        session_id=str(dates.id),
        what=what,
        revision=dates.revision,
        by=str(by or ""),
        other_days=other_days,
    )


def tell_officers(session: Session, registration: Registration, what: str) -> None:
    """A job tells those who organise that something waits, never what it says."""
    enqueue(
        session,
        TELL_OFFICERS,
        organisation_id=str(registration.organisation_id),
        registration_id=str(registration.id),
        what=what,
        version=registration.version,
    )


def forget_traces(session: Session, registration: Registration) -> None:
    """A job erases what was written to the person and to the employer."""
    enqueue(
        session,
        FORGET_TRACES,
        organisation_id=str(registration.organisation_id),
        registration_id=str(registration.id),
    )


def tell_moved(session: Session, registration: Registration, words: str = "") -> None:
    """Where the registration stands now; `words` are the organiser's."""
    data = {"state": registration.state.value, "words": words}
    if registration.offered_until:
        data["until"] = registration.offered_until.isoformat()
    if registration.state == RegistrationState.RECEIVED:
        data["state"] = AGAIN
    tell(session, registration, MOVED, once=f"v{registration.version}", data=data)


def confirm_own_act(session: Session, registration: Registration) -> None:
    """The same, for what somebody did with their link."""
    data = {"state": registration.state.value, "words": ""}
    tell_own_act(session, registration, MOVED, once=f"v{registration.version}", data=data)


def tell_own_act(
    session: Session,
    registration: Registration,
    name: str,
    *,
    once: str,
    data: dict[str, Any],
) -> None:
    """Write what somebody did themselves: not without end to one address."""
    for channel, address in channels(registration):
        if may_tell_own_act(session, address) and _write(
            session, registration, name, (channel, address), once, data
        ):
            told_own_act(session, address)


def tell(
    session: Session,
    registration: Registration,
    name: str,
    *,
    once: str,
    data: dict[str, Any] | None = None,
) -> None:
    """Write to the person in their language, once for each `once` and channel."""
    for way in channels(registration):
        _write(session, registration, name, way, once, data or {})


def _write(
    session: Session,
    registration: Registration,
    name: str,
    way: tuple[str, str],
    once: str,
    data: dict[str, Any],
) -> bool:
    channel, address = way
    return send(
        session,
        template=name,
        channel=channel,
        address=address,
        locale=registration.locale,
        data={
            "registration_id": str(registration.id),
            "version": registration.token_version,
            "reference": registration.reference,
        }
        | data,
        organisation_id=registration.organisation_id,
        about_id=registration.id,
        once_key=f"{name}:{registration.id}:{once}:{channel}",
    )


def ask_employer(session: Session, registration: Registration, dates: TrainingSession) -> None:
    """The employer reads a name, a training and dates, and says yes or no."""
    send(
        session,
        template=ASK_EMPLOYER,
        channel=MAIL,
        address=registration.employer_email,
        locale="fr",
        data={
            "registration_id": str(registration.id),
            "name": registration.name,
            "training": registration.training_title,
            "from": dates.starts_on.isoformat(),
            "to": dates.ends_on.isoformat(),
        },
        organisation_id=registration.organisation_id,
        about_id=registration.id,
        once_key=f"{ASK_EMPLOYER}:{registration.id}",
    )


def link(data: dict[str, Any]) -> str:
    """The person's own page."""
    return register_links.address(
        jobs.settings(), UUID(str(data["registration_id"])), int(data["version"])
    )


def stops_sentence() -> str:
    """A session that had begun is called off, for who had a place in it."""
    return _("La session s’arrête. Ce que vous avez suivi reste noté.")


def state_sentence(state: RegistrationState | str, until: datetime | None = None) -> str:
    """What a state means for the person, in the current language; or `AGAIN`."""
    if state == AGAIN:
        return _("L’organisme regarde de nouveau votre demande. Il vous répond.")
    if state == RegistrationState.OFFERED and until is not None:
        return _(
            "Une place est libre pour vous. Dites si vous la prenez avant le %(day)s à %(hour)s.",
            day=show_date(until, weekday=True),
            hour=show_time(until),
        )
    sentences = {
        RegistrationState.RECEIVED: _("Votre demande est bien arrivée. L’organisme vous répond."),
        RegistrationState.WAITING: _(
            "Il n’y a plus de place pour le moment. Vous êtes sur la liste d’attente :"
            " dès qu’une place est libre, on vous écrit."
        ),
        RegistrationState.CONFIRMED: _("Votre place est confirmée."),
        RegistrationState.LAPSED: _(
            "Vous n’avez pas répondu à temps : la place est proposée à une autre personne."
            " Vous pouvez revenir sur la liste d’attente."
        ),
        RegistrationState.DECLINED: _("L’organisme ne peut pas vous prendre cette fois."),
        RegistrationState.WITHDRAWN: _("Votre inscription est annulée, comme vous l’avez demandé."),
        RegistrationState.CALLED_OFF: _("La session n’a pas lieu."),
    }
    return sentences[RegistrationState(state)]


@template(MOVED)
def _moved(data: dict[str, Any]) -> Content:
    until = datetime.fromisoformat(data["until"]) if data.get("until") else None
    number = _("Votre inscription porte le numéro %(reference)s.", reference=data["reference"])
    said = [data["words"]] if data["words"] else []
    if data["state"] == RegistrationState.CONFIRMED.value:
        said.append(_("Votre convocation est derrière ce lien : les jours, les heures, le lieu."))
    return Content(
        subject=_("Des nouvelles de votre inscription"),
        paragraphs=[state_sentence(data["state"], until), *said, number],
        action=(_("Voir la suite et répondre"), link(data)),
        sms=from_us(_("il y a du nouveau. Voir la suite : %(link)s", link=link(data))),
    )


@template(WROTE)
def _wrote(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Vous avez un nouveau message"),
        # Each in its own direction: their language, then French.
        paragraphs=data["words"].split("\n\n"),
        action=(_("Voir mon inscription"), link(data)),
        sms=from_us(_("vous avez un nouveau message. Lire : %(link)s", link=link(data))),
    )


@template(ARRANGED)
def _arranged(data: dict[str, Any]) -> Content:
    """Neither the need nor the answer: both stand behind the link only, and are erased there."""
    return Content(
        subject=_("On vous répond sur ce dont vous avez besoin"),
        paragraphs=[
            _("La personne qui prépare l’accueil vous a répondu. La réponse est derrière ce lien.")
        ],
        action=(_("Voir la réponse"), link(data)),
        sms=from_us(_("vous avez un nouveau message. Lire : %(link)s", link=link(data))),
    )


@template(REMINDER)
def _reminder(data: dict[str, Any]) -> Content:
    day = show_date(date.fromisoformat(data["day"]), weekday=True)
    text = _("Votre formation commence le %(day)s.", day=day)
    return Content(
        subject=_("Un rendez-vous bientôt"),
        paragraphs=[text, _("Le lieu et les heures sont derrière ce lien.")],
        action=(_("Voir le lieu et les heures"), link(data)),
        sms=from_us(
            _("rendez-vous le %(day)s. Lieu et heures : %(link)s", day=day, link=link(data))
        ),
    )


@template(CHANGED)
def _session_changed(data: dict[str, Any]) -> Content:
    day = show_date(date.fromisoformat(data["day"]), weekday=True)
    return Content(
        subject=_("Un rendez-vous a changé"),
        paragraphs=[
            _("Les dates ou le lieu ont changé. Cela commence le %(day)s.", day=day),
            _("Regardez ce qui a changé. Si cela ne va plus, vous pouvez annuler."),
        ],
        action=(_("Voir ce qui a changé"), link(data)),
        sms=from_us(_("un rendez-vous a changé. Voir : %(link)s", link=link(data))),
    )


@template(CALLED_OFF)
def _session_called_off(data: dict[str, Any]) -> Content:
    said = [data["words"]] if data["words"] else []
    stops = data.get("has_begun")
    return Content(
        subject=_("Un rendez-vous n’a pas lieu"),
        paragraphs=[
            stops_sentence() if stops else state_sentence(RegistrationState.CALLED_OFF),
            *said,
        ],
        action=(_("Voir la suite"), link(data)),
        sms=from_us(_("un rendez-vous n’a pas lieu. Voir la suite : %(link)s", link=link(data))),
    )


@template(ASK_EMPLOYER)
def _ask_employer(data: dict[str, Any]) -> Content:
    link = register_links.agreement_address(jobs.settings(), UUID(data["registration_id"]))
    dates = _(
        "du %(first)s au %(last)s",
        first=show_date(date.fromisoformat(data["from"])),
        last=show_date(date.fromisoformat(data["to"])),
    )
    return Content(
        subject=_("Une personne de votre équipe demande à suivre une formation"),
        paragraphs=[
            _(
                "%(name)s demande à suivre « %(training)s », %(dates)s, et a donné votre adresse.",
                name=data["name"],
                training=data["training"],
                dates=dates,
            ),
            _("Si c’est sur le temps de travail, dites si vous êtes d’accord."),
        ],
        action=(_("Répondre"), link),
    )


def desk(data: dict[str, Any]) -> str:
    """The session at its federation's desk."""
    return (
        f"{jobs.settings().base_url}/federation/{data['slug']}"
        f"/trainings/sessions/{data['session_id']}"
    )


@template(RECEIVED)
def _received(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Une inscription attend"),
        paragraphs=[_("Quelqu’un demande à venir à une session de formation.")],
        action=(_("Voir les inscriptions"), desk(data)),
    )


@template(LEFT)
def _left(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Une inscription est annulée"),
        paragraphs=[
            _("Une personne ne vient plus. Sa place va à qui attend depuis le plus longtemps.")
        ],
        action=(_("Voir les inscriptions"), desk(data)),
    )


@template(TO_CALL)
def _to_call(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Une personne demande à être appelée"),
        paragraphs=[_("Aucun moment ne lui convient pour l’entretien. Appelez-la.")],
        action=(_("Voir qui appeler"), f"{desk(data)}/interviews"),
    )


@template(AGREED)
def _agreed(data: dict[str, Any]) -> Content:
    return Content(
        subject=_("Un employeur a répondu"),
        paragraphs=[Agreement(data["agreement"]).label],
        action=(_("Voir les inscriptions"), desk(data)),
    )
