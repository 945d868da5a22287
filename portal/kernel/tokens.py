"""Secrets handed to people and what the database keeps of them: digests, never the secret."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those one mistakes for another


def new_token() -> str:
    """192 random bits, URL-safe (ASVS 7.2.3 asks for at least 128)."""
    return secrets.token_urlsafe(24)


def new_reference() -> str:
    """« K7QM24 »: six letters and digits somebody can say on the telephone."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def digest(token: str) -> str:
    """What the database keeps of a random token. Hexadecimal SHA-256, 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Six decimal digits, every value as likely as another."""
    return f"{secrets.randbelow(1_000_000):06d}"


def keyed(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 of the parts, hexadecimal: for short or guessable values (codes, addresses)."""
    message = "\x1f".join(parts).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Constant-time comparison."""
    return hmac.compare_digest(left.encode(), right.encode())


def sealed(key: bytes, content: bytes) -> str:
    """The content with its signature (160 bits), URL-safe: all can read it, nobody change it."""
    signature = hmac.new(key, content, hashlib.sha256).digest()[:20]
    return base64.urlsafe_b64encode(content + signature).decode().rstrip("=")


def unsealed(key: bytes, token: str) -> bytes | None:
    """The content of a `sealed` token; None if this key did not sign it."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:  # not base64, or not ASCII
        return None
    content = raw[:-20]
    known = hmac.compare_digest(sealed(key, content).encode(), token.encode())
    return content if known else None


def derived_token(key: bytes, purpose: str, thing: UUID, version: int) -> str:
    """A token that can be computed again from the server's key, so that each message may carry it.

    160 bits in lower-case base32: 32 characters that survive an SMS, a printer and a dictation.
    """
    raw = hmac.new(key, f"{purpose}:{thing}:{version}".encode(), hashlib.sha256).digest()[:20]
    return base64.b32encode(raw).decode().lower()
