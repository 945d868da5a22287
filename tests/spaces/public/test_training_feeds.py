"""The trainings for machines and for walls: feeds of any search, Course, and a sheet of paper."""

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from portal.kernel import clock, pdf
from portal.kernel.i18n import Locale
from portal.kernel.letters import FONTS
from portal.trainings.models import Training
from tests.factories.trainings import tell_in
from tests.spaces.public.test_feeds import ATOM
from tests.spaces.public.test_trainings import FULL
from tests.support.drawn import says
from tests.support.htmx import HtmxVisitor

Publish = Callable[..., Training]
needs_fonts = pytest.mark.skipif(not FONTS.exists(), reason="make assets fetches the fonts")


@pytest.fixture
def slugs(publish_training: Publish) -> list[str]:
    """Newest first."""
    return [publish_training(**FULL).slug, publish_training(title="Autre & autrement").slug][::-1]


def test_atom(visitor: HtmxVisitor, slugs: list[str]) -> None:
    response = visitor.fetch("/feeds/trainings.atom?cost=free&duration=gone")
    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)  # noqa: S314 - our own answer
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "self": "https://portail.example.org/feeds/trainings.atom?cost=free",
        "alternate": "https://portail.example.org/trainings?cost=free",
    }
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == FULL["title"]
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == FULL["organiser"]
    assert entry.findtext("a:id", "", ATOM).endswith(f"/trainings/{slugs[1]}")
    assert datetime.fromisoformat(entry.findtext("a:updated", "", ATOM)).tzinfo
    assert "Lille" in entry.findtext("a:summary", "", ATOM)
    assert [tag.get("term") for tag in entry.findall("a:category", ATOM)] == [
        "Aucun diplôme demandé"
    ]


def test_json_feed(visitor: HtmxVisitor, slugs: list[str]) -> None:
    response = visitor.fetch("/feeds/trainings.json?lang=ps")
    assert response.mimetype == "application/feed+json"
    items = json.loads(response.data)["items"]
    assert [item["url"].rsplit("/", 1)[1] for item in items] == slugs
    assert {item["language"] for item in items} == {"fr"}
    assert "On ne sait pas" not in response.text


@pytest.mark.parametrize("name", ["atom", "json"])
@pytest.mark.usefixtures("slugs")
def test_a_feed_is_sent_once_and_never_listed(visitor: HtmxVisitor, name: str) -> None:
    first = visitor.fetch(f"/feeds/trainings.{name}")
    assert first.headers["X-Robots-Tag"] == "noindex"
    known = {"If-None-Match": first.headers["ETag"]}
    assert visitor.fetch(f"/feeds/trainings.{name}", headers=known).status_code == 304


@pytest.mark.usefixtures("slugs")
def test_the_list_says_where_its_feeds_are(visitor: HtmxVisitor) -> None:
    page = visitor.get("/trainings?cost=free")
    found = {link.get("type"): link.get("href") for link in page.find("link", rel="alternate")}
    assert found == {
        "application/atom+xml": "/feeds/trainings.atom?cost=free",
        "application/feed+json": "/feeds/trainings.json?cost=free",
    }
    asking = visitor.click(page, "Me prévenir de ce qui est nouveau")
    assert asking.link("Flux de cette recherche") == "/feeds/trainings.atom?cost=free"


def course_of(visitor: HtmxVisitor, slug: str) -> dict[str, Any]:
    (script,) = visitor.get(f"/trainings/{slug}").find("script", type="application/ld+json")
    found: dict[str, Any] = json.loads(script.text or "")
    return found


def test_a_course_says_what_is_known(visitor: HtmxVisitor, publish_training: Publish) -> None:
    training = publish_training(**FULL | {"contradictions": []})
    assert course_of(visitor, training.slug) == {
        "@context": "https://schema.org/",
        "@type": "Course",
        "name": "Devenir pair à Lille",
        "description": "Prendre la parole.\nÉcouter.",
        "provider": {
            "@type": "Organization",
            "name": "Institut des Marches",
            "url": "https://formation.example.org",
        },
        "url": f"https://portail.example.org/trainings/{training.slug}",
        "dateModified": training.updated_at.date().isoformat(),
        "inLanguage": ["fr", "ps"],
        "timeRequired": "PT126H",
        "coursePrerequisites": ["Aucun", "Rétablissement commencé"],
        "educationalCredentialAwarded": "Une attestation.",
        "isAccessibleForFree": True,
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "location": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Lille",
                    "addressRegion": "Hauts-de-France",
                    "addressCountry": "FR",
                },
            },
        },
    }


def test_a_course_leaves_out_what_nobody_knows(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    found = course_of(visitor, publish_training().slug)
    assert set(found) == {"@context", "@type", "name", "provider", "url", "dateModified"}


def test_a_course_says_nothing_where_sources_differ(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    said = [{"text": "19 jours", "source": "Guide"}, {"text": "18 jours", "source": "Fiche"}]
    differing = [{"about": about, "said": said} for about in ("duration", "prerequisites", "cost")]
    found = course_of(visitor, publish_training(**FULL | {"contradictions": differing}).slug)
    assert not {"timeRequired", "coursePrerequisites", "isAccessibleForFree"} & set(found)


def test_free_in_a_year_that_is_over_is_not_free(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    year = clock.today().year
    for said, free in ((year - 1, None), (year, True), (None, True)):
        funding = [{"year": said, "free": "yes", "words": "ARS"}]
        found = course_of(visitor, publish_training(funding=funding).slug)
        assert found.get("isAccessibleForFree") is free


def test_a_price_of_this_year_is_an_offer(visitor: HtmxVisitor, publish_training: Publish) -> None:
    year = clock.today().year
    offer = {"@type": "Offer", "price": "350.50", "priceCurrency": "EUR", "category": "Paid"}
    for said, expected in (
        (year - 1, None),
        (year, offer | {"priceValidUntil": f"{year}-12-31"}),
        (None, offer),
    ):
        funding = [{"year": said, "free": "no", "words": "", "amount": 350.5}]
        found = course_of(visitor, publish_training(funding=funding).slug)
        assert found.get("offers") == expected
        assert found.get("isAccessibleForFree") is (None if expected is None else False)
    told = [{"text": "350 €", "source": "Guide"}, {"text": "300 €", "source": "Fiche"}]
    differing = [{"about": "cost", "said": told}]
    funding = [{"year": None, "free": "no", "words": "", "amount": 350.5}]
    slug = publish_training(funding=funding, contradictions=differing).slug
    assert "offers" not in course_of(visitor, slug)


def test_what_somebody_wrote_ends_no_script(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    title = "</script><script>alert(1)</script>"
    page = visitor.get(f"/trainings/{publish_training(title=title).slug}")
    (script,) = page.find("script", type="application/ld+json")
    assert json.loads(script.text or "")["name"] == title


def poster(visitor: HtmxVisitor, slug: str, tag: str = "fr") -> str:
    response = visitor.fetch(f"/trainings/{slug}/poster.pdf?lang={tag}")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{slug}.pdf"'
    (page,) = PdfReader(BytesIO(response.data)).pages
    return " ".join(page.extract_text().split())


@needs_fonts
def test_a_poster_says_what_one_needs(visitor: HtmxVisitor, publish_training: Publish) -> None:
    slug = publish_training(**FULL).slug
    text = poster(visitor, slug)
    for said in (FULL["title"], FULL["organiser"], "Prendre la parole.", "Lille", "Gratuite"):
        assert said in text
    assert f"portail.example.org/trainings/{slug}" in text.replace(" ", "")
    assert "Affiche à imprimer" in visitor.get(f"/trainings/{slug}").text


@needs_fonts
def test_a_poster_sums_up_in_the_readers_language(
    visitor: HtmxVisitor, publish_training: Publish, backstage: Session
) -> None:
    training = publish_training(**FULL, summary="Devenir pair en six mois.")
    assert "Devenir pair en six mois." in poster(visitor, training.slug)
    tell_in(backstage, training.slug, "en", summary="Become a peer worker.")
    assert "Become a peer worker." in poster(visitor, training.slug, "en")
    assert "Devenir pair en six mois." in poster(visitor, training.slug, "ar")


@needs_fonts
def test_a_poster_says_what_nobody_knows(visitor: HtmxVisitor, publish_training: Publish) -> None:
    assert poster(visitor, publish_training().slug).count("On ne sait pas") == 4


@needs_fonts
@pytest.mark.parametrize("tag", ["fr", "ar", "ps"])
def test_its_code_leads_to_the_training_in_the_readers_language(
    visitor: HtmxVisitor, publish_training: Publish, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    drawn: list[str] = []
    real = pdf.make_pdf

    def see(template: str, locale: Locale, data: dict[str, Any]) -> bytes:
        drawn.append(data["qr"])
        return real(template, locale, data)

    monkeypatch.setattr(pdf, "make_pdf", see)
    slug = publish_training(**FULL).slug
    poster(visitor, slug, tag)
    [svg] = drawn
    assert says(svg, f"{visitor.base_url}/trainings/{slug}?lang={tag}")


@needs_fonts
def test_a_training_that_is_archived_has_no_poster(
    visitor: HtmxVisitor, publish_training: Publish
) -> None:
    gone = publish_training(archived=True)
    assert visitor.fetch(f"/trainings/{gone.slug}/poster.pdf").status_code == 410
    assert visitor.fetch("/trainings/nothing/poster.pdf").status_code == 404
