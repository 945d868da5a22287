"""Headers of every answer, errors, files and static ones included (SE-14)."""

import secrets
from wsgiref.headers import Headers

from flask import Flask, Response, g, request

from portal.web.sign_in import is_claimed

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = "max-age=63072000; includeSubDomains"
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def csp_nonce() -> str:
    """The nonce of this answer, for the one script tag of the layout."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def static_headers(headers: Headers, path: str, url: str, *, https: bool) -> None:
    """WhiteNoise answers by itself: it sets its headers here."""
    for name, value in _ALWAYS.items():
        headers[name] = value
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    if https:
        headers["Strict-Transport-Security"] = _HSTS


def install(app: Flask, *, https: bool) -> None:
    always = [*_ALWAYS.items(), *([("Strict-Transport-Security", _HSTS)] if https else [])]

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        said = {name.lower() for name, _value in headers}
        headers.extend([(name, value) for name, value in always if name.lower() not in said])
        if "content-security-policy" not in said:
            headers.add("Content-Security-Policy", _POLICY.format(nonce=csp_nonce()))
        if _is_private():
            headers["Cache-Control"] = "no-store"
        elif "cache-control" not in said:
            headers.add("Cache-Control", "private, max-age=0, must-revalidate")
        return response

    app.add_template_global(csp_nonce)


def _is_private() -> bool:
    """Signed in, holding somebody's link, or answering an offer: nothing stays in a cache."""
    if g.get("holder") or request.path.startswith(
        ("/follow/", "/registrations/", "/alerts/", "/renew/", "/sign-in", "/invitations/")
    ):
        return True
    return is_claimed()
