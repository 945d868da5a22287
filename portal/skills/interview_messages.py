"""What the two people of an interview are told, each in their language.

A phone may be shared: a message says that a moment at work comes near and where to look, never
what it is about, with whom, nor where somebody works.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock, jobs
from portal.kernel.i18n import _, show_date, show_time
from portal.kernel.messages import MAIL, SMS, Content, from_us, send, template
from portal.organisations.scope import Actor
from portal.people.enums import ContactKind
from portal.people.queries import get_person, list_contacts
from portal.skills import policy
from portal.skills.queries.interviews import Meeting, slug_of

INTERVIEW = "skills.interview"
PROPOSED, AGREED, CANCELLED, TAKEN_OVER = "proposed", "agreed", "cancelled", "taken_over"
OPENED, SIGNED, CLOSED = "opened", "signed", "closed"
MEETING, DUE = "meeting", "due"


def tell_other(
    session: Session, actor: Actor, meeting: Meeting, what: str, day: datetime, *, mark: str = ""
) -> None:
    """Have the other of the two told. Their address is theirs: a job reads it in their reach."""
    interview = meeting.interview
    to_worker = not policy.is_worker(actor, interview)
    person_id = interview.person_id if to_worker else interview.manager_id
    if person_id is None:
        return
    jobs.enqueue(
        session,
        "skills.tell_interview",
        interview_id=str(interview.id),
        person_id=str(person_id),
        what=what,
        day=day.isoformat(),
        slug="" if to_worker else slug_of(session, interview.organisation_id),
        mark=mark[:16],
    )


def send_interview(
    session: Session,
    person_id: UUID,
    interview_id: UUID,
    *,
    what: str,
    day: datetime,
    slug: str,
    mark: str = "",
    once: str = "",
) -> None:
    """By e-mail, by text message if they have none; the same thing is never told twice: the same
    `once`, or the same day.

    The session reaches the person. `slug` is of the structure they hold it in; the person it is
    about has none.
    """
    contacts = sorted(list_contacts(session, person_id), key=lambda one: one.kind)
    if not contacts:
        return
    contact = contacts[0]  # « email » comes before « phone »
    path = f"/employer/{slug}/interviews" if slug else "/my/interviews"
    send(
        session,
        template=INTERVIEW,
        channel=MAIL if contact.kind == ContactKind.EMAIL else SMS,
        address=contact.value,
        locale=get_person(session, person_id).locale,
        data={
            "what": what,
            "day": day.isoformat(),
            "path": path if what == DUE else f"{path}/{interview_id}",
        },
        once_key=f"{what}:{interview_id}:{person_id}:{once or f'{day:%Y%m%d%H%M}'}:{mark}"[:120],
    )


@template(INTERVIEW)
def _interview(data: dict[str, Any]) -> Content:
    day = datetime.fromisoformat(data["day"])
    text = _said(data["what"], day)
    url = f"{jobs.settings().base_url}{data['path']}"
    return Content(
        subject=_("Un moment de travail à préparer"),
        paragraphs=(text, _("Connectez-vous pour en savoir plus.")),
        action=(_("Voir"), url),
        sms=from_us(f"{text} {url}"),
    )


def _said(what: str, day: datetime) -> str:
    moment = _("%(day)s à %(time)s", day=show_date(day, weekday=True), time=show_time(day))
    if what == PROPOSED:
        return _("Une date vous est proposée : %(moment)s.", moment=moment)
    if what == AGREED:
        return _("Votre date est acceptée : %(moment)s.", moment=moment)
    if what == MEETING:
        return _("Vous avez un rendez-vous bientôt : %(moment)s.", moment=moment)
    if what == DUE and day < clock.now():
        return _("Un rendez-vous de travail est à prévoir.")
    if what == DUE:
        return _("Un rendez-vous de travail est à prévoir avant le %(day)s.", day=show_date(day))
    if what == CANCELLED:
        return _("Le rendez-vous est annulé : %(moment)s.", moment=moment)
    if what == SIGNED:
        return _("Un texte attend votre lecture et votre signature.")
    if what == CLOSED:
        return _("Un texte est signé par les deux. Vous pouvez le lire et le garder.")
    return _("Il y a du nouveau pour votre rendez-vous.")
