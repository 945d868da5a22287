"""Where the sealed bytes are: a folder, or a bucket of an S3-compatible service."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from portal.kernel.vault.errors import ObjectMissing, StoreAway

if TYPE_CHECKING:  # these two exist for the type checker only
    from obstore.store import ClientConfig, S3Config


def local_folder(url: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return None
    if parts.scheme not in ("", "file"):
        raise ValueError(f"The vault knows folders and s3://, not {parts.scheme}://.")
    return Path(url.removeprefix("file://")).absolute()


def local_store(folder: Path) -> LocalStore:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return LocalStore(folder)


def remote_store(url: str) -> S3Store:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    config: S3Config = {"region": options.get("region", "us-east-1")}
    client: ClientConfig = {"connect_timeout": "5 seconds", "timeout": "60 seconds"}
    if "endpoint" in options:
        config["endpoint"] = options["endpoint"]
        client["allow_http"] = options["endpoint"].startswith("http://")
    prefix = parts.path.strip("/") or None
    return S3Store(
        parts.netloc,
        prefix=prefix,
        config=config,
        client_options=client,
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
    )


def flush_to_disk(path: Path) -> None:
    """The store renames without syncing: a power cut must not lose what was acknowledged."""
    for target in (path, path.parent, path.parent.parent):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Watched:
    """What is written, and what went wrong where it comes from, if something did."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.broken: Exception | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self.pieces
        except Exception as error:
            self.broken = error
            raise


@contextmanager
def writing_errors(source: Watched | None = None) -> Iterator[None]:
    """A full disk, a folder or a bucket that is gone: nothing of it is the sender's fault. A source
    that breaks off is, and says so itself.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        if source and source.broken:
            raise source.broken from error
        raise StoreAway(f"the store does not write: {type(error).__name__}") from error


@contextmanager
def store_errors(object_id: UUID | None) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissing(f"{object_id}: not in the store") from error
    except BaseError as error:
        raise StoreAway(f"the store failed: {type(error).__name__}") from error
