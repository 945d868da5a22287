"""Plaintext cut in segments, each sealed with its rank, its object and whether it is the last."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.kernel.vault.errors import ObjectAltered

SEGMENT = 64 * 1024
TAG = 16
SEALED = SEGMENT + TAG
_LABEL = b"portal-vault-1"
_NONCE = 12


class Sealer:
    """Seals segments in order, and learns the size and the digest of the plaintext on the way."""

    def __init__(self, object_id: UUID, data_key: bytes) -> None:
        self.size = 0
        self.digest = hashlib.sha256()
        self._cipher = AESGCM(data_key)
        self._associated = _LABEL + object_id.bytes

    def seal(self, segments: Iterator[bytes]) -> Iterator[bytes]:
        rank, current = 0, next(segments, b"")
        while True:
            following = next(segments, None)
            self.size += len(current)
            self.digest.update(current)
            yield self._cipher.encrypt(_nonce(rank, following is None), current, self._associated)
            if following is None:
                return
            rank, current = rank + 1, following


def unseal(object_id: UUID, cipher: AESGCM, rank: int, last: int, sealed: memoryview) -> bytes:
    try:
        return cipher.decrypt(_nonce(rank, rank == last), sealed, _LABEL + object_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise ObjectAltered(f"{object_id}: segment {rank} is not what was stored") from error


def last_segment(size: int) -> int:
    return max(size - 1, 0) // SEGMENT


def sealed_size(size: int) -> int:
    return size + (last_segment(size) + 1) * TAG


def _nonce(rank: int, is_last: bool) -> bytes:
    return rank.to_bytes(_NONCE - 1) + bytes([is_last])


def cut(source: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a file or of an iterable, in pieces of exactly `SEGMENT` but for the last."""
    read = getattr(source, "read", None)
    chunks: Iterable[bytes] = iter(lambda: read(SEGMENT), b"") if read else source
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= SEGMENT:
            yield bytes(held[:SEGMENT])
            del held[:SEGMENT]
    if held:
        yield bytes(held)
