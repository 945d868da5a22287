"""Views for browsers and search engines: manifest, service worker, robots, sitemap."""

from hashlib import sha256
from xml.etree import ElementTree as ET

from flask import Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.jobs.queries import published
from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.trainings.queries import published as trainings
from portal.web.assets import asset
from portal.web.page import render
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("app", __name__)

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_ADDRESSES = 10_000  # a sitemap holds 50,000 at most


@blueprint.get("/manifest.webmanifest")
def show_manifest() -> Response:
    """The portal as an application one can put on a home screen."""
    response = jsonify(
        id="/",
        name=_("Portail Travail Pair"),
        short_name=_("Travail Pair"),
        description=_("Des emplois où l’expérience de la vie compte"),
        lang=i18n.current().tag,
        dir=i18n.current().direction,
        start_url=url_for("public.home.show_home"),
        scope="/",
        display="minimal-ui",
        background_color="#fbf8f3",
        theme_color="#0e5e5b",
        icons=[
            {"src": asset("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": asset("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": asset("icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    )
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/sw.js")
def run_offline() -> Response:
    """The service worker: at the root, because that is how far it may see."""
    files = [asset(name) for name in ("portal.css", "bind.js", "sprite.svg")]
    script = render_template(
        "public/app/sw.js",
        files=files,
        kept="portal-" + sha256("".join(files).encode()).hexdigest()[:12],
        offline=url_for(".show_offline"),
        pocket="/my/grid/pocket",  # part of the contract of addresses
        read=[
            url_for("public.home.show_home"),
            url_for("public.offers.list_offers"),
            url_for("public.trainings.list_trainings"),
        ],
    )
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/offline")
def show_offline() -> Response:
    """What a phone without a network shows for a page it never saw."""
    return render("public/app/offline.html")


@blueprint.get("/robots.txt")
def show_robots() -> Response:
    """Search engines see the public pages; each offer says by itself whether it may be listed."""
    members = ("/account", "/employer", "/federation", "/operator", "/my", "/sign-in")
    closed = (*members, "/follow", "/registrations")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings().base_url}{url_for('.show_sitemap')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def show_sitemap() -> ResponseReturnValue:
    """The pages to list: ours, the offers whose structure wants it, every training."""
    base = settings().base_url
    root = ET.Element("urlset", xmlns=_SITEMAP)
    for endpoint in (
        "public.home.show_home",
        "public.offers.list_offers",
        "public.trainings.list_trainings",
        "public.about.show_help",
        "public.tools.list_tools",
    ):
        _add(root, base + url_for(endpoint))
    for slug, changed in published.indexable_offers(session(), _MOST_ADDRESSES):
        address = base + url_for("public.offers.show_offer", slug=slug)
        _add(root, address, changed.date().isoformat())
    for slug, changed in trainings.newest_addresses(session(), _MOST_ADDRESSES):
        address = base + url_for("public.trainings.show_training", slug=slug)
        _add(root, address, changed.date().isoformat())
    return Response(
        ET.tostring(root, encoding="utf-8", xml_declaration=True), mimetype="application/xml"
    )


def _add(root: ET.Element, address: str, changed: str = "") -> None:
    entry = ET.SubElement(root, "url")
    ET.SubElement(entry, "loc").text = address
    if changed:
        ET.SubElement(entry, "lastmod").text = changed
