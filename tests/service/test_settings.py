"""Settings that are wrong are refused at start, with a sentence that names the one to change."""

import base64
from pathlib import Path

import pytest

from portal import processes
from portal.config import DEMO_SECRET, SettingsError, Translator, TranslatorKind, load
from portal.kernel import delivery

GOOD = {
    "PORTAL_BASE_URL": "https://portail.example.org",
    "PORTAL_SECRET": "a" * 32,
    "PORTAL_VAULT_KEYS": base64.urlsafe_b64encode(b"k" * 32).decode(),
    "PORTAL_MAIL_URL": "smtp://mail.example.org",
    "PORTAL_SMS_URL": "json://sms.example.org/{to}",
}
DEMO = {"PORTAL_DEMO": "1"}


@pytest.mark.parametrize(
    ("known", "changes", "named"),
    [
        (GOOD, {"PORTAL_BASE_URL": ""}, "PORTAL_BASE_URL"),
        (GOOD, {"PORTAL_BASE_URL": "portail.example.org"}, "PORTAL_BASE_URL"),
        (GOOD, {"PORTAL_BASE_URL": "ftp://portail.example.org"}, "PORTAL_BASE_URL"),
        (GOOD, {"PORTAL_BASE_URL": "http://portail.example.org"}, "PORTAL_BASE_URL"),
        (DEMO, {"PORTAL_BASE_URL": "https://"}, "PORTAL_BASE_URL"),
        (GOOD, {"PORTAL_SECRET": ""}, "PORTAL_SECRET"),
        (GOOD, {"PORTAL_SECRET": "a" * 31}, "PORTAL_SECRET"),
        (GOOD, {"PORTAL_SECRET": DEMO_SECRET}, "PORTAL_SECRET"),
        (DEMO, {"PORTAL_SECRET": "short"}, "PORTAL_SECRET"),
        (GOOD, {"PORTAL_VAULT_KEYS": ""}, "PORTAL_VAULT_KEYS"),
        (GOOD, {"PORTAL_VAULT_KEYS": " , "}, "PORTAL_VAULT_KEYS"),
        (GOOD, {"PORTAL_VAULT_KEYS": "abc"}, "PORTAL_VAULT_KEYS"),
        (GOOD, {"PORTAL_VAULT_KEYS": base64.b64encode(b"k" * 31).decode()}, "PORTAL_VAULT_KEYS"),
        (DEMO, {"PORTAL_VAULT_KEYS": "abcd"}, "PORTAL_VAULT_KEYS"),
        (GOOD, {"PORTAL_MAIL_URL": ""}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_MAIL_URL": "mail.example.org"}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_MAIL_URL": "outbox:"}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_SMS_URL": ""}, "PORTAL_SMS_URL"),
        (GOOD, {"PORTAL_SMS_URL": "outbox:"}, "PORTAL_SMS_URL"),
        (GOOD, {"PORTAL_BASE_URL": "https://portail.example.org:port"}, "PORTAL_BASE_URL"),
        (GOOD, {"PORTAL_MAIL_URL": "smtp://"}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_MAIL_URL": "smtp://user@"}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_MAIL_URL": "smtp://mail.example.org:smtp"}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_MAIL_URL": "smtp://mail.example.org:99999"}, "PORTAL_MAIL_URL"),
        (DEMO, {"PORTAL_MAIL_URL": "outbox:elsewhere"}, "PORTAL_MAIL_URL"),
        (GOOD, {"PORTAL_MAIL_FROM": "Portail"}, "PORTAL_MAIL_FROM"),
        (GOOD, {"PORTAL_MAIL_FROM": "portail@"}, "PORTAL_MAIL_FROM"),
        (GOOD, {"PORTAL_MAIL_FROM": "@example.org"}, "PORTAL_MAIL_FROM"),
        (GOOD, {"PORTAL_MAIL_RETURN": "retours"}, "PORTAL_MAIL_RETURN"),
        (GOOD, {"PORTAL_MAIL_RETURN": "Retours <retours@example.org>"}, "PORTAL_MAIL_RETURN"),
        (GOOD, {"PORTAL_SMS_URL": "sms.example.org/{to}"}, "PORTAL_SMS_URL"),
        (GOOD, {"PORTAL_SMS_URL": "json:///{to}"}, "PORTAL_SMS_URL"),
        (GOOD, {"PORTAL_SMS_URL": "json://sms.example.org"}, "PORTAL_SMS_URL"),
        (GOOD, {"PORTAL_FILES_URL": "ftp://example.org/files"}, "PORTAL_FILES_URL"),
        (GOOD, {"PORTAL_FILES_URL": "file://srv/files"}, "PORTAL_FILES_URL"),
        (GOOD, {"PORTAL_FILES_URL": "file:///"}, "PORTAL_FILES_URL"),
        (GOOD, {"PORTAL_FILES_URL": "s3://"}, "PORTAL_FILES_URL"),
        (GOOD, {"PORTAL_FILES_URL": "s3://files?endpoint=store:9000"}, "PORTAL_FILES_URL"),
        (GOOD, {"PORTAL_DATABASE_URL": "mysql://host/portal"}, "PORTAL_DATABASE_URL"),
        (GOOD, {"PORTAL_DATABASE_URL": "postgresql://host:db/portal"}, "PORTAL_DATABASE_URL"),
        (GOOD, {"PORTAL_DATABASE_URL": "postgresql://host"}, "PORTAL_DATABASE_URL"),
        (GOOD, {"PORTAL_APP_DATABASE_URL": "portal"}, "PORTAL_APP_DATABASE_URL"),
        (GOOD, {"PORTAL_APP_DATABASE_URL": "postgresql://[host/p"}, "PORTAL_APP_DATABASE_URL"),
        (GOOD, {"PORTAL_TRANSLATOR_URL": "https://traduire.example.org"}, "PORTAL_TRANSLATOR_URL"),
        (GOOD, {"PORTAL_TRANSLATOR_URL": "deepl+https://example.org"}, "PORTAL_TRANSLATOR_URL"),
        (GOOD, {"PORTAL_TRANSLATOR_URL": "apertium+ftp://example.org"}, "PORTAL_TRANSLATOR_URL"),
        (GOOD, {"PORTAL_TRANSLATOR_URL": "apertium+http://"}, "PORTAL_TRANSLATOR_URL"),
        (
            GOOD,
            {"PORTAL_TRANSLATOR_URL": "libretranslate+https://moi:cle@example.org"},
            "PORTAL_TRANSLATOR_URL",
        ),
        (GOOD, {"PORTAL_TRANSLATOR_KEY": "cle"}, "PORTAL_TRANSLATOR_KEY"),
        (
            GOOD,
            {
                "PORTAL_TRANSLATOR_URL": "apertium+http://127.0.0.1:2737",
                "PORTAL_TRANSLATOR_KEY": "cle",
            },
            "PORTAL_TRANSLATOR_KEY",
        ),
        (GOOD, {"PORTAL_TRUSTED_PROXIES": "one"}, "PORTAL_TRUSTED_PROXIES"),
        (GOOD, {"PORTAL_TRUSTED_PROXIES": "-1"}, "PORTAL_TRUSTED_PROXIES"),
    ],
)
def test_a_wrong_setting_is_named(
    known: dict[str, str], changes: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load(known | changes)
    said = str(refused.value)
    assert named in said.partition(":")[0]
    assert said.endswith(".")
    assert "a" * 31 not in said


def test_a_portal_with_every_setting_starts() -> None:
    settings = load(GOOD)
    assert settings.https
    assert not settings.demo
    assert settings.trusted_proxies == 0
    assert settings.vault_keys == (GOOD["PORTAL_VAULT_KEYS"].encode(),)
    assert settings.key("session") != settings.key("people")
    # Where nothing else is said, mail comes back to whom it is from.
    named = load(GOOD | {"PORTAL_MAIL_FROM": "Portail <portail@example.org>"})
    assert (named.mail_return, named.mail_domain) == ("portail@example.org", "example.org")


# It looks for a module that Python 3.13 no longer has.
@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_the_worker_refuses_a_gateway_it_cannot_speak_to() -> None:
    delivery.check_gateway(load(GOOD))
    unknown = load(GOOD | {"PORTAL_SMS_URL": "nonsense://sms.example.org/{to}"})
    with pytest.raises(SettingsError, match="PORTAL_SMS_URL"):
        processes.work(unknown, concurrency=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_URL", "smtps://user:p%40ss@mail.example.org:465"),
        ("MAIL_FROM", "Portail <portail@example.org>"),
        ("MAIL_RETURN", "portail-retours@example.org"),
        ("SMS_URL", "jsons://user:secret@sms.example.org/send/{to}"),
        ("FILES_URL", "/srv/files"),
        ("FILES_URL", "var/files"),
        ("FILES_URL", "file:///srv/files"),
        ("FILES_URL", "s3://files/portal?endpoint=https://store.example.org&region=fr"),
        ("DATABASE_URL", "postgresql://admin:secret@host:5433/portal?sslmode=require"),
        ("APP_DATABASE_URL", "postgresql+psycopg://portal_app@/portal?host=/run/portal"),
    ],
)
def test_what_the_deployment_page_writes_is_taken(name: str, value: str) -> None:
    assert getattr(load(GOOD | {f"PORTAL_{name}": value}), name.lower()) == value


def test_a_demo_needs_no_setting(tmp_path: Path) -> None:
    settings = load(DEMO | {"PORTAL_DATA": str(tmp_path), "PORT": "8123"})
    assert settings.base_url == "http://127.0.0.1:8123"
    assert settings.files_url == f"file://{tmp_path}/files"
    assert settings.mail_url == settings.sms_url == "outbox:"


def test_the_newest_key_comes_first() -> None:
    keys = [base64.urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2)]
    settings = load(GOOD | {"PORTAL_VAULT_KEYS": f" {keys[0]} , {keys[1]},"})
    assert settings.vault_keys == tuple(key.encode() for key in keys)


def test_no_machine_translates_unless_somebody_says_which() -> None:
    assert load(GOOD).translator is None
    said = {
        "PORTAL_TRANSLATOR_URL": "libretranslate+https://traduire.example.org/",
        "PORTAL_TRANSLATOR_KEY": "cle",
    }
    found = load(GOOD | said).translator
    assert found == Translator(TranslatorKind.LIBRETRANSLATE, "https://traduire.example.org", "cle")
