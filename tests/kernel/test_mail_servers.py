"""The mail server in front of us: TLS from the first byte or by STARTTLS, and a password that is
never said in clear.
"""

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as SmtpSession
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.kernel import clock, delivery
from portal.kernel.messages import Letter

LETTER = Letter(subject="Bonjour", text="Un mot", html="<p>Un mot</p>", language="fr")
USER, PASSWORD = "portail", "un p@sse: long"


class _Server:
    """What a real server heard: passwords, and letters with whether the line was sealed."""

    def __init__(self) -> None:
        self.passwords: list[tuple[bytes, bytes]] = []
        self.letters: list[bool] = []

    def authenticate(
        self, server: SMTP, session: SmtpSession, envelope: Envelope, kind: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.passwords.append((data.login, data.password))
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: SmtpSession, envelope: Envelope
    ) -> str:
        assert server.transport is not None
        self.letters.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


Open = Callable[..., tuple[_Server, int]]


@pytest.fixture
def open_server() -> Iterator[Open]:
    opened: list[Controller] = []

    def start(**options: Any) -> tuple[_Server, int]:
        found = _Server()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(
            found,
            hostname="127.0.0.1",
            port=port,
            authenticator=found.authenticate,
            auth_require_tls=False,
            **options,
        )
        controller.start()
        opened.append(controller)
        return found, port

    yield start
    for controller in opened:
        controller.stop()


def _certificate(folder: Path, name: x509.GeneralName) -> ssl.SSLContext:
    """A server's context with a certificate for this name, which signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    itself = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    made = (
        x509.CertificateBuilder()
        .subject_name(itself)
        .issuer_name(itself)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.fixture
def certify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ssl.SSLContext]:
    """Certificates this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    return partial(_certificate, tmp_path)


OURS = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
CREDENTIALS = "portail:un%20p%40sse%3A%20long"


def _send(url: str) -> None:
    transport = delivery.SmtpTransport(url, "portail@example.org", "retours@example.org")
    transport.deliver("awa@example.org", LETTER, "one")


def test_a_password_is_said_once_the_line_is_sealed(
    open_server: Open, certify: Callable[..., ssl.SSLContext]
) -> None:
    server, port = open_server(tls_context=certify(OURS))
    _send(f"smtp://{CREDENTIALS}@127.0.0.1:{port}")
    assert set(server.passwords) == {(USER.encode(), PASSWORD.encode())}
    assert server.letters == [True]


def test_a_line_may_be_sealed_from_its_first_byte(
    open_server: Open, certify: Callable[..., ssl.SSLContext]
) -> None:
    server, port = open_server(ssl_context=certify(OURS))
    _send(f"smtps://{CREDENTIALS}@127.0.0.1:{port}")
    assert set(server.passwords) == {(USER.encode(), PASSWORD.encode())}
    assert server.letters == [True]


def test_a_password_is_never_said_in_clear(open_server: Open) -> None:
    server, port = open_server()
    with pytest.raises(ConnectionError):
        _send(f"smtp://{CREDENTIALS}@127.0.0.1:{port}")
    assert (server.passwords, server.letters) == ([], [])


def test_a_relay_that_asks_nothing_may_be_in_clear(open_server: Open) -> None:
    server, port = open_server()
    _send(f"smtp://127.0.0.1:{port}")
    assert server.letters == [False]


@pytest.mark.parametrize(("scheme", "option"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
def test_a_server_that_is_another_hears_nothing(
    open_server: Open, certify: Callable[..., ssl.SSLContext], scheme: str, option: str
) -> None:
    server, port = open_server(**{option: certify(x509.DNSName("other.example.org"))})
    with pytest.raises(ssl.SSLCertVerificationError):
        _send(f"{scheme}://{CREDENTIALS}@127.0.0.1:{port}")
    assert (server.passwords, server.letters) == ([], [])


def test_a_wrong_password_is_no_dead_address(
    open_server: Open, certify: Callable[..., ssl.SSLContext]
) -> None:
    server, port = open_server(tls_context=certify(OURS))
    with pytest.raises(smtplib.SMTPAuthenticationError):
        _send(f"smtp://portail:wrong@127.0.0.1:{port}")
    assert server.letters == []
