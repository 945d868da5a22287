"""What people are told about their groups. Neutral: phones are shared, so nothing says which group
it is, nor that there is one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.events.models import GroupMeeting, MeetingNote, NearbyMessage
from portal.kernel import jobs, tokens
from portal.kernel.i18n import _, show_date, show_time
from portal.kernel.jobs import enqueue
from portal.kernel.messages import Content, from_us, send, template
from portal.people import queries
from portal.people.addresses import Address
from portal.people.enums import ContactKind

TELL_SIGNED_UP = "events.tell_signed_up"
ASK_ABOUT_NOTE = "events.ask_about_note"
TELL_WRITTEN_TO = "events.tell_written_to"
CHANGED, CANCELLED = "changed", "cancelled"


def tell_signed_up(session: Session, meeting: GroupMeeting, what: str) -> None:
    """A job writes to those who come: whoever runs the group does not know them."""
    enqueue(
        session,
        TELL_SIGNED_UP,
        meeting_id=str(meeting.id),
        what=what,
        revision=meeting.revision,
    )


def ask_about_note(session: Session, note: MeetingNote) -> None:
    """A job writes to those whose word is waited for."""
    enqueue(session, ASK_ABOUT_NOTE, note_id=str(note.id), author_id=str(note.author_id))


def tell_written_to(session: Session, message: NearbyMessage) -> None:
    """A job tells the reader that words wait for them in the portal."""
    enqueue(session, TELL_WRITTEN_TO, message_id=str(message.id), reader_id=str(message.to_id))


def tell(session: Session, person_id: UUID, name: str, data: dict[str, Any], *, once: str) -> None:
    """Write to a person in their language: by e-mail, by text message if they have no e-mail.

    The session reaches that person. Nothing in the row says what it was about: `once` is kept as
    a digest.
    """
    person = queries.get_person(session, person_id)
    contacts = queries.list_contacts(session, person_id)
    mails = [contact for contact in contacts if contact.kind is ContactKind.EMAIL]
    for contact in (mails or contacts)[:1]:
        send(
            session,
            template=name,
            channel=Address(contact.kind, contact.value).channel,
            address=contact.value,
            locale=person.locale,
            data=data,
            once_key=f"{name}:{tokens.digest(once)}",
        )


def when(meeting: GroupMeeting) -> dict[str, str]:
    """The moment of a meeting, as data."""
    return {"at": meeting.starts_at.isoformat(), "group_id": str(meeting.group_id)}


def _moment(data: dict[str, Any]) -> dict[str, str]:
    at = datetime.fromisoformat(data["at"])
    return {"day": show_date(at, weekday=True), "hour": show_time(at)}


def _group(data: dict[str, Any]) -> str:
    return f"{jobs.settings().base_url}/my/groups/{data['group_id']}"


@template("events.reminder")
def _reminder(data: dict[str, Any]) -> Content:
    text = _("Vous avez un rendez-vous le %(day)s à %(hour)s.", **_moment(data))
    return _content(_("Un rendez-vous bientôt"), text, _group(data))


@template("events.changed")
def _changed(data: dict[str, Any]) -> Content:
    text = _("Un rendez-vous a changé. Il a lieu le %(day)s à %(hour)s.", **_moment(data))
    return _content(_("Un rendez-vous a changé"), text, _group(data))


@template("events.cancelled")
def _cancelled(data: dict[str, Any]) -> Content:
    text = _("Le rendez-vous du %(day)s à %(hour)s n’a pas lieu.", **_moment(data))
    return _content(_("Un rendez-vous n’a pas lieu"), text, _group(data))


@template("events.note_waits")
def _note_waits(data: dict[str, Any]) -> Content:
    until = show_date(datetime.fromisoformat(data["until"]))
    text = _("Un texte attend votre avis jusqu’au %(date)s.", date=until)
    url = f"{jobs.settings().base_url}/my/groups/notes/{data['note_id']}"
    return _content(_("Un texte attend votre avis"), text, url)


@template("events.written_to")
def _written_to(data: dict[str, Any]) -> Content:
    url = f"{jobs.settings().base_url}/my/nearby"
    return _content(_("Vous avez un message"), _("Un message vous attend."), url)


def _content(subject: str, text: str, url: str) -> Content:
    return Content(
        subject=subject,
        paragraphs=(text, _("Connectez-vous pour en savoir plus.")),
        action=(_("Ouvrir le portail"), url),
        sms=from_us(_("%(text)s Détails : %(link)s", text=text, link=url)),
    )
