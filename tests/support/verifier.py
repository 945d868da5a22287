"""A verifier of Open Badges 3.0 that knows nothing of the portal: the text of a JWT, what the
addresses in it answer, the standard library and `cryptography`.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

# The status and the body of what an address answers.
Ask = Callable[[str], tuple[int, bytes]]
_HEADERS = {"alg", "kid", "jwk", "typ"}


class Refused(Exception):
    """Why the credential is not to be trusted."""


def verify(token: str, ask: Ask, now: datetime) -> dict[str, Any]:
    """The credential, if its signature, its claims and its status are good. Raises Refused.

    The steps of « Verify a Credential » and « OpenBadgeCredential Verification » of the standard.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise Refused("not a compact JWS")
    header, payload = _object(parts[0]), _object(parts[1])
    if header.get("alg") != "RS256" or set(header) - _HEADERS or header.get("typ", "JWT") != "JWT":
        raise Refused("a header the standard does not allow")
    _check_signature(_key(header, ask), f"{parts[0]}.{parts[1]}".encode(), _bytes(parts[2]))
    _check_claims(payload, now)
    # The key must be one its issuer says is theirs: anybody can publish a key of their own.
    issuer = payload["issuer"]["id"]
    known = {one["kid"] for one in json.loads(_get(ask, f"{issuer}/keys"))["keys"]}
    if header["kid"] not in known:
        raise Refused("not a key of the issuer")
    _check_status(payload, ask)
    return payload


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _object(text: str) -> dict[str, Any]:
    found = json.loads(_bytes(text))
    assert isinstance(found, dict)
    return found


def _get(ask: Ask, url: str) -> bytes:
    status, body = ask(url)
    if status != 200:
        raise Refused(f"{url} answers {status}")
    return body


def _key(header: dict[str, Any], ask: Ask) -> dict[str, Any]:
    found = json.loads(_get(ask, header["kid"]))
    if "d" in found:
        raise Refused("a private key is public")
    assert isinstance(found, dict)
    return found


def _check_signature(jwk: dict[str, Any], signed: bytes, signature: bytes) -> None:
    numbers = RSAPublicNumbers(int.from_bytes(_bytes(jwk["e"])), int.from_bytes(_bytes(jwk["n"])))
    try:
        numbers.public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise Refused("the signature is not good") from error


def _check_claims(said: dict[str, Any], now: datetime) -> None:
    since = datetime.fromisoformat(said["validFrom"])
    expected = {
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "sub": said["credentialSubject"]["id"],
        "nbf": int(since.timestamp()),
    }
    if any(said.get(name) != value for name, value in expected.items()):
        raise Refused("the claims are not those of the credential")
    if since > now.astimezone(UTC):
        raise Refused("not yet valid")
    if not {"VerifiableCredential", "OpenBadgeCredential"} <= set(said["type"]):
        raise Refused("not an Open Badge")


def _check_status(said: dict[str, Any], ask: Ask) -> None:
    status = said["credentialStatus"]
    if status["type"] != "1EdTechRevocationList":
        raise Refused("a status nobody can read")
    listed = json.loads(_get(ask, status["id"]))
    if listed["issuer"] != said["issuer"]["id"]:
        raise Refused("somebody else's list")
    if any(one["id"] == said["id"] and one["revoked"] for one in listed["revokedCredential"]):
        raise Refused("revoked")
