"""What the layouts link to: the pages of the space, and the same few links everywhere."""

from typing import Any

from flask import current_app, g, request, url_for
from werkzeug.routing import BuildError

# Links of the header and the footer. A page that does not exist yet is simply not linked.
LINKS = {
    "home": "public.home.show_home",
    "offers": "public.offers.list_offers",
    "sign_in": "account.sign_in.show_form",
    "account": "account.profile.show_account",
    "sign_out": "account.sign_in.sign_out",
    "accessibility": "public.about.show_accessibility",
    "legal": "public.about.show_legal",
    "privacy": "public.about.show_privacy",
    "languages": "public.about.show_languages",
    "help": "public.about.show_help",
    "manifest": "public.app.show_manifest",
    "worker": "public.app.run_offline",
}
# Where « Quitter cette page » leads: a site anybody may have open, in every language.
EXIT = "https://www.wikipedia.org/"


def _address(endpoint: str) -> str | None:
    if endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(endpoint)
    except BuildError:
        return None


def links() -> dict[str, str | None]:
    return {name: _address(endpoint) for name, endpoint in LINKS.items()} | {"exit": EXIT}


def nav() -> list[dict[str, Any]]:
    """The main pages of the space this request is in; the public ones outside any space.

    The current one is that under which this address lies; a home page, which all lie under, is
    current on itself only.
    """
    declared = current_app.extensions["portal.nav"]
    space = (request.endpoint or "").split(".")[0]
    found: list[dict[str, Any]] = []
    for label, endpoint, *roles in declared.get(space) or declared.get("public", ()):
        address = _address(endpoint)
        if address and (not roles or ("place" in g and g.place.role in roles)):
            found.append({"label": str(label), "url": address, "current": False})
    for page in found:
        under = page["url"].rstrip("/") + "/"
        is_home = any(other["url"].startswith(under) for other in found)
        page["current"] = request.path == page["url"] or (
            request.path.startswith(under) and not is_home
        )
    return found


def sign_in_address() -> str:
    """The sign-in page, which comes back to where the visitor was."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return url_for(LINKS["sign_in"], next=wanted) if wanted else url_for(LINKS["sign_in"])
