"""The portal on a home screen, without a network, and for search engines."""

import json
from xml.etree import ElementTree as ET

import pytest

from portal.kernel.i18n import LOCALES
from tests.spaces.public.conftest import Publish
from tests.support.htmx import HtmxVisitor


@pytest.mark.parametrize("tag", ["fr", "ps"])
def test_the_manifest_speaks_the_reader_s_language(visitor: HtmxVisitor, tag: str) -> None:
    response = visitor.fetch(f"/manifest.webmanifest?lang={tag}")
    assert response.mimetype == "application/manifest+json"
    manifest = json.loads(response.data)
    assert (manifest["lang"], manifest["dir"]) == (tag, LOCALES[tag].direction)
    assert {"name", "short_name", "start_url", "display", "icons"} <= set(manifest)
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_the_service_worker_is_small_and_at_the_root(visitor: HtmxVisitor) -> None:
    response = visitor.fetch("/sw.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    script = response.text
    assert len(script.splitlines()) <= 100
    assert "no-store" in script
    assert "/offline" in script
    page = visitor.get("/")
    assert page.one("link", rel="manifest").get("data-portal-offline") == "/sw.js"


@pytest.mark.parametrize("tag", LOCALES)
def test_the_page_for_no_network(visitor: HtmxVisitor, tag: str) -> None:
    page = visitor.get(f"/offline?lang={tag}")
    assert page.root.get("dir") == LOCALES[tag].direction


def test_robots_stay_out_of_what_belongs_to_people(visitor: HtmxVisitor) -> None:
    lines = visitor.fetch("/robots.txt").text.splitlines()
    assert "Disallow: /follow" in lines
    assert "Disallow: /employer" in lines
    assert "Sitemap: https://portail.example.org/sitemap.xml" in lines


def test_the_sitemap_lists_the_pages_of_the_portal(
    visitor: HtmxVisitor, publish_one: Publish
) -> None:
    hidden = publish_one()
    response = visitor.fetch("/sitemap.xml")
    root = ET.fromstring(response.data)  # noqa: S314 - our own answer
    places = [entry.text or "" for entry in root.iter() if entry.text]
    assert "https://portail.example.org/offers" in places
    assert not any(hidden.slug in place for place in places)
