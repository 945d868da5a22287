"""Messages: committed or not sent, once, in the reader's language, through a real SMTP server."""

import json
import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, delivery, jobs, messages
from portal.kernel import tasks as kernel_tasks
from portal.kernel.db import Database, Reach
from portal.kernel.messages import Content
from portal.kernel.models import OutgoingMessage
from tests.support.outbox import Outbox

_NAME = "tests.greeting"
# It looks for a module that Python 3.13 no longer has.
_APPRISE = "ignore:'imghdr':DeprecationWarning"


@pytest.fixture(autouse=True, scope="module")
def greeting() -> Iterator[None]:
    @messages.template(_NAME)
    def _greet(data: dict[str, Any]) -> Content:
        return Content(
            subject=f"Bonjour\n{data['name']}",
            paragraphs=["Un <mot>", "Un autre"],
            action=("Ouvrir", "https://portail.example.org/x?a=1&b=2"),
            facts={"Quand": "demain"},
            sms="Court",
        )

    yield
    # Nobody else's: `tests/walls/test_canary_abroad.py` counts those there are.
    del messages._TEMPLATES[_NAME]


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
    transport = delivery.SmtpTransport(
        url, "Portail <portail@example.org>", "retours@mail.example.org"
    )
    letter = messages.compose(_NAME, "ar", {"name": "Awa"}, "mail")
    transport.deliver("awa@example.org", letter, "one")
    # What cannot be delivered goes where a machine reads it, not to who reads the answers.
    assert received.received[0].mail_from == "retours@mail.example.org"
    content = received.received[0].content
    assert isinstance(content, bytes)
    text = content.decode()
    # A line break in a subject would let somebody write headers.
    assert "Subject: Bonjour Awa" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "multipart/alternative" in text
    assert "Content-Language: ar" in text
    # Sent again after a crash, it is the same mail for the server that receives it.
    assert "Message-ID: <one@example.org>" in text


def test_a_refused_address_is_dead_and_a_busy_one_is_not(box: tuple[_Box, str]) -> None:
    _, url = box
    transport = delivery.SmtpTransport(url, "portail@example.org", "portail@example.org")
    letter = messages.compose(_NAME, "fr", {"name": "Awa"}, "mail")
    with pytest.raises(delivery.DeadAddressError):
        transport.deliver("dead@example.org", letter, "one")
    with pytest.raises(smtplib.SMTPException):
        transport.deliver("busy@example.org", letter, "two")


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


class _Postman:
    """A transport that does as it is told; tells how often it was asked."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.asked = 0
        self._act = act

    def deliver(self, address: str, letter: messages.Letter, reference: str) -> None:
        self.asked += 1
        self._act()


@pytest.fixture
def hire(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], _Postman]:
    """Puts a postman in the place of the transport."""

    def put(act: Callable[[], None]) -> _Postman:
        postman = _Postman(act)
        monkeypatch.setattr(delivery, "transport", lambda settings, channel: postman)
        return postman

    return put


def _refuse() -> None:
    raise ConnectionError("the server of awa@example.org sleeps")


def _make_due(backstage: Session) -> None:
    """As if the pause before the next try were over."""
    backstage.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    backstage.commit()


def _one(backstage: Session) -> OutgoingMessage:
    backstage.rollback()
    return backstage.scalars(
        select(OutgoingMessage).execution_options(populate_existing=True)
    ).one()


def test_a_message_is_given_up_after_seven_tries(
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    hire: Callable[[Callable[[], None]], _Postman],
) -> None:
    postman = hire(_refuse)
    with database.session() as session:
        _send(session, "never@example.org")
        session.commit()
    for tries in range(1, 9):
        run_jobs()
        _make_due(backstage)
        assert postman.asked == min(tries, 7)
    message = _one(backstage)
    assert (message.state, message.error, message.attempts) == ("dead", "ConnectionError", 7)
    assert message.data == {}


def test_a_template_that_breaks_is_given_up_too(
    database: Database, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    with database.session() as session:
        messages.send(session, template=_NAME, channel="mail", address="a@example.org",
                      locale="fr", data={})  # fmt: skip
        session.commit()
    run_jobs()
    assert (_one(backstage).state, _one(backstage).error) == ("failed", "KeyError")
    for _ in range(7):
        _make_due(backstage)
        run_jobs()
    assert (_one(backstage).state, _one(backstage).attempts) == ("dead", 7)


def test_no_transaction_is_open_while_the_other_side_answers(
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    hire: Callable[[Callable[[], None]], _Postman],
) -> None:
    open_ones: list[int] = []

    def look() -> None:
        count = backstage.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'portal'"
                " AND state LIKE 'idle in transaction%' AND datname = current_database()"
            )
        )
        open_ones.append(count or 0)
        backstage.rollback()

    hire(look)
    with database.session() as session:
        _send(session, "slow@example.org")
        session.commit()
    run_jobs()
    assert open_ones == [0]
    assert _one(backstage).state == "sent"


def test_a_second_job_leaves_a_message_to_the_one_that_sends_it(
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    hire: Callable[[Callable[[], None]], _Postman],
) -> None:
    postman = hire(lambda: None)
    with database.session() as session:
        _send(session, "once@example.org")
        session.commit()
    claim = text("UPDATE outgoing_message SET claimed_by = -1, claimed_until = now() + :left")
    backstage.execute(claim, {"left": timedelta(minutes=1)})
    backstage.commit()
    run_jobs()
    assert postman.asked == 0
    # The other one died: once its claim is over, the message leaves.
    backstage.execute(claim, {"left": timedelta(minutes=-1)})
    _make_due(backstage)
    run_jobs()
    assert postman.asked == 1
    assert _one(backstage).state == "sent"


def test_a_job_that_starts_again_goes_on_with_its_own_claim(
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    hire: Callable[[Callable[[], None]], _Postman],
) -> None:
    postman = hire(lambda: None)
    with database.session() as session:
        _send(session, "again@example.org")
        session.commit()
    backstage.execute(
        text(
            "UPDATE outgoing_message SET claimed_until = now() + interval '5 minutes',"
            " claimed_by ="
            " (SELECT id FROM procrastinate_jobs WHERE task_name = 'kernel.deliver')"
        )
    )
    backstage.commit()
    run_jobs()
    assert postman.asked == 1


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_a_message_whose_job_was_lost_leaves_all_the_same(
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    state: str,
) -> None:
    with database.session() as session:
        _send(session, "lost@example.org")
        _send(session, "waits@example.org")
        session.commit()
    backstage.execute(text("UPDATE outgoing_message SET created_at = now() - interval '1 hour',"
                           " state = :state"), {"state": state})  # fmt: skip
    backstage.execute(
        text(
            "DELETE FROM procrastinate_jobs WHERE args ->> 'message_id' ="
            " (SELECT id::text FROM outgoing_message WHERE address = 'lost@example.org')"
        )
    )
    backstage.commit()
    kernel_tasks.sweep_messages(0)
    count = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.deliver'")
    assert backstage.scalar(count) == 2, "the one that has a job needs no other"
    run_jobs()
    assert sorted(sent.to for sent in outbox.messages) == ["lost@example.org", "waits@example.org"]


def test_a_message_nobody_can_use_any_more_does_not_leave(
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    with database.session() as session:
        _send(session, "late@example.org", expires_at=clock.now() - timedelta(seconds=1))
        _send(session, "early@example.org", expires_at=clock.now() + timedelta(minutes=10))
        session.commit()
    run_jobs()
    assert [sent.to for sent in outbox.messages] == ["early@example.org"]
    rows = backstage.scalars(select(OutgoingMessage).order_by(OutgoingMessage.address)).all()
    assert [(row.state, row.error, row.data) for row in rows] == [
        ("sent", "", {}),
        ("dead", "expired", {}),
    ]


def test_the_outbox_knows_a_letter_it_already_has(settings: Settings, outbox: Outbox) -> None:
    transport = delivery.transport(settings, "mail")
    letter = messages.compose(_NAME, "fr", {"name": "Awa"}, "mail")
    for reference in ("one", "one", "two"):
        transport.deliver("awa@example.org", letter, reference)
    assert len(outbox.messages) == 2


@pytest.fixture
def gateway() -> Iterator[tuple[list[tuple[str, str]], str]]:
    """An SMS gateway that listens for real: what it was asked, and its URL."""
    asked: list[tuple[str, str]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append((self.path, body))
            # The last three digits of the number say the answer.
            asks = int(self.path[-3:])
            self.send_response(asks if asks >= 400 else 200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield asked, f"json://127.0.0.1:{server.server_address[1]}/to/{{to}}"
        server.shutdown()


@pytest.mark.filterwarnings(_APPRISE)
def test_an_sms_goes_through_the_gateway(gateway: tuple[list[tuple[str, str]], str]) -> None:
    asked, url = gateway
    letter = messages.compose(_NAME, "fr", {"name": "Awa"}, "sms")
    delivery.GatewayTransport(url).deliver("+33199000001", letter, "one")
    ((path, body),) = asked
    assert path == "/to/33199000001"
    assert json.loads(body)["message"] == "Court"


@pytest.mark.filterwarnings(_APPRISE)
def test_a_gateway_that_refuses_is_tried_again(gateway: tuple[list[tuple[str, str]], str]) -> None:
    _, url = gateway
    letter = messages.compose(_NAME, "fr", {"name": "Awa"}, "sms")
    with pytest.raises(ConnectionError):
        delivery.GatewayTransport(url).deliver("+33199000500", letter, "one")
    with pytest.raises(ValueError, match="PORTAL_SMS_URL"):
        delivery.GatewayTransport("nonsense").deliver("+33199000001", letter, "one")


@pytest.mark.filterwarnings(_APPRISE)
@pytest.mark.parametrize(
    ("status", "refused"),
    [
        (400, delivery.DeadAddressError),
        (404, delivery.DeadAddressError),
        (422, delivery.DeadAddressError),
        (401, ConnectionError),
        (403, ConnectionError),
        (429, ConnectionError),
        (503, ConnectionError),
    ],
)
def test_a_number_the_gateway_does_not_know_is_dead_at_once(
    gateway: tuple[list[tuple[str, str]], str], status: int, refused: type[Exception]
) -> None:
    """What is wrong with our account, our pace or the moment says nothing of the number."""
    _, url = gateway
    letter = messages.compose(_NAME, "fr", {"name": "Awa"}, "sms")
    with pytest.raises(refused):
        delivery.GatewayTransport(url).deliver(f"+33199000{status}", letter, "one")


@pytest.mark.filterwarnings(_APPRISE)
def test_the_sender_sees_a_dead_number(
    monkeypatch: pytest.MonkeyPatch,
    gateway: tuple[list[tuple[str, str]], str],
    database: Database,
    settings: Settings,
    run_jobs: Callable[[], None],
    backstage: Session,
) -> None:
    jobs.surround(database, replace(settings, sms_url=gateway[1]))
    with database.session() as session:
        _send(session, "+33199000404", channel="sms")
        session.commit()
    # By day: at night it would wait.
    monkeypatch.setattr(messages, "next_departure", lambda _session, _channel, now: now)
    run_jobs()
    message = _one(backstage)
    assert (message.state, message.attempts, message.data) == ("dead", 1, {})


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
