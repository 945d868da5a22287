"""Messages: committed or not sent, once, in the reader's language, through a real SMTP server."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import delivery, jobs, messages
from portal.kernel.db import Database, Reach
from portal.kernel.messages import Content
from portal.kernel.models import OutgoingMessage
from tests.support.outbox import Outbox

_NAME = "tests.greeting"


@pytest.fixture(autouse=True, scope="module")
def greeting() -> None:
    @messages.template(_NAME)
    def _greet(data: dict[str, Any]) -> Content:
        return Content(
            subject=f"Bonjour\n{data['name']}",
            paragraphs=["Un <mot>", "Un autre"],
            action=("Ouvrir", "https://portail.example.org/x?a=1&b=2"),
            facts={"Quand": "demain"},
            sms="Court",
        )


def _send(session: Session, address: str, **more: Any) -> bool:
    return messages.send(
        session, template=_NAME, channel=more.pop("channel", "mail"), address=address,
        locale=more.pop("locale", "ar"), data={"name": "Awa"}, **more,
    )  # fmt: skip


def test_a_message_leaves_only_if_the_change_was_kept(
    database: Database, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    with database.session() as session:
        _send(session, "kept@example.org")
        session.commit()
    with database.session() as session:
        _send(session, "dropped@example.org")
        session.rollback()
    run_jobs()
    assert [message.to for message in outbox.messages] == ["kept@example.org"]


def test_a_once_key_sends_once(
    database: Database, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    for _ in range(2):
        with database.session() as session:
            _send(session, "once@example.org", once_key="tests:once")
            session.commit()
    run_jobs()
    assert len(outbox.messages) == 1


def test_nobody_sends_what_nobody_wrote(database: Database) -> None:
    with database.session() as session, pytest.raises(KeyError):
        messages.send(session, template="tests.unknown", channel="mail", address="a@example.org",
                      locale="fr", data={})  # fmt: skip


def test_the_letter_speaks_the_readers_language_and_direction() -> None:
    letter = messages.compose(_NAME, "ar", {"name": "Awa"}, "mail")
    assert '<html lang="ar" dir="rtl">' in letter.html
    assert "Un &lt;mot&gt;" in letter.html
    assert "<mot>" not in letter.html
    assert "a=1&amp;b=2" in letter.html
    assert "Ouvrir\nhttps://portail.example.org/x?a=1&b=2" in letter.text
    assert messages.compose(_NAME, "ar", {"name": "Awa"}, "sms").text == "Court"


class _Box:
    """What a real SMTP server received; refuses the addresses it is told to."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd looks for
        self,
        server: SMTP,
        session: SmtpSession,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address.startswith("dead"):
            return "550 no such user"
        if address.startswith("busy"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: SmtpSession, envelope: Envelope
    ) -> str:
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[_Box, str]]:
    found = _Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found, f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_a_mail_goes_through_smtp(box: tuple[_Box, str]) -> None:
    received, url = box
    transport = delivery.SmtpTransport(url, "portail@example.org")
    transport.deliver("awa@example.org", messages.compose(_NAME, "ar", {"name": "Awa"}, "mail"))
    content = received.received[0].content
    assert isinstance(content, bytes)
    text = content.decode()
    # A line break in a subject would let somebody write headers.
    assert "Subject: Bonjour Awa" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "multipart/alternative" in text
    assert "Content-Language: ar" in text


def test_a_refused_address_is_dead_and_a_busy_one_is_not(box: tuple[_Box, str]) -> None:
    _, url = box
    transport = delivery.SmtpTransport(url, "portail@example.org")
    letter = messages.compose(_NAME, "fr", {"name": "Awa"}, "mail")
    with pytest.raises(delivery.DeadAddressError):
        transport.deliver("dead@example.org", letter)
    with pytest.raises(smtplib.SMTPException):
        transport.deliver("busy@example.org", letter)


def test_the_sender_sees_a_dead_address_and_the_data_is_forgotten(
    database: Database,
    backstage: Session,
    settings: Settings,
    run_jobs: Callable[[], None],
    box: tuple[_Box, str],
) -> None:
    _, url = box
    jobs.surround(database, replace(settings, mail_url=url))
    with database.session() as session:
        _send(session, "dead@example.org")
        _send(session, "alive@example.org")
        session.commit()
    run_jobs()
    rows = backstage.scalars(select(OutgoingMessage).order_by(OutgoingMessage.address)).all()
    assert [(row.address, row.state, row.data) for row in rows] == [
        ("alive@example.org", "sent", {}),
        ("dead@example.org", "dead", {}),
    ]


def test_a_server_that_sleeps_is_tried_again_later(
    database: Database, backstage: Session, settings: Settings, run_jobs: Callable[[], None]
) -> None:
    jobs.surround(database, replace(settings, mail_url="smtp://127.0.0.1:9"))
    with database.session() as session:
        _send(session, "later@example.org")
        session.commit()
    run_jobs()
    message = backstage.scalars(select(OutgoingMessage)).one()
    assert (message.state, message.attempts) == ("failed", 1)
    assert message.data == {"name": "Awa"}


def test_only_the_postman_reads_a_message(database: Database, backstage: Session) -> None:
    with database.session() as session:
        _send(session, "a@example.org")
        session.commit()
    message_id = backstage.scalars(select(OutgoingMessage.id)).one()
    with database.session() as session:
        assert session.scalars(select(OutgoingMessage)).all() == []
    with database.session(Reach(doors={"message": str(message_id)})) as session:
        assert len(session.scalars(select(OutgoingMessage)).all()) == 1


def test_mails_have_no_remote_content() -> None:
    html = messages.compose(_NAME, "fr", {"name": "Awa"}, "mail").html
    assert not any(mark in html for mark in ("<img", "url(", "<link"))
