"""What a public page may cost a cheap phone, and the database (quality-checks D5, issue §13)."""

from itertools import chain

import brotli
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from portal.web.assets import STATIC
from tests.factories.applications import begin, send
from tests.factories.published import copy_published
from tests.spaces.public.conftest import Publish
from tests.spaces.public.test_apply import EVERY_STEP
from tests.spaces.public.test_offer_page import CODED, WRITTEN
from tests.support import sql
from tests.support.htmx import HtmxVisitor
from tests.support.page import Page

HTML = 14_000
FIRST_VIEW = 50 * 1024
REQUESTS = 6
HEADERS = 1150  # of a page, our policy included
FILE_HEADERS = 720
SVG = "{http://www.w3.org/2000/svg}"
BUILT = STATIC / "built"
ABOUT = (
    "/help",
    "/legal",
    "/privacy",
    "/accessibility",
    "/languages",
    "/languages/ps",
    "/offline",
    "/tools",
    "/tools/mon-gps",
)

LONG = "Vous accueillez des personnes qui viennent d’arriver, vous expliquez le lieu. " * 12


@pytest.fixture
def full(publish_one: Publish, backstage: Session) -> str:
    """The address of an offer that says everything, at length, among many."""
    facts = WRITTEN | {name: value for name, (value, _shown) in CODED.items()}
    long = dict.fromkeys(("context", "purpose", "internal_relations", "evolutions"), LONG)
    offer = publish_one({"ps": {"title": "همکار", "summary": "لنډیز " * 60}}, **facts | long)
    copy_published(backstage, offer.offer_id, 60)
    backstage.commit()
    return f"/offers/{offer.slug}"


def compressed(visitor: HtmxVisitor, address: str) -> int:
    response = visitor.fetch(address, headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "br", address
    assert brotli.decompress(response.data)
    return len(response.data)


@pytest.mark.parametrize("tag", ["fr", "ps"])
def test_the_html_fits_in_the_first_round_trip(visitor: HtmxVisitor, full: str, tag: str) -> None:
    addresses = ("/", "/offers", "/offers?q=pair&contract=pec", full, *ABOUT)
    weights = {
        address: compressed(visitor, f"{address}{'&' if '?' in address else '?'}lang={tag}")
        for address in addresses
    }
    assert max(weights.values()) <= HTML, weights


@pytest.mark.skipif(not BUILT.exists(), reason="make assets builds what is weighed")
@pytest.mark.parametrize("tag", ["fr", "ps"])
def test_the_first_view_is_light(visitor: HtmxVisitor, full: str, tag: str) -> None:
    for address in ("/", "/offers", full):
        page = visitor.get(f"{address}?lang={tag}")
        fetched = fetched_at_once(page)
        weight = compressed(visitor, f"{address}?lang={tag}") + sum(map(_weight, fetched))
        assert len(fetched) + 1 <= REQUESTS, fetched
        assert weight + HEADERS + FILE_HEADERS * len(fetched) <= FIRST_VIEW, (
            address,
            weight,
            fetched,
        )


@pytest.mark.skipif(not BUILT.exists(), reason="make assets builds what is weighed")
@pytest.mark.parametrize("tag", ["fr", "ps"])
def test_answering_and_following_are_light(
    visitor: HtmxVisitor, offer: OfferToAnswer, database: Database, settings: Settings, tag: str
) -> None:
    with database.session() as session:
        draft = begin(session, settings, offer, ("voice", "callback", "cv", "letter"))
        sent = send(session, settings, offer)
        session.commit()
    visitor.fetch(f"/follow/{draft.token}")  # this browser goes on with the draft
    apply, follow = f"/offers/{offer.slug}/apply", f"/follow/{sent.token}"
    steps = [f"{apply}/{step}" for step in (*EVERY_STEP, "check")]
    after = [f"{follow}{page}" for page in ("", "/reply", "/add", "/reach")]
    for address in ("/follow", apply, *steps, *after):
        page = visitor.get(f"{address}?lang={tag}")
        fetched = fetched_at_once(page)
        html = compressed(visitor, f"{address}?lang={tag}")
        weight = html + sum(map(_weight, fetched)) + HEADERS + FILE_HEADERS * len(fetched)
        assert html <= HTML, address
        assert len(fetched) + 1 <= REQUESTS, (address, fetched)
        assert weight <= FIRST_VIEW, (address, weight, fetched)


def fetched_at_once(page: Page) -> set[str]:
    """The files a browser asks for before anybody touches anything."""
    links = (
        link.get("href", "")
        for link in page.find("link")
        if link.get("rel") in {"stylesheet", "icon", "preload", "modulepreload"}
    )
    scripts = (script.get("src", "") for script in page.find("script") if script.get("src"))
    pictures = (use.get("href", "").partition("#")[0] for use in page.find(SVG + "use"))
    sounds = (
        sound.get("src", "") for sound in page.find("audio") if sound.get("preload") != "none"
    )
    return {
        address for address in chain(links, scripts, pictures, sounds) if address.startswith("/")
    }


@pytest.mark.skipif(not BUILT.exists(), reason="make assets builds what is weighed")
def test_headers_weigh_what_is_said(visitor: HtmxVisitor, full: str) -> None:
    script = visitor.get(full).one("script").get("src", "")
    for address, most in ((full, HEADERS), (script, FILE_HEADERS)):
        response = visitor.fetch(address, headers={"Accept-Encoding": "br"})
        assert len(str(response.headers)) < most - 60, "the status, the server and the date"
        response.close()


def _weight(address: str) -> int:
    file = BUILT / address.removeprefix("/static/built/")
    squeezed = file.with_name(file.name + ".br")
    return (squeezed if squeezed.exists() else file).stat().st_size


def test_nothing_needs_javascript(visitor: HtmxVisitor, full: str) -> None:
    """What listens to htmx is a form or a link that works by itself; a button that only scripts
    can serve is not shown without them.
    """
    for address in ("/", "/offers", full):
        page = visitor.get(address)
        parents = page.parents()
        for element in page.find():
            if element.get("hx-get") or element.get("hx-post"):
                assert element.get("action") or element.get("href"), element.attrib
            if element.tag == "button" and element.get("type") == "button":
                above = [element]
                while above[-1] in parents:
                    above.append(parents[above[-1]])
                assert any(one.get("hidden") is not None for one in above), element.attrib


@pytest.mark.parametrize(
    ("address", "most"),
    [("/", 1), ("/offers", 3), ("/offers?q=mot&way=voice&contract=pec", 3), ("{offer}", 1)],
)
def test_queries_do_not_grow_with_the_offers(
    visitor: HtmxVisitor,
    database: Database,
    backstage: Session,
    full: str,
    address: str,
    most: int,
) -> None:
    address = address.format(offer=full)
    visitor.get(address)  # the nomenclatures are read once a minute
    with sql.statements(database.engine) as few:
        visitor.get(address)
    backstage.execute(text("DELETE FROM published_offer WHERE slug LIKE 'copie-%'"))
    backstage.commit()
    with sql.statements(database.engine) as fewer:
        visitor.get(address)
    assert len(few) <= most, sql.explain(few)
    assert len(fewer) == len(few), sql.explain(few + fewer)
