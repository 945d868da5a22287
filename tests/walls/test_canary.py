"""The second alarm: the other organisation's data all contain CANARY; whoever crawls from another
place, through every GET they can reach, never reads the word. Pages, feeds, exports, PDFs, errors.
"""

import re
from collections import deque
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.factories.house import CANARY, House
from tests.walls.conftest import Town, enter_as
from tests.walls.test_matrix import BASE, RULES, Ids

_LINK = re.compile(r"""(?:href|src|hx-get|action)=["']([^"'#]+)""")
_MOST = 400


def _body(client: FlaskClient, url: str) -> str:
    answer = client.get(url, base_url=BASE)
    if answer.mimetype == "application/pdf":
        pages = PdfReader(BytesIO(answer.data)).pages
        return " ".join(page.extract_text() for page in pages)
    if answer.mimetype == "application/zip":
        archive = ZipFile(BytesIO(answer.data))
        whole = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return " ".join([*archive.namelist(), *whole])
    return answer.get_data(as_text=True)


def _crawl(client: FlaskClient, starts: list[str]) -> dict[str, bool]:
    """Every address reached, and whether the word was there."""
    seen: dict[str, bool] = {}
    waiting = deque(starts)
    while waiting and len(seen) < _MOST:
        url = waiting.popleft()
        parts = urlsplit(url)
        key = parts.path + (f"?{parts.query}" if parts.query else "")
        if key in seen or parts.path.startswith("/static/"):
            continue
        body = _body(client, key)
        seen[key] = CANARY in body
        for found in _LINK.findall(body):
            link = urlsplit(found.replace("&amp;", "&"))
            if found.startswith("/") and "lang=" not in link.query:
                waiting.append(found.replace("&amp;", "&"))
    return seen


def _all_gets(house: House) -> list[str]:
    """Each GET of the map aimed at a house, linked from somewhere or not."""
    urls = []
    for rule in RULES:
        if "GET" in (rule.methods or set()):
            kind = "federation" if rule.endpoint.startswith("federation.") else "structure"
            ids = Ids.of(house, kind)
            built = rule.build({name: ids.fill(name) for name in rule.arguments})
            if built:
                urls.append(str(built[1]))
    return urls


@pytest.mark.parametrize(
    "who", ["nobody", "administrator", "federal_officer", "candidate", "writer"]
)
def test_the_word_never_appears(who: str, walled_app: Flask, town: Town) -> None:
    ours, theirs = town.houses
    assert theirs.word == CANARY
    person = None if who == "nobody" else getattr(ours, who)
    client = enter_as(walled_app, ours, person)
    starts = ["/", *_all_gets(ours), *_all_gets(theirs)]
    leaks = [url for url, leaked in _crawl(client, starts).items() if leaked]
    assert leaks == []


def test_the_host_association_reads_nobodys_content(walled_app: Flask, town: Town) -> None:
    """Audit, service and federations included: the operator keeps the portal, it reads nothing."""
    _, theirs = town.houses
    client = enter_as(walled_app, town.host, town.host.administrator)
    crawled = _crawl(client, ["/", "/operator", *_all_gets(theirs)])
    assert [url for url, leaked in crawled.items() if leaked] == []
    assert "/operator/audit" in crawled


def test_the_word_is_there_to_be_found(walled_app: Flask, town: Town) -> None:
    """The owner reads it: a crawl that could not find the word would prove nothing."""
    _, theirs = town.houses
    client = enter_as(walled_app, theirs, theirs.administrator)
    found = [url for url, there in _crawl(client, ["/", *_all_gets(theirs)]).items() if there]
    if any(rule.endpoint.startswith("employer.") for rule in RULES):
        assert found
