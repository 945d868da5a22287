"""What a request tells of its browser: a name of ours, a network, a kind of device."""

from ipaddress import ip_address, ip_network

from flask import request

from portal.people.actions.codes import Browser
from portal.web.request import browser_key

# (what the browser says of itself, what people call it); the first that is there wins.
_BROWSERS = (
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Edg", "Edge"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def current_browser() -> Browser:
    return Browser(key=browser_key(), network=network())


def network() -> str:
    """The address of the request; of an IPv6 one the /64, which is what one household gets."""
    given = request.remote_addr or ""
    try:
        address = ip_address(given)
    except ValueError:
        return given
    return str(ip_network((given, 64), strict=False)) if address.version == 6 else given


def device() -> str:
    """« Firefox · Android »: enough to know one's own phone again. Empty if nobody knows."""
    said = request.headers.get("User-Agent", "")
    parts = [
        next((name for mark, name in known if mark in said), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, parts))
