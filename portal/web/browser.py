"""What a request tells of its browser: a name of ours, a network, a kind of device."""

from ipaddress import ip_address, ip_network

from flask import Response, after_this_request, request

from portal.people.actions.codes import Browser
from portal.web.request import browser_key, settings

# Marks of the addresses proved here, of the newest four: a telephone may be a family's.
_MARKS, _KEPT = "marks", 4
_MARKS_LAST = 400 * 24 * 3600  # what browsers allow at most

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
    return Browser(key=browser_key(), network=network(), marks=_marks())


def _marks() -> tuple[str, ...]:
    return tuple(filter(None, request.cookies.get(_marks_cookie(), "").split("|")))[:_KEPT]


def _marks_cookie() -> str:
    return f"__Host-{_MARKS}" if settings().https else _MARKS


def keep_mark(mark: str) -> None:
    """This browser remembers, after its session too, that an address was proved in it."""
    marks = "|".join((mark, *_marks())[:_KEPT])

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(
            _marks_cookie(),
            marks,
            max_age=_MARKS_LAST,
            secure=settings().https,
            httponly=True,
            samesite="Lax",
        )
        return response


def forget_marks() -> None:
    """Whoever signs out by hand leaves nothing: the phone may be shared."""

    @after_this_request
    def take(response: Response) -> Response:
        response.delete_cookie(
            _marks_cookie(), secure=settings().https, httponly=True, samesite="Lax"
        )
        return response


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
