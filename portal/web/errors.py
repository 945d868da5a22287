"""Errors as pages, in the person's language: what went wrong, what to do, which request it was."""

import errno
from collections.abc import Callable
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from portal.kernel import errors
from portal.kernel.i18n import N_, _, ngettext
from portal.kernel.vault import StoreAway
from portal.web import sign_in
from portal.web.navigation import links, sign_in_address
from portal.web.request import page_before

log = structlog.get_logger()

# status: (title, what to do). Also used for statuses raised by Flask itself.
PAGES = {
    400: (
        N_("Cette demande n’est pas comprise"),
        N_("Revenez à la page précédente et réessayez."),
    ),
    403: (
        N_("Votre rôle ne permet pas cela"),
        N_("Une personne qui administre votre structure peut le faire ou changer votre rôle."),
    ),
    404: (
        N_("Il n’y a rien ici"),
        N_("L’adresse est peut-être incomplète. Si cette page est à vous, connectez-vous d’abord."),
    ),
    405: (
        N_("Cette demande n’est pas comprise"),
        N_("Revenez à la page précédente et réessayez."),
    ),
    409: (
        N_("Quelqu’un d’autre a changé cette page"),
        N_("Rechargez-la pour voir ce qui a changé, puis recommencez."),
    ),
    410: (N_("C’est terminé"), N_("Cette page n’est plus en ligne.")),
    413: (N_("C’est trop lourd"), N_("Envoyez un fichier de 25 Mo au plus.")),
    422: (
        N_("Il manque quelque chose"),
        N_("Revenez à la page précédente et vérifiez."),
    ),
    429: (N_("Trop d’essais"), N_("Attendez un peu, puis réessayez.")),
    500: (
        N_("Le portail a eu un problème"),
        N_(
            "Ce n’est pas votre faute. Ce qui était enregistré est gardé. Réessayez dans un moment."
        ),
    ),
    503: (
        N_("Le portail fait une pause"),
        N_("Réessayez dans quelques minutes. Ce qui était enregistré est gardé."),
    ),
}


# To somebody who is signed in: what they opened may be theirs no longer.
_NOT_YOURS = N_("L’adresse est peut-être incomplète, ou cette page n’est plus dans vos espaces.")
_FOR_PROGRAMS = "/api/"
# There is nothing to go back to: the page is over, or one came from elsewhere.
_NO_WAY_BACK = (404, 410)


def _page_before() -> str | None:
    """The page of ours one comes from; None if it is this one, or somebody else's."""
    before = page_before()
    here = request.method == "GET" and before.path == request.path
    if before.netloc != request.host or here:
        return None
    return "/" + before.path.lstrip("/") + (f"?{before.query}" if before.query else "")


def _is_followed() -> bool:
    """Whether this address is, or was meant to be, the link that follows an answer, or a request
    to come to a session: one page takes the codes of both.
    """
    entry, here = links()["follow"], f"{request.script_root}{request.path}"
    registration = f"{request.script_root}/registrations/"
    return entry is not None and here.startswith((f"{entry}/", registration))


def _is_answered() -> bool:
    """Whether it was the link by which an employer answers: they have no code and no account."""
    return request.path.startswith("/registrations/agreement/")


def page(status: int, detail: str = "", title: str = "") -> Response:
    """An error page. Never shows more than the status, our words and the id of the request.

    It asks the database nothing: that may be what is wrong.
    """
    g.is_error_page = True
    usual, advice = PAGES.get(status, PAGES[400 if status < 500 else 500])
    if request.path.startswith(_FOR_PROGRAMS):
        code = HTTPStatus(status).name.lower()
        return make_response(jsonify(error=code, message=detail or str(advice)), status)
    actions: list[dict[str, str | None]] = [{"label": _("Aller à l’accueil"), "url": "/"}]
    before = None if status in _NO_WAY_BACK else _page_before()
    if before:
        actions.insert(0, {"label": _("Revenir à la page précédente"), "url": before})
    if status == 404 and _is_answered():
        detail = _(
            "Ce lien est peut-être coupé, ou la demande est retirée. La personne qui vous l’a"
            " envoyé peut vous le redonner."
        )
    elif status == 404 and _is_followed():
        # Nobody signs in to follow an answer, and a link copied by hand loses its end.
        detail = _(
            "Ce lien est peut-être coupé, ou ce qu’il ouvrait est effacé. Essayez avec votre code."
        )
        actions.insert(0, {"label": _("Tapez votre code"), "url": links()["follow"]})
    elif status == 404 and sign_in.is_claimed():
        detail = detail or str(_NOT_YOURS)
        actions.insert(0, {"label": _("Vos espaces"), "url": links()["mine"]})
    elif status == 404 and links()["sign_in"]:
        actions.append({"label": _("Se connecter"), "url": sign_in_address()})
    html = render_template(
        "errors/error.html",
        status=status,
        title=title or str(usual),
        text=detail or str(advice),
        actions=actions,
    )
    return make_response(html, status)


def _refuse_null() -> None:
    """No address holds one, and PostgreSQL fails when asked for a text that does."""
    if "\x00" in request.path:
        raise errors.NotFound


def install(app: Flask) -> None:
    app.before_request(_refuse_null)
    statuses: dict[type[errors.DomainError], int] = {
        errors.NotFound: 404,
        errors.NotAllowed: 403,
        errors.Gone: 410,
        errors.Conflict: 409,
        errors.Invalid: 422,
        errors.DomainError: 422,
    }
    for kind, status in statuses.items():
        app.register_error_handler(kind, _domain_handler(status))

    @app.errorhandler(errors.Throttled)
    def throttled(error: errors.Throttled) -> Response:
        minutes = -(-error.retry_after // 60)
        advice = ngettext("Réessayez dans %(n)s minute.", "Réessayez dans %(n)s minutes.", minutes)
        response = page(429, advice)
        response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.errorhandler(CSRFError)
    def stale_form(error: CSRFError) -> Response:
        return page(400, _("Cette page est restée ouverte trop longtemps. Rechargez-la."))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return make_response(error.get_response())
        response = page(status)
        for name in ("Allow", "Retry-After"):
            value = error.get_response().headers.get(name)
            if value:
                response.headers[name] = value
        return response

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    def database_away(error: DBAPIError) -> Response:
        log.error("database away", kind=type(error.orig).__name__)
        response = page(503)
        response.headers["Retry-After"] = "30"
        return response

    app.register_error_handler(StoreAway, _no_room)
    app.register_error_handler(OSError, _machine)
    app.register_error_handler(Exception, _crash)


def _machine(error: OSError) -> Response:
    """No room for the file a form brought, before any view saw it; anything else is a crash."""
    return _no_room(error) if error.errno in (errno.ENOSPC, errno.EDQUOT) else _crash(error)


def _crash(error: Exception) -> Response:
    log.exception("crash", exc_info=error)  # noqa: LOG004 - Flask calls this inside its except
    return page(500)


def _no_room(error: Exception) -> Response:
    log.error("files cannot be kept now", kind=type(error).__name__)
    response = page(503)
    response.headers["Retry-After"] = "30"
    return response


def _domain_handler(status: int) -> Callable[[errors.DomainError], Response]:
    def handle(error: errors.DomainError) -> Response:
        detail = _(error.message, **error.values) if error.message else ""
        return page(status, detail, _(error.title) if error.title and detail else "")

    return handle
