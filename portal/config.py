"""Settings, read once from the environment, typed, refused at start with a sentence if wrong."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEMO_SECRET = "demo-secret-never-used-outside-a-demonstration"  # noqa: S105 - announced as such


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
    sms_url: str
    metrics_token: str
    publisher: str
    help_email: str
    help_phone: str
    trusted_proxies: int

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

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


def load(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: C901 - one check after another
    """Read and check the settings. Raises `SettingsError` with a sentence that helps."""

    def get(name: str, default: str = "") -> str:
        return environment.get(f"PORTAL_{name}", default).strip()

    demo = _flag(get("DEMO"))
    port = environment.get("PORT", "8000")
    base_url = get("BASE_URL", f"http://127.0.0.1:{port}" if demo else "").rstrip("/")
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).netloc:
        raise SettingsError(
            "PORTAL_BASE_URL: give the address people type, such as https://portail.example.org."
        )
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
    mail_url = get("MAIL_URL", "outbox:" if demo else "")
    if not mail_url.startswith(("smtp://", "smtps://", "outbox:")):
        raise SettingsError(
            "PORTAL_MAIL_URL: smtp://user:password@host:port, or outbox: in a demo."
        )
    sms_url = get("SMS_URL", "outbox:" if demo else "")
    if not sms_url:
        raise SettingsError("PORTAL_SMS_URL: the address of an SMS gateway, or outbox: in a demo.")
    if not demo and "outbox:" in (mail_url, sms_url):
        raise SettingsError("PORTAL_MAIL_URL, PORTAL_SMS_URL: outbox: is for the demo only.")
    proxies = get("TRUSTED_PROXIES", "0")
    if not proxies.isdigit():
        raise SettingsError("PORTAL_TRUSTED_PROXIES: how many proxies stand in front, such as 1.")
    return Settings(
        demo=demo,
        secret=secret,
        base_url=base_url,
        database_url=get("DATABASE_URL") or None,
        app_database_url=get("APP_DATABASE_URL") or None,
        data=data,
        files_url=get("FILES_URL", f"file://{data}/files"),
        vault_keys=keys,
        mail_url=mail_url,
        mail_from=get("MAIL_FROM", "portail@example.org"),
        sms_url=sms_url,
        metrics_token=get("METRICS_TOKEN"),
        publisher=get("PUBLISHER", "Association Portail Travail Pair"),
        help_email=get("HELP_EMAIL", get("MAIL_FROM", "portail@example.org")),
        help_phone=get("HELP_PHONE", "01 99 00 00 00" if demo else ""),
        trusted_proxies=int(proxies),
    )
