"""The ring of master keys that wrap the data key of each object."""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.kernel.vault.errors import ObjectAltered

_LABEL = b"portal-vault-key-1"
_KEY = 32
_NAME = 4
_NONCE = 12


class KeyRing:
    """Master keys, newest first: the first one wraps, all of them unwrap."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """`keys`: 32 bytes each, in URL-safe base64, as `new_key()` makes them."""
        if not keys:
            raise ValueError("The vault needs at least one key.")
        raw = [urlsafe_b64decode(key) for key in keys]
        if any(len(key) != _KEY for key in raw):
            raise ValueError("A vault key is 32 bytes in URL-safe base64.")
        self._keys = {_name(key): AESGCM(key) for key in raw}
        self._newest = _name(raw[0])

    def wrap(self, object_id: UUID, data_key: bytes) -> str:
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._keys[self._newest].encrypt(nonce, data_key, _LABEL + object_id.bytes)
        return urlsafe_b64encode(self._newest + nonce + sealed).decode()

    def unwrap(self, object_id: UUID, wrapped: str) -> bytes:
        try:
            raw = urlsafe_b64decode(wrapped)
            name, nonce, sealed = raw[:_NAME], raw[_NAME : _NAME + _NONCE], raw[_NAME + _NONCE :]
            return self._keys[name].decrypt(nonce, sealed, _LABEL + object_id.bytes)
        except KeyError as error:
            raise ObjectAltered(f"{object_id}: wrapped by a key not on the ring") from error
        except (InvalidTag, ValueError) as error:
            raise ObjectAltered(f"{object_id}: its wrapped key does not open") from error

    def is_newest(self, wrapped: str) -> bool:
        """Whether `rewrap` would change nothing: lets a rotation stop and start again."""
        return urlsafe_b64decode(wrapped)[:_NAME] == self._newest

    def rewrap(self, object_id: UUID, wrapped: str) -> str:
        """The same data key under the newest master key; the stored object is not touched."""
        return self.wrap(object_id, self.unwrap(object_id, wrapped))


def new_key() -> bytes:
    return urlsafe_b64encode(secrets.token_bytes(_KEY))


def _name(key: bytes) -> bytes:
    return hashlib.sha256(_LABEL + key).digest()[:_NAME]
