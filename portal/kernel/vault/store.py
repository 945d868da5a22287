"""The vault: put, read, delete and list encrypted objects."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO
from uuid import UUID

import obstore
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import BaseError

from portal.kernel.vault.errors import ObjectAltered, ObjectMissing
from portal.kernel.vault.keys import KeyRing
from portal.kernel.vault.reader import Reader
from portal.kernel.vault.segments import (
    SEALED,
    SEGMENT,
    Sealer,
    cut,
    last_segment,
    sealed_size,
    unseal,
)
from portal.kernel.vault.stores import (
    Watched,
    flush_to_disk,
    local_folder,
    local_store,
    remote_store,
    store_errors,
    writing_errors,
)

# Segments fetched at once: 1 MiB in memory, and few round trips to a remote store.
WINDOW = 16


@dataclass(frozen=True)
class Stored:
    """What to keep in the database, without which the object cannot be read again.

    `sha256` is the plaintext's, in hexadecimal.
    """

    wrapped_key: str
    size: int
    sha256: str


class Vault:
    """Encrypted objects in a folder (`var/files`, `file:///srv/files`) or in a bucket.

    For a bucket: `s3://bucket/prefix?endpoint=https://…&region=…`; the credentials come from
    `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. Make the vault in the process that uses it:
    its store's threads do not survive a fork.
    """

    def __init__(self, url: str, keys: Sequence[bytes]) -> None:
        self.ring = KeyRing(keys)
        self._folder = local_folder(url)
        self._store = local_store(self._folder) if self._folder else remote_store(url)

    def put(self, object_id: UUID, source: BinaryIO | Iterable[bytes]) -> Stored:
        """Seal and store all of `source`; nothing shows under the id until everything is written.

        Raises StoreAway when it cannot be written now, and what `source` raises.
        Use a new id for each content: of two puts under one id only the last stays readable.
        """
        data_key = AESGCM.generate_key(bit_length=256)
        sealer = Sealer(object_id, data_key)
        path = _path(object_id)
        pieces = Watched(cut(source))
        with writing_errors(pieces):
            obstore.put(self._store, path, sealer.seal(iter(pieces)), max_concurrency=2)
            if self._folder:
                flush_to_disk(self._folder / path)
        wrapped = self.ring.wrap(object_id, data_key)
        return Stored(wrapped, sealer.size, sealer.digest.hexdigest())

    def open(self, object_id: UUID, wrapped_key: str, size: int) -> io.BufferedReader:
        """A seekable reader over the plaintext; it holds one window of segments at most."""
        read_range = partial(self.read_range, object_id, wrapped_key, size)
        return io.BufferedReader(Reader(read_range, size), SEGMENT)

    def read_range(
        self, object_id: UUID, wrapped_key: str, size: int, start: int, stop: int
    ) -> Iterator[bytes]:
        """Plaintext bytes `start` (included) to `stop` (excluded), in pieces of at most 64 KiB.

        Raises ValueError outside `0 <= start <= stop <= size`, before the first piece.
        """
        if not 0 <= start <= stop <= size:
            raise ValueError(f"range {start}-{stop} outside an object of {size} bytes")
        data_key = self.ring.unwrap(object_id, wrapped_key)
        return self._read(object_id, AESGCM(data_key), size, start, stop)

    def _read(
        self, object_id: UUID, cipher: AESGCM, size: int, start: int, stop: int
    ) -> Iterator[bytes]:
        if start == stop:
            return
        last = last_segment(size)
        for first in range(start // SEGMENT, (stop - 1) // SEGMENT + 1, WINDOW):
            beyond = min(first + WINDOW, (stop - 1) // SEGMENT + 1)
            sealed = self._fetch(object_id, first * SEALED, min(beyond * SEALED, sealed_size(size)))
            for rank in range(first, beyond):
                offset = (rank - first) * SEALED
                plain = unseal(object_id, cipher, rank, last, sealed[offset : offset + SEALED])
                base = rank * SEGMENT
                yield plain[max(start - base, 0) : stop - base]

    def _fetch(self, object_id: UUID, start: int, end: int) -> memoryview:
        path = _path(object_id)
        with store_errors(object_id):
            try:
                found = obstore.get_range(self._store, path, start=start, end=end)
            except BaseError as error:
                # A range wholly beyond the end is one of the store's unnamed errors.
                if obstore.head(self._store, path)["size"] <= start:
                    raise ObjectAltered(f"{object_id}: cut short") from error
                raise
        return memoryview(found)

    def read_sealed(self, object_id: UUID) -> bytes:
        """The object as it lies in the store, still encrypted: for a backup. 26 MB at most."""
        with store_errors(object_id):
            return bytes(obstore.get(self._store, _path(object_id)).bytes())

    def put_sealed(self, object_id: UUID, sealed: bytes) -> None:
        """Put back what `read_sealed` gave; readable with the same wrapped key only."""
        path = _path(object_id)
        with writing_errors():
            obstore.put(self._store, path, sealed)
            if self._folder:
                flush_to_disk(self._folder / path)

    def delete(self, object_id: UUID) -> None:
        """Forget the object. What is not there may be deleted too: a retry is harmless."""
        with suppress(ObjectMissing), store_errors(object_id):
            obstore.delete(self._store, _path(object_id))

    def list_ids(self) -> Iterator[UUID]:
        """Every object in the store, in no order, for the sweep of orphans."""
        with store_errors(None):
            for page in obstore.list(self._store):
                for entry in page:
                    with suppress(ValueError):
                        yield UUID(hex=entry["path"].rpartition("/")[2])

    def forget_unfinished(self, before: datetime) -> int:
        """Remove what a killed `put` left in a local folder.

        A bucket forgets unfinished uploads by its own lifecycle rule.
        """
        if self._folder is None:
            return 0
        stale = [
            path for path in self._folder.glob("*/*#*") if path.stat().st_mtime < before.timestamp()
        ]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


def _path(object_id: UUID) -> str:
    # Ids begin with the time: folders by their beginning would each hold thousands, then nothing.
    return f"{object_id.hex[-2:]}/{object_id.hex}"
