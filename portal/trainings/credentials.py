"""Open Badges 3.0: what a badge says, and its signature (1EdTech, chapter « Proofs »: VC-JWT).

RS256 because every verifier has to know it; `kid` is an address that answers the public key.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey

from portal.config import Settings
from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.trainings import phrases

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
STATUS = "1EdTechRevocationList"
# Where `STATUS` is a term: without it, a reader of JSON-LD does not know what it means.
STATUS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ALGORITHM = "RS256"
_BITS = 3072
_CLAIMS = ("iss", "jti", "nbf", "sub")


@dataclass(frozen=True)
class Issuer:
    """The federation that signs: where its profile is, what it is called."""

    slug: str
    name: str


def new_key() -> RSAKey:
    return RSAKey.generate_key(_BITS)


def public_half(key: RSAKey, key_id: UUID, settings: Settings) -> dict[str, Any]:
    """A JWK without anything private."""
    named = {"kid": key_address(settings, key_id), "alg": ALGORITHM, "use": "sig"}
    return {**key.as_dict(private=False), **named}


def badge_address(settings: Settings, badge_id: UUID) -> str:
    return f"{settings.base_url}/badges/{badge_id}"


def status_address(settings: Settings, badge_id: UUID) -> str:
    """A list of its own for each badge, so that nobody reads which others there are."""
    return f"{badge_address(settings, badge_id)}/status"


def key_address(settings: Settings, key_id: UUID) -> str:
    return f"{settings.base_url}/badges/keys/{key_id}"


def issuer_address(settings: Settings, slug: str) -> str:
    return f"{settings.base_url}/badges/issuers/{slug}"


def profile(settings: Settings, issuer: Issuer) -> dict[str, Any]:
    """Who signs, as OB 3.0 describes an issuer."""
    return {
        "id": issuer_address(settings, issuer.slug),
        "type": ["Profile"],
        "name": issuer.name,
        "url": settings.base_url,
    }


def credential(
    settings: Settings,
    issuer: Issuer,
    badge_id: UUID,
    document: Mapping[str, Any],
    name: str,
    at: datetime,
) -> dict[str, Any]:
    """What is signed. `document` is a certificate's; `name` is written in clear where
    `document["name"]` is, else as a salted imprint that proves a name without telling it.
    """
    with i18n.use(i18n.DEFAULT):  # French is what counts
        title = str(document["training"])
        presence = phrases.presence(document)
        description = _("Participation à une formation. Ce n’est pas un diplôme.")
        narrative = _(
            "Organisme : %(organiser)s. Présence : %(presence)s.",
            organiser=document["organiser"] or issuer.name,
            presence=presence,
        )
    return {
        "@context": [*CONTEXT, STATUS_CONTEXT],
        "id": badge_address(settings, badge_id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": profile(settings, issuer),
        "validFrom": _moment(at),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid4()}",
            "type": ["AchievementSubject"],
            "identifier": [_identity(name, hashed=not document["name"])],
            "activityStartDate": _midnight(document["starts_on"]),
            "activityEndDate": _midnight(document["ends_on"]),
            "achievement": {
                "id": f"urn:uuid:{document['session_id']}",
                "type": ["Achievement"],
                "achievementType": "ext:Participation",
                "name": title,
                "description": description,
                "inLanguage": "fr",
                "criteria": {"narrative": narrative},
            },
        },
        "credentialStatus": {"id": status_address(settings, badge_id), "type": STATUS},
    }


def _identity(name: str, *, hashed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "IdentityObject", "identityType": "name", "hashed": hashed}
    if not hashed:
        return found | {"identityHash": name}
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((name + salt).encode()).hexdigest()
    return found | {"identityHash": f"sha256${digest}", "salt": salt}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _midnight(day: str) -> str:
    return _moment(datetime.combine(date.fromisoformat(day), time(), UTC))


def sign(key: RSAKey, address: str, said: Mapping[str, Any]) -> str:
    """The credential as a compact JWS, with the claims OB 3.0 asks for. `address` is the key's."""
    claims = {
        **said,
        "iss": said["issuer"]["id"],
        "jti": said["id"],
        "nbf": int(datetime.fromisoformat(said["validFrom"]).timestamp()),
        "sub": said["credentialSubject"]["id"],
    }
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": address}
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def said_in(token: str) -> dict[str, Any]:
    """The credential of a JWS of ours, without the claims that repeat it."""
    payload = token.split(".")[1]
    content = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return {name: value for name, value in content.items() if name not in _CLAIMS}


def revocations(
    settings: Settings, issuer_id: str, badge_id: UUID, because: str | None
) -> dict[str, Any]:
    """The status of one badge, as a 1EdTech revocation list of that badge alone.

    `because` is None while it is valid.
    """
    revoked = {"id": badge_address(settings, badge_id), "revoked": True}
    return {
        "id": status_address(settings, badge_id),
        "issuer": issuer_id,
        "revokedCredential": [] if because is None else [{**revoked, "revocationReason": because}],
    }
