"""The newest of a search for machines: Atom (RFC 4287) and JSON Feed 1.1."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from flask import Response

from portal.kernel import clock, i18n
from portal.web.serving import show, unlisted

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Item:
    """A line of a feed, with what tells it from others as `tags`."""

    url: str
    title: str
    language: str
    text: str
    author: str
    tags: list[str]
    published: datetime
    changed: datetime


@dataclass(frozen=True)
class Feed:
    """A search as a feed: `home` is its page, `address` where the feed itself is."""

    title: str
    home: str
    address: str
    items: list[Item]

    @property
    def changed(self) -> datetime | None:
        return max((item.changed for item in self.items), default=None)


def send_atom(known: Feed) -> Response:
    """For a reader of feeds."""
    return unlisted(show(as_atom(known), "application/atom+xml", changed=known.changed))


def send_json(known: Feed) -> Response:
    """For another site that relays what is found."""
    content = json.dumps(as_json(known), ensure_ascii=False).encode()
    return unlisted(show(content, "application/feed+json", changed=known.changed))


def as_json(known: Feed) -> Mapping[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": known.title,
        "home_page_url": known.home,
        "feed_url": known.address,
        "language": i18n.current().tag,
        "items": [
            {
                "id": item.url,
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "language": item.language,
                "authors": [{"name": item.author}],
                "tags": item.tags,
                "date_published": item.published.isoformat(),
                "date_modified": item.changed.isoformat(),
            }
            for item in known.items
        ],
    }


def as_atom(known: Feed) -> bytes:
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": i18n.current().tag})
    _add(root, "id", known.address)
    _add(root, "title", known.title)
    _add(root, "updated", (known.changed or clock.now()).isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=known.address)
    _add(root, "link", rel="alternate", type="text/html", href=known.home)
    for item in known.items:
        entry = _add(root, "entry", **{"xml:lang": item.language})
        _add(entry, "id", item.url)
        _add(entry, "title", item.title)
        _add(entry, "link", rel="alternate", type="text/html", href=item.url)
        _add(entry, "published", item.published.isoformat())
        _add(entry, "updated", item.changed.isoformat())
        _add(_add(entry, "author"), "name", item.author)
        for tag in item.tags:
            _add(entry, "category", term=tag)
        _add(entry, "summary", item.text)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text
    return child
