"""A bucket of an S3-compatible service, on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer


@contextmanager
def open_bucket() -> Iterator[str]:
    """The address of an empty one, as `PORTAL_FILES_URL` says it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        server = ThreadedMotoServer(port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        # It remembers what the buckets before it in this process held.
        with urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")):
            put_over_http(f"{endpoint}/files", b"")
        yield f"s3://files/portal?endpoint={endpoint}"
        server.stop()


def put_over_http(url: str, body: bytes) -> None:
    with urlopen(Request(url, data=body, method="PUT")):
        pass
