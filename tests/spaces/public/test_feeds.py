"""The offers for machines: Atom and JSON Feed of any search."""

import json
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from tests.spaces.public.conftest import Publish
from tests.support.htmx import HtmxVisitor

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def slugs(publish_one: Publish) -> list[str]:
    """Newest first."""
    lille = publish_one(title="Médiation à Lille & alentours", postcode="59000", city="Lille")
    return [publish_one({"ps": {"title": "همکار"}}).slug, lille.slug]


def test_atom(visitor: HtmxVisitor, slugs: list[str]) -> None:
    response = visitor.fetch("/feeds/offers.atom?q=mediation")
    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)  # noqa: S314 - our own answer
    for name in ("a:id", "a:title", "a:updated"):
        assert feed.findtext(name, namespaces=ATOM), name
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "self": "https://portail.example.org/feeds/offers.atom?q=mediation",
        "alternate": "https://portail.example.org/offers?q=mediation",
    }
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "Médiation à Lille & alentours"
    assert entry.findtext("a:id", namespaces=ATOM) == (
        f"https://portail.example.org/offers/{slugs[1]}"
    )
    assert entry.findtext("a:author/a:name", namespaces=ATOM)
    assert datetime.fromisoformat(entry.findtext("a:updated", "", ATOM)).tzinfo
    assert "Lille (Nord)" in entry.findtext("a:summary", "", ATOM)


def test_json_feed(visitor: HtmxVisitor, slugs: list[str]) -> None:
    response = visitor.fetch("/feeds/offers.json?lang=ps")
    assert response.mimetype == "application/feed+json"
    feed = json.loads(response.data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feeds/offers.json")
    assert [item["url"].rsplit("/", 1)[1] for item in feed["items"]] == slugs
    for item in feed["items"]:
        assert item["id"] == item["url"]
        assert item["content_text"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert (feed["items"][0]["title"], feed["items"][0]["language"]) == ("همکار", "ps")
    assert feed["items"][1]["language"] == "fr"


@pytest.mark.parametrize("name", ["atom", "json"])
@pytest.mark.usefixtures("slugs")
def test_who_has_it_already_is_told_so(visitor: HtmxVisitor, name: str) -> None:
    first = visitor.fetch(f"/feeds/offers.{name}")
    again = visitor.fetch(f"/feeds/offers.{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    since = visitor.fetch(
        f"/feeds/offers.{name}", headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )
    assert since.status_code == 304


@pytest.mark.parametrize("name", ["atom", "json"])
@pytest.mark.usefixtures("publisher")
def test_a_feed_of_nothing_is_a_feed(visitor: HtmxVisitor, name: str) -> None:
    assert visitor.fetch(f"/feeds/offers.{name}").status_code == 200


@pytest.mark.usefixtures("slugs")
@pytest.mark.parametrize("name", ["atom", "json"])
def test_search_engines_read_no_feed(visitor: HtmxVisitor, name: str) -> None:
    """Each offer may be read by them only where its structure wants."""
    assert visitor.fetch(f"/feeds/offers.{name}").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("slugs")
def test_the_list_says_where_its_feeds_are(visitor: HtmxVisitor) -> None:
    page = visitor.get("/offers?q=mediation")
    found = {link.get("type"): link.get("href") for link in page.find("link", rel="alternate")}
    assert found == {
        "application/atom+xml": "/feeds/offers.atom?q=mediation",
        "application/feed+json": "/feeds/offers.json?q=mediation",
    }
