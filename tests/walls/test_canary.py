"""The second alarm: the other organisation's data all contain CANARY; whoever crawls from another
place, through every GET they can reach, never reads the word. Pages, feeds, exports, PDFs, errors,
and the mails and SMS that leave.
"""

import re
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response, redirect
from flask.testing import FlaskClient

from tests.factories.documents import pdf
from tests.factories.house import CANARY
from tests.walls import tries
from tests.walls.tries import BASE, Town, enter_as

_LINK = re.compile(r"""(?:href|src|hx-get|action)=["']([^"'#]+)""")
# Far beyond what there is to see: a crawl that reaches it goes round in circles.
_MOST = 3000
PDF = "application/pdf"
# Pages, feeds, exports and posters are all among what is crawled.
EVERYTHING = {
    "text/html",
    "application/atom+xml",
    "application/feed+json",
    "application/xml",
    PDF,
}
# What only who runs sessions takes away.
LISTS = {"text/csv", tries.WORKBOOK}


@dataclass(frozen=True)
class Read:
    """What an address gave, as somebody would read it."""

    leaked: bool
    mimetype: str
    status: int


def read(client: FlaskClient, url: str, method: str = "GET") -> tuple[Read, str]:
    answer = client.open(url, method=method, base_url=BASE)
    body = tries.read(answer)
    said = body + str(answer.headers)
    return Read(CANARY in said, str(answer.mimetype), answer.status_code), body


def crawl(client: FlaskClient, starts: list[str]) -> dict[str, Read]:
    """Every address that can be reached, to the last."""
    seen: dict[str, Read] = {}
    waiting = deque(starts)
    while waiting:
        url = waiting.popleft()
        parts = urlsplit(url)
        key = parts.path + (f"?{parts.query}" if parts.query else "")
        if key in seen or parts.path.startswith("/static/"):
            continue
        assert len(seen) < _MOST, key
        seen[key], body = read(client, key)
        for found in _LINK.findall(body):
            link = urlsplit(found.replace("&amp;", "&"))
            if found.startswith("/") and "lang=" not in link.query:
                waiting.append(found.replace("&amp;", "&"))
    return seen


def leaks(found: dict[str, Read]) -> list[str]:
    return [url for url, one in found.items() if one.leaked]


def _holes(town: Town, kind: str, side: int) -> dict[str, object]:
    """Real things of one side; whoever has no link of their own tries with one made up."""
    named = town.holes.get(kind, town.holes["structure"])
    return {**town.holes["structure"][side], **named[side]}


def every_address(town: Town, side: int, method: str = "GET") -> list[str]:
    """Each address of the map aimed at one side, linked from somewhere or not."""
    return [
        tries.address(rule, _holes(town, tries.kind_of(rule), side))
        for rule in tries.RULES
        if method in (rule.methods or set())
    ]


@pytest.mark.parametrize(
    "who",
    [
        "nobody",
        "administrator",
        "federal_officer",
        "federal_writer",
        "candidate",
        "recruiter",
        "writer",
    ],
)
def test_the_word_never_appears(who: str, walled_app: Flask, town: Town) -> None:
    ours, theirs = town.houses
    assert theirs.word == CANARY
    person = None if who == "nobody" else getattr(ours, who)
    client = enter_as(walled_app, ours, person)
    crawled = crawl(client, ["/", *every_address(town, 0), *every_address(town, 1)])
    assert leaks(crawled) == []
    lists = LISTS if who.startswith("federal") else set()
    assert {one.mimetype for one in crawled.values()} >= EVERYTHING | lists
    assert {one.status for one in crawled.values()} >= {200, 404}


def test_the_host_association_reads_nobodys_content(walled_app: Flask, town: Town) -> None:
    """Audit, service and federations included: the operator keeps the portal, it reads nothing."""
    client = enter_as(walled_app, town.host, town.host.administrator)
    crawled = crawl(client, ["/", "/operator", *every_address(town, 0), *every_address(town, 1)])
    assert leaks(crawled) == []
    assert "/operator/audit" in crawled


@pytest.mark.parametrize("who", ["administrator", "candidate"])
def test_the_word_is_there_to_be_found(who: str, walled_app: Flask, town: Town) -> None:
    """Its owner reads it: a crawl that could not find the word would prove nothing."""
    _, theirs = town.houses
    client = enter_as(walled_app, theirs, getattr(theirs, who))
    assert leaks(crawl(client, ["/", *every_address(town, 1)])) != []


def test_the_word_is_read_in_a_pdf_and_in_a_header() -> None:
    """The reader of the crawl sees what is compressed in a PDF, and what is no body at all."""
    fonts = b"BT /F1 18 Tf 60 760 Td (CV " + CANARY.encode() + b") Tj ET"
    app = Flask(__name__)
    app.add_url_rule("/pdf", "pdf", lambda: Response(pdf(content=fonts), mimetype=PDF))
    app.add_url_rule("/to", "to", lambda: redirect(f"/{CANARY}"))
    client = app.test_client()
    assert leaks({url: read(client, url)[0] for url in ("/pdf", "/to")}) == ["/pdf", "/to"]
