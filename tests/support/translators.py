"""Translation servers for the tests. The real APy of Debian (`apertium-apy`, `apertium-fr-es`) if
it is installed; else `ApyAtTheEdge`, which answers its protocol and knows one sentence. For
LibreTranslate, `LibreTranslateAtTheEdge`: nobody's models come with a test.
"""

import json
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs
from urllib.request import urlopen

APY, PAIRS = "/usr/bin/apertium-apy", "/usr/share/apertium"
FRENCH, SPANISH = "la maison", "la casa"

Answer = tuple[int, str]


class _AtTheEdge(BaseHTTPRequestHandler):
    """Keeps what it was sent, answers what it is told to."""

    heard: ClassVar[list[tuple[str, dict[str, str], dict[str, Any]]]]
    answer: ClassVar[Callable[[dict[str, Any]], Answer]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = self.read(body)
        type(self).heard.append((self.path, dict(self.headers), sent))
        status, said = type(self).answer(sent)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said.encode())

    @staticmethod
    def read(body: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(body)
        return found

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server names it
        """Tests say what they heard themselves."""


class LibreTranslateAtTheEdge(_AtTheEdge):
    """Speaks LibreTranslate's `/translate`."""


class ApyAtTheEdge(_AtTheEdge):
    """Speaks APy's `/translate`."""

    @staticmethod
    def read(body: str) -> dict[str, Any]:
        return {name: values[0] for name, values in parse_qs(body).items()}


def knows_one_sentence(sent: dict[str, Any]) -> Answer:
    """As APy answers: the pair it has, or that it has not this one."""
    if sent["langpair"] != "fra|spa":
        return 400, json.dumps({"status": "error", "code": 400})
    said = SPANISH if sent["q"] == FRENCH else sent["q"]
    return 200, json.dumps({"responseData": {"translatedText": said}, "responseStatus": 200})


Server = type[_AtTheEdge]


@contextmanager
def serving(
    kind: Server, answer: Callable[[dict[str, Any]], Answer]
) -> Iterator[tuple[str, Server]]:
    """A server of this kind; its address, and where it keeps what it heard."""
    known: Server = type("Told", (kind,), {"heard": [], "answer": staticmethod(answer)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), known)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def apertium() -> Iterator[str]:
    """Apertium from French to Spanish: the real one where Debian's packages are."""
    if shutil.which(APY) is None:
        with serving(ApyAtTheEdge, knows_one_sentence) as (url, _server):
            yield url
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([APY, "-p", str(port), PAIRS], **quiet) as process:  # type: ignore[call-overload]  # two names of one type
        try:
            _wait_for(f"http://127.0.0.1:{port}/listPairs")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(url: str, tries: int = 200) -> None:
    for _ in range(tries):
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            # It refuses at once until it listens: give the processor back.
            subprocess.run(["/bin/sleep", "0.1"], check=True)
    raise AssertionError(f"{url} never answered")
