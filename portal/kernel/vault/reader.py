"""A seekable file over an encrypted object."""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a runtime import of this name needs Python 3.12
    from _typeshed import WriteableBuffer


class Reader(io.RawIOBase):
    """Reads through `read_range(start, stop)`, the pieces of which are decrypted as they come."""

    def __init__(self, read_range: Callable[[int, int], Iterator[bytes]], size: int) -> None:
        self._read_range, self._size = read_range, size
        self._at = 0
        self._pieces: Iterator[bytes] = iter(())
        self._pieces_at = -1
        self._piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if self._at >= self._size:
            return 0
        if self._pieces_at != self._at:
            self._pieces, self._piece = self._read_range(self._at, self._size), b""
        if not self._piece:
            self._piece = next(self._pieces)
        target = memoryview(buffer).cast("B")
        given = min(len(target), len(self._piece))
        target[:given] = self._piece[:given]
        self._piece = self._piece[given:]
        self._at += given
        self._pieces_at = self._at
        return given
