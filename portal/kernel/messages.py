"""Mails and SMS as data: a context decides what to say; how it looks and leaves is decided here.

A context registers a template, a function from data to `Content`, evaluated in the language of
whoever receives. `send` writes a row and enqueues its delivery in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.db import Database, new_id
from portal.kernel.i18n import _
from portal.kernel.jobs import enqueue
from portal.kernel.models import OutgoingMessage
from portal.kernel.sending_hours import next_departure

MAIL, SMS = "mail", "sms"


@dataclass(frozen=True)
class Content:
    """What a message says. `sms` is the whole text message, link included, without accents lost.

    `unsubscribe`: where a POST stops such messages at once, for those somebody subscribed to.
    """

    subject: str
    paragraphs: tuple[str, ...] | list[str]
    action: tuple[str, str] | None = None
    sms: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    unsubscribe: str = ""


@dataclass(frozen=True)
class Letter:
    """A message ready to leave."""

    subject: str
    text: str
    html: str
    language: str
    unsubscribe: str = ""


Template = Callable[[dict[str, Any]], Content]
_TEMPLATES: dict[str, Template] = {}
_AT_ONCE: set[str] = set()


def template(name: str, *, at_once: bool = False) -> Callable[[Template], Template]:
    """Register the function below as the template of that name. `at_once`: somebody waits for it in
    front of the page, whatever the hour; the others wake nobody (`sending_hours`).
    """

    def register(function: Template) -> Template:
        if name in _TEMPLATES:
            raise ValueError(f"two templates are called {name}")
        _TEMPLATES[name] = function
        if at_once:
            _AT_ONCE.add(name)
        return function

    return register


Recheck = Callable[[Database, dict[str, Any]], dict[str, Any] | None]
_RECHECKS: dict[str, Recheck] = {}


def recheck(name: str) -> Callable[[Recheck], Recheck]:
    """Register the function below as what looks again at the data of a template when the message
    leaves: what is true by then, or None if it shall not leave any more.
    """

    def register(function: Recheck) -> Recheck:
        if name in _RECHECKS:
            raise ValueError(f"two functions look again at {name}")
        _RECHECKS[name] = function
        return function

    return register


def still_true(database: Database, template: str, data: dict[str, Any]) -> dict[str, Any] | None:
    """The data of a message as it is true now; None if it is no use to anybody any more."""
    again = _RECHECKS.get(template)
    return again(database, data) if again else data


def templates() -> list[str]:
    return sorted(_TEMPLATES)


def leaves_at(session: Session, template: str, channel: str, now: datetime) -> datetime:
    """When a message of this template may leave: now, or in the morning."""
    return now if template in _AT_ONCE else next_departure(session, channel, now)


def send(
    session: Session,
    *,
    template: str,
    channel: str,
    address: str,
    locale: str,
    data: Mapping[str, Any],
    organisation_id: UUID | None = None,
    about_id: UUID | None = None,
    once_key: str | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Queue a message in this transaction. With a `once_key` already used, does nothing.

    After `expires_at` it is of no use to anybody and does not leave any more. Returns whether it
    was queued. Raises KeyError for a template nobody registered.
    """
    _TEMPLATES[template]
    message_id = new_id()
    statement = (
        insert(OutgoingMessage)
        .values(
            id=message_id,
            organisation_id=organisation_id,
            about_id=about_id,
            channel=channel,
            address=address,
            template=template,
            locale=locale,
            data=dict(data),
            once_key=once_key,
            state="queued",
            attempts=0,
            error="",
            created_at=clock.now(),
            expires_at=expires_at,
        )
        .on_conflict_do_nothing()
    )
    if session.connection().execute(statement).rowcount == 0:
        return False
    enqueue(session, "kernel.deliver", message_id=str(message_id))
    return True


def from_us(text: str) -> str:
    """The text of an SMS behind our name: a number nobody knows sends it."""
    return _("Portail : %(text)s", text=text)


def compose(template: str, locale: str, data: dict[str, Any], channel: str) -> Letter:
    """Evaluate the template in the language of whoever receives."""
    speaking = i18n.find(locale) or i18n.DEFAULT
    with i18n.use(speaking):
        content = _TEMPLATES[template](data)
        if channel == SMS:
            return Letter(content.subject, content.sms or from_us(_text(content)), "", speaking.tag)
        html = _html(content, speaking)
        return Letter(content.subject, _text(content), html, speaking.tag, content.unsubscribe)


def _text(content: Content) -> str:
    blocks = list(content.paragraphs)
    if content.facts:
        blocks.append("\n".join(f"{label} : {value}" for label, value in content.facts.items()))
    if content.action:
        blocks.append(f"{content.action[0]}\n{content.action[1]}")
    return "\n\n".join(blocks) + "\n"


def _html(content: Content, locale: i18n.Locale) -> str:
    """A mail any reader shows: one column, no picture, no remote anything."""
    start = "right" if locale.direction == "rtl" else "left"
    parts = [
        f'<p dir="auto">{escape(text).replace(chr(10), "<br>")}</p>' for text in content.paragraphs
    ]
    if content.facts:
        rows = "".join(
            f'<tr><th align="{start}">{escape(label)}</th><td dir="auto">{escape(value)}</td></tr>'
            for label, value in content.facts.items()
        )
        parts.append(f"<table>{rows}</table>")
    if content.action:
        label, url = content.action
        parts.append(
            f'<p><a href="{escape(url)}" style="background:#0e5e5b;color:#ffffff;padding:12px 20px;'
            f'border-radius:8px;text-decoration:none;display:inline-block">{escape(label)}</a></p>'
            f'<p><small dir="ltr">{escape(url)}</small></p>'
        )
    return (
        f'<!doctype html><html lang="{locale.tag}" dir="{locale.direction}"><head>'
        f'<meta charset="utf-8"><title>{escape(content.subject)}</title></head>'
        '<body style="margin:0;background:#fbf8f3;color:#1d2a2c;font:17px/1.6 sans-serif">'
        '<div style="max-width:34em;margin:0 auto;padding:24px">'
        f"{''.join(parts)}</div></body></html>"
    )


def undelivered(session: Session, organisation_id: UUID, template: str) -> frozenset[UUID]:
    """What an organisation wrote about with this template and whose address is dead."""
    return frozenset(
        session.scalars(
            select(OutgoingMessage.about_id).where(
                OutgoingMessage.organisation_id == organisation_id,
                OutgoingMessage.about_id.is_not(None),
                OutgoingMessage.template == template,
                OutgoingMessage.state == "dead",
            )
        )
    )


# The sweep looks at messages older than this: is there still a job to send them?
LOST_AFTER = timedelta(minutes=15)
