"""Encrypted object storage: at rest, nothing is readable without the keys, or alterable unseen.

Each object has its own random data key, wrapped by a ring of master keys. The wrapped key and the
size live in the database, the ciphertext in the store. The plaintext is cut in segments sealed one
by one, so that a Range request decrypts only what it needs. A segment's nonce says its rank and
whether it is the last one: segments cannot be moved, removed or cut off. The data key is new at
each `put`, so no nonce ever serves twice with one key; the object's id is authenticated with each
segment and with the wrapped key, so two objects cannot be exchanged either.
"""

from portal.kernel.vault.current import current, keep_in
from portal.kernel.vault.errors import ObjectAltered, ObjectMissing, StoreAway, VaultError
from portal.kernel.vault.keys import KeyRing, new_key
from portal.kernel.vault.store import Stored, Vault

__all__ = [
    "KeyRing",
    "ObjectAltered",
    "ObjectMissing",
    "StoreAway",
    "Stored",
    "Vault",
    "VaultError",
    "current",
    "keep_in",
    "new_key",
]
