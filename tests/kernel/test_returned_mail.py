"""Mail that comes back: a report buries the message it is about, and can do nothing else."""

import base64
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from io import BytesIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from portal.config import Settings
from portal.jobs.messages.steps import tell_written
from portal.kernel import clock, delivery, jobs, messages, nomenclatures, returned
from portal.kernel.db import Database, new_id
from portal.kernel.models import OutgoingMessage
from portal.seeds import SEEDS
from tests.factories.house import House, build_house
from tests.factories.people import enter
from tests.factories.screening import make_application
from tests.support.htmx import HtmxVisitor
from tests.support.service import PORTAL

ADDRESS = "karim@example.org"

POSTFIX = """\
Return-Path: <>
Received: by mx.example.org (Postfix)
\tid 4XyZ1r2LkMz9; Thu, 26 Nov 2026 10:12:05 +0100 (CET)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: retours@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4XyZ1r1dQsz8.1764148325/mx.example.org"

This is a MIME-encapsulated message.

--4XyZ1r1dQsz8.1764148325/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

<karim@example.org>: host mail.example.org[192.0.2.25] said: 550 5.1.1
    <karim@example.org>: Recipient address rejected

--4XyZ1r1dQsz8.1764148325/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4XyZ1r1dQsz8
X-Postfix-Sender: rfc822; retours@example.org
Arrival-Date: Thu, 26 Nov 2026 10:12:04 +0100 (CET)

Final-Recipient: rfc822; karim@example.org
Original-Recipient: rfc822;karim@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <karim@example.org>: Recipient address rejected

--4XyZ1r1dQsz8.1764148325/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <retours@example.org>
From: Portail <portail@example.org>
To: karim@example.org
Subject: =?utf-8?q?Vous_avez_un_nouveau_message?=
Message-ID: {message_id}
Auto-Submitted: auto-generated

--4XyZ1r1dQsz8.1764148325/mx.example.org--
"""

EXIM = """\
Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: retours@example.org
Auto-Submitted: auto-replied
X-Failed-Recipients: karim@example.org
Content-Type: multipart/report; report-type="delivery-status"; boundary=1732612325-eximdsn-12
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1732612325-eximdsn-12
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  karim@example.org
    all relevant MX records point to non-existent hosts

--1732612325-eximdsn-12
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Action: {action}
Final-Recipient: rfc822;karim@example.org
Status: {status}

--1732612325-eximdsn-12
Content-type: message/rfc822

Return-path: <retours@example.org>
Received: from portail.example.org ([192.0.2.1])
\tby mx.example.org with esmtp (Exim 4.96)
From: Portail <portail@example.org>
To: karim@example.org
Subject: Vous avez un nouveau message
Message-ID:
 {message_id}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="===============1"

--===============1
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Vous avez un nouveau message. Écoutez-le avec le lien ci-dessous.

--===============1--

--1732612325-eximdsn-12--
"""

EMPTY = b"""\
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

--b
Content-Type: message/rfc822

--b--
"""


def _sent(backstage: Session, **values: Any) -> OutgoingMessage:
    """A mail that left."""
    now = clock.now()
    known = {
        "id": new_id(), "channel": "mail", "address": ADDRESS, "template": "jobs.step",
        "locale": "fr", "state": "sent", "attempts": 1, "created_at": now, "sent_at": now,
    }  # fmt: skip
    message = OutgoingMessage(**(known | values))
    backstage.add(message)
    backstage.commit()
    return message


def _report(
    message_id: str, kind: str = POSTFIX, *, action: str = "failed", status: str = "5.1.1"
) -> bytes:
    return kind.format(message_id=message_id, action=action, status=status).encode()


def _written(settings: Settings, message: OutgoingMessage) -> str:
    """The Message-ID the letter of this message bears."""
    return f"<{returned.sign(settings, message.id)}@example.org>"


@pytest.fixture
def take(database: Database, settings: Settings) -> Callable[[bytes], dict[str, Any]]:
    """Reads a returned mail; gives the one line the log holds of it."""

    def read(raw: bytes) -> dict[str, Any]:
        with capture_logs() as lines:
            returned.take(database, settings, BytesIO(raw))
        [line] = lines
        assert ADDRESS not in str(line)
        return dict(line)

    return read


Take = Callable[[bytes], dict[str, Any]]


def _state(backstage: Session, message: OutgoingMessage) -> tuple[str, str]:
    backstage.rollback()
    backstage.refresh(message)
    return message.state, message.error


@pytest.mark.parametrize("kind", [POSTFIX, EXIM], ids=["postfix", "exim"])
def test_a_letter_that_comes_back_buries_its_message_and_no_other(
    take: Take, backstage: Session, settings: Settings, kind: str
) -> None:
    message, other = _sent(backstage), _sent(backstage)
    line = take(_report(_written(settings, message), kind))
    assert (line["event"], line["state"], line["template"]) == ("message", "dead", "jobs.step")
    assert _state(backstage, message) == ("dead", "refused")
    assert _state(backstage, other) == ("sent", "")
    # The same report again finds nothing left to do.
    assert "ignored" in take(_report(_written(settings, message), kind))


@pytest.mark.parametrize("kind", [POSTFIX, EXIM], ids=["postfix", "exim"])
@pytest.mark.parametrize("status", ["4.4.1", "4.4.7", "4.2.2"])
def test_a_letter_given_up_after_many_tries_did_not_arrive_either(
    take: Take, backstage: Session, settings: Settings, kind: str, status: str
) -> None:
    """Their server did not answer for days: nobody said that the address is wrong."""
    message, later = _sent(backstage), _sent(backstage)
    line = take(_report(_written(settings, message), kind, status=status))
    assert (line["event"], line["state"], line["template"]) == ("message", "dead", "jobs.step")
    assert _state(backstage, message) == ("dead", "expired")
    assert _state(backstage, later) == ("sent", "")


@pytest.mark.parametrize("kind", [POSTFIX, EXIM], ids=["postfix", "exim"])
@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("delayed", "4.4.1"),
        ("failed", "2.0.0"),
        ("delayed", "5.1.1"),
        ("delivered", "2.0.0"),
        ("relayed", "2.0.0"),
        ("failed", "5"),
        ("failed", ""),
    ],
)
def test_what_is_not_a_final_failure_changes_nothing(
    take: Take, backstage: Session, settings: Settings, kind: str, action: str, status: str
) -> None:
    message = _sent(backstage)
    raw = _report(_written(settings, message), kind, action=action, status=status)
    assert take(raw)["ignored"] == "no final failure"
    assert _state(backstage, message) == ("sent", "")


def test_nobody_buries_a_message_whose_letter_they_have_not_got(
    take: Take, backstage: Session, settings: Settings
) -> None:
    """The number of a row is no secret; what signs it is."""
    message, other = _sent(backstage), _sent(backstage)
    ours = _written(settings, message)
    theirs = returned.sign(replace(settings, secret="another" * 8), message.id)
    signature = ours[-40:]
    for forged in (
        f"<{message.id}@example.org>",
        f"<{base64.urlsafe_b64encode(message.id.bytes).decode().rstrip('=')}@example.org>",
        f"<{theirs}@example.org>",
        _written(settings, other)[:-40] + signature,
        ours.replace("@example.org", "@mail.example.com"),
        ours.replace("@example.org", ""),
        ours.upper(),
        f"{ours} {ours}",
        "",
    ):
        assert take(_report(forged))["ignored"] == "not one of ours", forged
    assert _state(backstage, message) == ("sent", "")
    assert take(_report(ours))["state"] == "dead"


def test_a_report_about_what_is_no_more_or_was_no_mail_changes_nothing(
    take: Take, backstage: Session, settings: Settings
) -> None:
    text = _sent(backstage, channel="sms", address="+33639980001")
    gone = f"<{returned.sign(settings, new_id())}@example.org>"
    for named in (gone, _written(settings, text)):
        assert take(_report(named))["ignored"] == "no message waits for it"
    assert _state(backstage, text) == ("sent", "")


def _nested(depth: int) -> bytes:
    head = "Content-Type: multipart/report; report-type=delivery-status; boundary=b{n}\n\n--b{n}\n"
    return "".join(head.format(n=n) for n in range(depth)).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 2000,
        b"Subject: bonjour\n\nJe suis en vacances.\n",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno boundary",
        EMPTY,
        POSTFIX.encode().replace(b"report-type=delivery-status", b"report-type=feedback-report"),
        _nested(6000),
    ],
    ids=["nothing", "noise", "answer", "no boundary", "empty parts", "complaint", "nested"],
)
def test_what_is_no_report_changes_nothing(take: Take, raw: bytes) -> None:
    assert take(raw)["ignored"]


def test_a_report_without_end_is_read_but_not_kept(
    take: Take, backstage: Session, settings: Settings
) -> None:
    message = _sent(backstage)
    raw = _report(_written(settings, message))
    line = take(raw + b"x" * (returned.MOST + 1 - len(raw)))
    assert line["ignored"] == "too long"
    assert _state(backstage, message) == ("sent", "")
    assert take(raw + b"x" * (returned.MOST - len(raw)))["state"] == "dead"


def test_a_letter_returned_as_fast_as_it_left_stays_buried(
    take: Take,
    database: Database,
    backstage: Session,
    settings: Settings,
    run_jobs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The report comes before the job has written down that the letter left."""

    class Postman:
        def deliver(self, address: str, letter: object, reference: str) -> None:
            assert take(_report(f"<{reference}@example.org>"))["state"] == "dead"

    monkeypatch.setattr(delivery, "transport", lambda settings, channel: Postman())
    with database.session() as session:
        messages.send(session, template="people.code", channel="mail", address=ADDRESS,
                      locale="fr", data={"code": "123456"})  # fmt: skip
        session.commit()
    run_jobs()
    [message] = backstage.scalars(select(OutgoingMessage)).all()
    assert (message.state, message.data) == ("dead", {})


class _Relay:
    """A server that takes every letter, whoever it is for."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: SmtpSession, envelope: Envelope
    ) -> str:
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def relay(database: Database, settings: Settings, run_jobs: Callable[[], None]) -> Iterator[_Relay]:
    """The server the portal's mail goes through."""
    found = _Relay()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    jobs.surround(database, replace(settings, mail_url=f"smtp://127.0.0.1:{port}"))
    yield found
    controller.stop()


Pipe = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def command(app_url: str, settings: Settings) -> Pipe:
    """Pipes a mail into `portal returned-mail`, as a mail server does."""

    def pipe(raw: bytes, url: str = app_url) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [PORTAL, "returned-mail"],
            input=raw,
            capture_output=True,
            check=False,
            timeout=60,
            env=os.environ
            | {
                "PORTAL_DEMO": "1",
                "PORTAL_DATA": str(settings.data),
                "PORTAL_BASE_URL": settings.base_url,
                "PORTAL_APP_DATABASE_URL": url,
            },
        )

    return pipe


def _house(backstage: Session) -> House:
    house = build_house(backstage, "ours", "OURS")
    nomenclatures.plant(backstage, SEEDS)
    backstage.commit()
    return house


def test_the_structure_sees_that_the_person_was_not_reached(
    visitor: HtmxVisitor,
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    relay: _Relay,
    command: Pipe,
) -> None:
    house = _house(backstage)
    application = make_application(backstage, house, contact_phone="", contact_email=ADDRESS)
    backstage.commit()
    enter(visitor, backstage, house.recruiter)
    page = f"/employer/{house.slug}/applications/{application.id}"
    with database.session() as session:
        tell_written(session, application, "Bonjour, quand êtes-vous libre ?", once="one")
        session.commit()
    run_jobs()
    assert "n’est pas arrivé" not in visitor.get(page).text
    [envelope] = relay.received
    assert envelope.rcpt_tos == [ADDRESS]
    assert isinstance(envelope.content, bytes)
    letter = message_from_bytes(envelope.content)
    done = command(_report(letter["Message-ID"], EXIM))
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"dead" in done.stderr
    assert ADDRESS.encode() not in done.stderr
    shown = visitor.get(page)
    assert "Le dernier message n’est pas arrivé" in shown.text
    assert ADDRESS in shown.text


def test_whoever_pipes_junk_hears_that_all_is_well(command: Pipe) -> None:
    done = command(b"From: a@example.org\n\nBonjour\n")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"ignored" in done.stderr


def test_a_mail_server_comes_back_later_while_the_database_is_away(
    command: Pipe, settings: Settings
) -> None:
    raw = _report(f"<{returned.sign(settings, new_id())}@example.org>")
    assert command(raw, "postgresql://portal_app@127.0.0.1:9/portal").returncode == 75


def test_a_mail_server_comes_back_later_while_the_database_is_not_ready(
    command: Pipe, settings: Settings, app_url: str
) -> None:
    """It answers, and knows no message: it is being restored."""
    raw = _report(f"<{returned.sign(settings, new_id())}@example.org>")
    bare = make_url(app_url).set(database="postgres").render_as_string(hide_password=False)
    assert command(raw, bare).returncode == 75
