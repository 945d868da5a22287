"""Settings, read once from the environment, typed, refused at start with a sentence if wrong."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

DEMO_SECRET = "demo-secret-never-used-outside-a-demonstration"  # noqa: S105 - announced as such
OUTBOX = "outbox:"
_POSTGRESQL = frozenset({"postgresql", "postgresql+psycopg"})


class TranslatorKind(StrEnum):
    """The protocols of translation servers the portal speaks."""

    LIBRETRANSLATE = "libretranslate"
    APERTIUM = "apertium"

    @property
    def label(self) -> str:
        """Under this name a draft is signed."""
        return {"libretranslate": "LibreTranslate", "apertium": "Apertium"}[self.value]


@dataclass(frozen=True)
class Translator:
    """A translation server: its address without the path of the call, its key if it wants one."""

    kind: TranslatorKind
    url: str
    key: str = ""


class SettingsError(Exception):
    """A setting is missing or wrong; the message says which and what to write."""


@dataclass(frozen=True)
class Settings:
    """Everything the environment may say. Names in the environment start with `PORTAL_`."""

    demo: bool
    secret: str
    base_url: str
    database_url: str | None
    app_database_url: str | None
    data: Path
    files_url: str
    vault_keys: tuple[bytes, ...]
    mail_url: str
    mail_from: str
    mail_return: str
    sms_url: str
    metrics_token: str
    publisher: str
    help_email: str
    help_phone: str
    trusted_proxies: int
    # None: no machine drafts anything, and no page speaks of one.
    translator: Translator | None = None

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def mail_domain(self) -> str:
        """What follows the @ in the Message-ID of our letters."""
        return domain_of(self.mail_from)

    def key(self, purpose: str) -> bytes:
        """A 32-byte key derived from the secret, a different one for each purpose."""
        return hashlib.blake2b(
            self.secret.encode(), key=purpose.encode()[:64], digest_size=32
        ).digest()


def _flag(value: str) -> bool:
    return value.strip().lower() in {"1", "true", "yes", "on"}


def _vault_keys(text: str) -> tuple[bytes, ...]:
    keys = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        try:
            raw = base64.urlsafe_b64decode(part)
        except ValueError as error:
            raise SettingsError("PORTAL_VAULT_KEYS: each key is 32 bytes in base64.") from error
        if len(raw) != 32:
            raise SettingsError("PORTAL_VAULT_KEYS: each key is 32 bytes in base64.")
        keys.append(part.encode())
    return tuple(keys)


def _split(name: str, url: str, sentence: str) -> SplitResult:
    """The parts of an address. Raises `SettingsError` when it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SettingsError(f"PORTAL_{name}: {sentence}") from error
    return parts


def _mail_url(url: str) -> str:
    sentence = "smtp://user:password@host:port, or outbox: in a demo."
    parts = _split("MAIL_URL", url, sentence)
    if url != OUTBOX and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise SettingsError(f"PORTAL_MAIL_URL: {sentence}")
    return url


def _mail_from(text: str) -> str:
    if not _is_mail(parseaddr(text)[1]):
        raise SettingsError(
            "PORTAL_MAIL_FROM: an e-mail address, such as Portail <portail@example.org>."
        )
    return text


def _mail_return(text: str) -> str:
    if not _is_mail(text):
        raise SettingsError(
            "PORTAL_MAIL_RETURN: the address returned mail goes to, such as retours@example.org."
        )
    return text


def domain_of(sender: str) -> str:
    """What follows the @ of an address, with a name before it or not."""
    return parseaddr(sender)[1].rpartition("@")[2]


def _is_mail(address: str) -> bool:
    name, _, domain = address.rpartition("@")
    return bool(name and domain) and not set(address) & set(" \t\r\n<>,")


def _sms_url(url: str) -> str:
    """Its shape; the worker, which uses it, also asks whether such a gateway is known."""
    sentence = (
        "the address of an SMS gateway as Apprise writes it, with {to} where the number goes, or"
        " outbox: in a demo."
    )
    parts = _split("SMS_URL", url, sentence)
    if url != OUTBOX and not (parts.scheme and parts.netloc and "{to}" in url):
        raise SettingsError(f"PORTAL_SMS_URL: {sentence}")
    return url


def _files_url(url: str) -> str:
    sentence = "a folder, file:///srv/files or s3://bucket?endpoint=https://… with its region."
    parts = _split("FILES_URL", url, sentence)
    endpoint = dict(parse_qsl(parts.query)).get("endpoint", "https://")
    is_folder = parts.scheme == "" or (parts.scheme == "file" and not parts.netloc)
    is_bucket = parts.scheme == "s3" and bool(parts.netloc)
    if not is_bucket and not (is_folder and parts.path.strip("/")):
        raise SettingsError(f"PORTAL_FILES_URL: {sentence}")
    if not endpoint.startswith(("http://", "https://")):
        raise SettingsError("PORTAL_FILES_URL: the endpoint of the bucket begins with https://.")
    return url


def _translator(url: str, key: str) -> Translator | None:
    sentence = (
        "libretranslate+https://host or apertium+http://host:2737, the address of a translation"
        " server; nothing for no automatic drafts."
    )
    if not url:
        if key:
            raise SettingsError(f"PORTAL_TRANSLATOR_KEY: a key for no server: {sentence}")
        return None
    kind, _, address = url.partition("+")
    parts = _split("TRANSLATOR_URL", address, sentence)
    is_known = kind in set(TranslatorKind)
    if not is_known or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"PORTAL_TRANSLATOR_URL: {sentence}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError(
            "PORTAL_TRANSLATOR_URL: the address only; a key goes to PORTAL_TRANSLATOR_KEY."
        )
    if key and kind == TranslatorKind.APERTIUM:
        raise SettingsError("PORTAL_TRANSLATOR_KEY: Apertium asks for none.")
    return Translator(TranslatorKind(kind), address.rstrip("/"), key)


def _database_url(name: str, url: str) -> str | None:
    sentence = "postgresql://user:password@host:port/database."
    if not url:
        return None
    parts = _split(name, url, sentence)
    if parts.scheme not in _POSTGRESQL or not parts.path.strip("/"):
        raise SettingsError(f"PORTAL_{name}: {sentence}")
    return url


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings. Raises `SettingsError` with a sentence that helps."""

    def get(name: str, default: str = "") -> str:
        return environment.get(f"PORTAL_{name}", default).strip()

    demo = _flag(get("DEMO"))
    port = environment.get("PORT", "8000")
    base_url = get("BASE_URL", f"http://127.0.0.1:{port}" if demo else "").rstrip("/")
    sentence = "give the address people type, such as https://portail.example.org."
    address = _split("BASE_URL", base_url, sentence)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SettingsError(f"PORTAL_BASE_URL: {sentence}")
    if not demo and not base_url.startswith("https://"):
        raise SettingsError("PORTAL_BASE_URL: outside the demo it starts with https://.")
    secret = get("SECRET", DEMO_SECRET if demo else "")
    if len(secret) < 32:
        raise SettingsError("PORTAL_SECRET: give at least 32 random characters.")
    if not demo and secret == DEMO_SECRET:
        raise SettingsError("PORTAL_SECRET: the demo's secret is public, choose another one.")
    data = Path(get("DATA", "var")).expanduser().resolve()
    keys = _vault_keys(get("VAULT_KEYS"))
    if not keys:
        if not demo:
            raise SettingsError("PORTAL_VAULT_KEYS: give one key or more, newest first.")
        keys = (base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()),)
    mail_url = _mail_url(get("MAIL_URL", OUTBOX if demo else ""))
    mail_from = _mail_from(get("MAIL_FROM", "portail@example.org"))
    mail_return = _mail_return(get("MAIL_RETURN", parseaddr(mail_from)[1]))
    sms_url = _sms_url(get("SMS_URL", OUTBOX if demo else ""))
    if not demo and OUTBOX in (mail_url, sms_url):
        raise SettingsError("PORTAL_MAIL_URL, PORTAL_SMS_URL: outbox: is for the demo only.")
    proxies = get("TRUSTED_PROXIES", "0")
    if not proxies.isdigit():
        raise SettingsError("PORTAL_TRUSTED_PROXIES: how many proxies stand in front, such as 1.")
    return Settings(
        demo=demo,
        secret=secret,
        base_url=base_url,
        database_url=_database_url("DATABASE_URL", get("DATABASE_URL")),
        app_database_url=_database_url("APP_DATABASE_URL", get("APP_DATABASE_URL")),
        data=data,
        files_url=_files_url(get("FILES_URL", f"file://{data}/files")),
        vault_keys=keys,
        mail_url=mail_url,
        mail_from=mail_from,
        mail_return=mail_return,
        sms_url=sms_url,
        metrics_token=get("METRICS_TOKEN"),
        publisher=get("PUBLISHER", "Association Portail Travail Pair"),
        help_email=get("HELP_EMAIL", parseaddr(mail_from)[1]),
        help_phone=get("HELP_PHONE", "01 99 00 00 00" if demo else ""),
        trusted_proxies=int(proxies),
        translator=_translator(get("TRANSLATOR_URL"), get("TRANSLATOR_KEY")),
    )
