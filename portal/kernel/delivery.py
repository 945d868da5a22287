"""Messages leave: SMTP, an SMS gateway, or in a demo a folder whose content a page shows."""

import json
import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from threading import get_ident
from typing import Protocol
from urllib.parse import unquote, urlsplit

import apprise
import structlog

from portal.config import OUTBOX, Settings, SettingsError, domain_of
from portal.kernel import clock
from portal.kernel.messages import SMS, Letter

log = structlog.get_logger()

# Our account, our pace or the moment, whoever the message is for.
_NOT_ABOUT_THE_NUMBER = frozenset({401, 402, 403, 405, 407, 408, 425, 429})
_STATUS = re.compile(r"error=(\d{3})\b")


class DeadAddressError(Exception):
    """The other side says nobody lives there: trying again is useless."""


class Transport(Protocol):
    def deliver(self, address: str, letter: Letter, reference: str) -> None:
        """Hand the letter over. Raises `DeadAddressError`, or anything else to try again later.

        The same reference is the same letter, handed over again after a crash.
        """


class SmtpTransport:
    """`smtp://user:password@host:port` (STARTTLS where offered, needed to sign in) or `smtps://…`.

    What cannot be delivered comes back to `returns`, the sender of the envelope.
    """

    def __init__(self, url: str, sender: str, returns: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._returns = returns

    def deliver(self, address: str, letter: Letter, reference: str) -> None:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = address
        mail["Subject"] = " ".join(letter.subject.split())
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = f"<{reference}@{domain_of(self._sender)}>"
        mail["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            # RFC 8058: the mail reader's own button, without opening a page.
            mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(letter.text)
        mail.add_alternative(letter.html, subtype="html")
        # After the parts: while they are added, Content- headers move into the first one.
        mail["Content-Language"] = letter.language
        with self._connect() as server:
            if self._user:
                self._need_tls(server)
                server.login(self._user, self._password)
            try:
                server.send_message(mail, from_addr=self._returns)
            except smtplib.SMTPRecipientsRefused as error:
                codes = [code for code, _text in error.recipients.values()]
                if all(500 <= code < 600 for code in codes):
                    raise DeadAddressError from error
                raise

    def _need_tls(self, server: smtplib.SMTP) -> None:
        """A password is never said aloud on the network."""
        if not isinstance(server.sock, ssl.SSLSocket):
            log.error(
                "the mail server offers no TLS: the password of PORTAL_MAIL_URL is not sent",
                host=self._host,
                port=self._port,
            )
            raise ConnectionError("no TLS, no password")

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=20, context=context)
        server = smtplib.SMTP(self._host, self._port, timeout=20)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        return server


class GatewayTransport:
    """An SMS gateway by its Apprise URL; `{to}` in it stands for the number."""

    def __init__(self, url: str) -> None:
        self._url = url

    def deliver(self, address: str, letter: Letter, reference: str) -> None:
        gateway = apprise.Apprise.instantiate(_to(self._url, address))
        if gateway is None:
            raise ValueError("PORTAL_SMS_URL is not understood")
        with _listening() as answers:
            accepted = gateway.notify(body=letter.text)
        if accepted:
            return
        if any(400 <= status < 500 and status not in _NOT_ABOUT_THE_NUMBER for status in answers):
            raise DeadAddressError
        raise ConnectionError("the SMS gateway refused the message")


@contextmanager
def _listening() -> Iterator[list[int]]:
    """The statuses the gateway answers to this thread. Apprise keeps them to itself but for its
    log, where each of its gateways ends a refusal with « error=404 ».
    """
    heard: list[int] = []
    here = get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == here:
                heard.extend(int(found) for found in _STATUS.findall(record.getMessage()))

    ear, source = Ear(logging.WARNING), logging.getLogger("apprise")
    source.addHandler(ear)
    try:
        yield heard
    finally:
        source.removeHandler(ear)


class OutboxTransport:
    """Demo only: one JSON file a message, which the page `/outbox` shows."""

    def __init__(self, folder: Path, channel: str) -> None:
        self._folder = folder
        self._channel = channel

    def deliver(self, address: str, letter: Letter, reference: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if any(self._folder.glob(f"*-{reference}-*.json")):
            return
        now = clock.now()
        name = f"{now:%Y%m%dT%H%M%S%f}-{reference}-{self._channel}.json"
        waiting = self._folder / (name + ".part")
        waiting.write_text(
            json.dumps(
                {
                    "channel": self._channel,
                    "to": address,
                    "at": now.isoformat(),
                    "subject": letter.subject,
                    "text": letter.text,
                    "html": letter.html,
                    "language": letter.language,
                },
                ensure_ascii=False,
            )
        )
        waiting.rename(self._folder / name)


def check_gateway(settings: Settings) -> None:
    """Whether the gateway is one we can speak to: said at start by the process that sends. Raises
    `SettingsError`.
    """
    url = settings.sms_url
    if url != OUTBOX and apprise.Apprise.instantiate(_to(url, "+33639980000")) is None:
        raise SettingsError("PORTAL_SMS_URL: Apprise knows no such gateway; see its documentation.")


def _to(url: str, number: str) -> str:
    return url.replace("{to}", number.lstrip("+"))


def reaches_people(settings: Settings, channel: str) -> bool:
    """Whether messages of a channel go out to people: those kept in a folder wake nobody."""
    return not _url(settings, channel).startswith(OUTBOX)


def _url(settings: Settings, channel: str) -> str:
    return settings.sms_url if channel == SMS else settings.mail_url


def transport(settings: Settings, channel: str) -> Transport:
    """The transport the settings name for a channel."""
    url = _url(settings, channel)
    if not reaches_people(settings, channel):
        return OutboxTransport(settings.data / "outbox", channel)
    if channel == SMS:
        return GatewayTransport(url)
    return SmtpTransport(url, settings.mail_from, settings.mail_return)
