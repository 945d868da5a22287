"""What the layouts link to: the pages of the space, and the same few links everywhere."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for
from werkzeug.routing import BuildError

from portal.kernel.i18n import _
from portal.organisations.enums import Role
from portal.web.space import is_within
from portal.web.templates import Kept

# Links of the header and the footer. A page that does not exist yet is simply not linked.
LINKS = {
    "home": "public.home.show_home",
    "offers": "public.offers.list_offers",
    "follow": "public.follow.show_entry",
    "sign_in": "account.sign_in.show_form",
    "account": "account.profile.show_account",
    "mine": "peer.home.show_home",
    "sign_out": "account.sign_in.sign_out",
    "accessibility": "public.about.show_accessibility",
    "legal": "public.about.show_legal",
    "privacy": "public.about.show_privacy",
    "languages": "public.about.show_languages",
    "help": "public.about.show_help",
    "manifest": "public.app.show_manifest",
    "outbox": "public.outbox.show_outbox",
    "worker": "public.app.run_offline",
}
# One's own space, behind the pages of any other: the same link for everybody who is signed in.
OWN = LINKS["mine"]
# Where « Quitter cette page » leads: a site anybody may have open, in every language.
EXIT = "https://www.wikipedia.org/"


@dataclass(frozen=True)
class Destination:
    """A page of the space, as `site_nav` shows it."""

    label: str
    url: str
    current: bool
    count: int | None = None


def _address(endpoint: str) -> str | None:
    if endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(endpoint)
    except BuildError:
        return None


def links() -> dict[str, str | None]:
    """The addresses of `LINKS`: they depend on nothing but where the portal is mounted."""
    known: dict[str, dict[str, str | None]] = current_app.extensions["portal.links"]
    root = request.script_root
    if root not in known:
        known[root] = {name: _address(endpoint) for name, endpoint in LINKS.items()}
        known[root]["exit"] = EXIT
    return known[root]


def nav(signed_in: bool) -> tuple[Destination, ...]:
    """The main pages of the space this request is in; the public ones outside any space; last, for
    whoever is signed in, their own space.

    The current one is that under which this address lies, or its feature (`under` of the space); a
    home page, which all lie under, is current on itself only.
    """
    space, feature, *_view = [*(request.endpoint or "").split("."), ""]
    main = current_app.extensions["portal.under"].get(space, {}).get(feature)
    above = _address(main) if main else None
    place = g.get("place")
    role = place.role if place else None
    known: Kept = current_app.extensions["portal.places"]
    key = (space, g.get("organisation_slug"), role, request.script_root, signed_in)
    found = known.get(key, lambda: _named(space, role, signed_in))
    homes = [
        home for _label, home in found if any(_is_under(other, home) for _other, other in found)
    ]
    return tuple(
        Destination(
            label,
            url,
            current=url in {request.path, above}
            or (url not in homes and _is_under(request.path, url)),
        )
        for label, url in found
    )


def _named(space: str, role: Role | None, signed_in: bool) -> tuple[tuple[str, str], ...]:
    """(label, address) of the pages of a space that somebody in this role may see, and their own
    space where it is not among them.
    """
    declared = current_app.extensions["portal.nav"]
    pages = declared.get(space) or declared.get("public", ())
    narrow = current_app.extensions["portal.narrow"].get(space, {}).get(role)
    found = [
        (str(label), _address(page))
        for label, page, *roles in pages
        if (not roles or role in roles) and (narrow is None or is_within(page, narrow))
    ]
    if signed_in and not any(page == OWN for _label, page, *_roles in pages):
        found.append((_("Mon espace"), _address(OWN)))
    return tuple((label, address) for label, address in found if address)


def _is_under(path: str, url: str) -> bool:
    return path.startswith(url.rstrip("/") + "/")


def sign_in_address() -> str:
    """The sign-in page, which comes back to where the visitor was."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return url_for(LINKS["sign_in"], next=wanted) if wanted else url_for(LINKS["sign_in"])
