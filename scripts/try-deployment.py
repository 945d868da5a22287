"""The steps of scripts/try-deployment that need more than a shell. Each fails with what it saw."""

import re
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import requests  # noqa: TID251 - comes with moto; the host is not the address here, nor its certificate
import urllib3

urllib3.disable_warnings()  # the certificate is made for the occasion

ROOT = Path(__file__).resolve().parents[1]
HOST, HTTPS = "portail.example.org", "https://127.0.0.1:8203"
STORE, BUCKET = "http://127.0.0.1:8206", "portal-files"
SECRET = "a-secret-in-an-address"  # noqa: S105 - looked for in the logs
HEADERS = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def bucket(_work: Path) -> None:
    wait_for(lambda: requests.get(STORE, timeout=2).ok)
    boto3.client("s3", endpoint_url=STORE).create_bucket(Bucket=BUCKET)


def nginx(work: Path) -> None:
    """The two blocks of the page, with this machine's folders and port."""
    page = (ROOT / "portal" / "deployment.md").read_text()
    site = page.split("```nginx\n")[1].split("```")[0]
    headers = page.split("```nginx-headers\n")[1].split("```")[0]
    (work / "portail-headers.conf").write_text(headers)
    site = site.replace("listen 443", "listen 127.0.0.1:8203")
    for folder in ("/etc/ssl", "/etc/nginx", "/var/log/nginx"):
        site = site.replace(f"{folder}/", f"{work}/")
    top = f"pid {work}/nginx.pid; error_log {work}/nginx-errors.log; events {{}}"
    (work / "nginx.conf").write_text(f"{top}\nhttp {{\n{site}\n}}\n")


def wait_for(done: object, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            if callable(done) and done():
                return
        except requests.ConnectionError:
            pass  # not there yet
        if time.monotonic() > until:
            raise SystemExit(f"waited {seconds} s in vain")
        time.sleep(0.5)


class Browser:
    """Through nginx, as the host of the page."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.verify = False
        self.session.trust_env = False  # neither a proxy nor another bundle of certificates
        self.session.headers["Host"] = HOST
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **more: object) -> requests.Response:
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        headers |= more.pop("headers", {})  # type: ignore[arg-type,call-overload]  # a mapping
        answer = self.session.request(
            method,
            HTTPS + path,
            headers=headers,
            allow_redirects=False,
            timeout=60,
            **more,  # type: ignore[arg-type]  # as given
        )
        self.cookies |= {cookie.name: str(cookie.value) for cookie in answer.cookies}
        missing = [name for name in HEADERS if name not in answer.headers]
        expect(not missing, f"{method} {path}: {answer.status_code} without {missing}")
        return answer

    def follow(self, path: str) -> requests.Response:
        answer = self.ask("GET", path)
        while answer.is_redirect:
            answer = self.ask("GET", urlsplit(answer.headers["Location"]).path)
        return answer


def expect(true: object, said: str) -> None:
    if not true:
        raise SystemExit(said)


def serves(work: Path) -> None:
    """Pages, refusals, an S3-kept recording played in pieces by the structure that received it."""
    browser = Browser()
    wait_for(lambda: browser.session.get(HTTPS + "/readyz", timeout=5).ok)
    home = browser.ask("GET", "/")
    expect(home.ok, f"/ {home.status_code}")
    expect(browser.ask("GET", f"/follow/{SECRET}").status_code == 404, "a made-up link opened")
    too_big = browser.ask("POST", f"/uploads/{SECRET}", data=b"x" * 29_000_000)
    expect(too_big.status_code == 413, f"413: {too_big.status_code}")
    in_every_language(too_big)
    objects = boto3.client("s3", endpoint_url=STORE).list_objects_v2(Bucket=BUCKET)["KeyCount"]
    expect(objects > 10, f"{objects} objects in the bucket")
    path = play(browser, home.text)
    print(f"  served: {objects} objects in the bucket, {path} played in pieces")


def in_every_language(answer: requests.Response) -> None:
    answer.encoding = answer.headers["Content-Type"].partition("charset=")[2]
    spoken = re.findall(r'<section lang="([^"]+)"', answer.text)
    expect(len(spoken) == 7, f"{answer.status_code} speaks {spoken}")
    expect("25 Mo" in answer.text or answer.status_code != 413, "413 says no limit")
    expect("ې" in answer.text, f"{answer.status_code} is badly encoded")


def play(browser: Browser, home: str) -> str:
    """Enter as a structure, open an application, hear what was said from the middle."""
    token = _TOKEN.search(home)
    account = re.search(r'action="(/demo/sign-in/[^"]*)"', home)
    if token is None or account is None:
        raise SystemExit("no account on the first page")
    entered = browser.ask(
        "POST",
        account.group(1),
        data={"csrf_token": token.group(1)},
        headers={"Referer": f"https://{HOST}/"},
    )
    slug = urlsplit(entered.headers["Location"]).path
    inbox = browser.follow(f"{slug.rstrip('/')}/applications").text
    for link in dict.fromkeys(
        re.findall(r'href="(/employer/[^"]+/applications/[0-9a-f-]{36})', inbox)
    ):
        shown = browser.follow(link).text
        audio = re.search(r'<audio[^>]*src="([^"]+)"|<source[^>]*src="([^"]+)"', shown)
        if audio:
            path = audio.group(1) or audio.group(2)
            whole = browser.ask("GET", path)
            half = len(whole.content) // 2
            part = browser.ask("GET", path, headers={"Range": f"bytes={half}-"})
            expect(part.status_code == 206, f"Range: {part.status_code}")
            expect(part.content == whole.content[half:], "the piece is not the piece")
            return "a recording"
    raise SystemExit("no application with a voice message")


def away(_work: Path) -> None:
    """No web process left: nginx speaks, with our headers."""
    answer = Browser().ask("GET", "/offers")
    expect(answer.status_code == 503 and "Retry-After" in answer.headers, str(answer.status_code))
    in_every_language(answer)
    posted = Browser().ask("POST", "/offers", data={"a": "b"})
    expect(posted.status_code == 503, f"posted: {posted.status_code}")
    print("  away: 503 of nginx in seven languages, with every header")


def lose(_work: Path) -> None:
    """The store burns."""
    client = boto3.client("s3", endpoint_url=STORE)
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        for one in page.get("Contents", []):
            client.delete_object(Bucket=BUCKET, Key=one["Key"])


def silent(work: Path) -> None:
    """No secret of an address in any log."""
    told = [file.name for file in work.glob("*.*") if SECRET in file.read_text(errors="replace")]
    expect(not told, f"the address was written in {told}")
    lines = (work / "portail.log").read_text().splitlines()
    expect(len(lines) > 10, "nginx logged nothing")
    print(f"  silent: {len(lines)} lines of access log, as « {lines[-1]} »")


if __name__ == "__main__":
    step = {f.__name__: f for f in (bucket, nginx, serves, away, lose, silent)}[sys.argv[1]]
    step(Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT)
