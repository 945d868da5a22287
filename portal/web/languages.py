"""Which language this request speaks: `?lang=`, then what the browser remembers, then its wish."""

from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, g, request

from portal.kernel import i18n
from portal.web.request import page_before

COOKIE = "lang"
_A_YEAR = 365 * 24 * 3600


def chosen() -> i18n.Locale | None:
    """What somebody chose in this browser, now or before; not what it wishes by itself."""
    return i18n.find(request.args.get("lang")) or i18n.find(request.cookies.get(COOKIE))


def speak_to(tag: str) -> None:
    """From now on in the language of whom a link is for, unless the reader chose another."""
    wanted = i18n.find(tag)
    if wanted and not chosen():
        i18n.speak(wanted)


def choose() -> i18n.Locale:
    """`?lang=` wins; an unknown tag is ignored rather than refused."""
    if found := chosen():
        return found
    for tag, _quality in request.accept_languages:
        found = i18n.find(tag)
        if found:
            return found
    return i18n.DEFAULT


def address_before_language() -> str:
    """This same page, ready for the tag of a language to be written behind its address."""
    path, asked = _here()
    pairs = [(key, value) for key, value in asked if key != "lang"]
    return f"{path}?{urlencode([*pairs, ('lang', '')])}"


def _here() -> tuple[str, list[tuple[str, str]]]:
    """Where this page can be asked for again. A form that was refused is shown at an address that
    may only take what is sent: one comes back to the page that held the form.
    """
    rule = request.url_rule
    if rule is None or "GET" in (rule.methods or ()):
        return request.path, list(request.args.items(multi=True))
    before = page_before()
    if before.netloc != request.host:
        return "/", []
    return "/" + before.path.lstrip("/"), parse_qsl(before.query)


def install(app: Flask) -> None:
    @app.before_request
    def speak() -> None:
        g.locale = choose()
        i18n.speak(g.locale)

    @app.after_request
    def remember(response: Response) -> Response:
        asked = i18n.find(request.args.get("lang"))
        if asked and request.cookies.get(COOKIE) != asked.tag:
            response.set_cookie(
                COOKIE,
                asked.tag,
                max_age=_A_YEAR,
                samesite="Lax",
                httponly=True,
                secure=request.is_secure,
            )
        response.headers.setdefault("Content-Language", i18n.current().tag)
        return response
