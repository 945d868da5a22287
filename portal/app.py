"""`create_app()`: one line per thing wired, in order, nothing else."""

from datetime import timedelta
from pathlib import Path

from flask_compress import Compress
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings
from portal.kernel import vault
from portal.kernel.db import Database
from portal.spaces import SPACES
from portal.web import (
    errors,
    filters,
    forms,
    headers,
    languages,
    logs,
    metrics,
    page,
    sign_in,
    templates,
    typed,
    unit_of_work,
)
from portal.web.static import serve_static
from portal.web.unit_of_work import PortalFlask

ROOT = Path(__file__).resolve().parents[1]


def create_app(settings: Settings, database: Database) -> PortalFlask:
    """The web application on an open database."""
    app = PortalFlask("portal", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.key("session"),
        SESSION_COOKIE_NAME="__Host-portal" if settings.https else "portal",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        MAX_CONTENT_LENGTH=26 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        # Some phones send no Referer; the token and a `__Host-` cookie already say who asks.
        WTF_CSRF_SSL_STRICT=False,
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_MIMETYPES=[
            "text/html",
            "application/json",
            "application/atom+xml",
            "image/svg+xml",
        ],
        COMPRESS_MIN_SIZE=600,
        COMPRESS_BR_LEVEL=3,  # half the time of the next one, for a twentieth more bytes
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    templates.install(app)
    app.url_map.strict_slashes = False  # an address typed with a slash too many is the same one
    app.extensions["portal.settings"] = settings
    app.extensions |= {
        "portal.nav": {},
        "portal.under": {},
        "portal.narrow": {},
        "portal.links": {},
        "portal.places": templates.Kept(500),
    }
    typed.install(app)
    unit_of_work.install(app, database)
    vault.keep_in(settings.files_url, settings.vault_keys)
    logs.install(app)
    metrics.install(app)
    languages.install(app)
    forms.csrf.init_app(app)
    page.htmx.init_app(app)
    sign_in.install(app)
    headers.install(app, https=settings.https)
    Compress(app)
    filters.install(app, settings)
    errors.install(app)
    for space in SPACES:
        app.register_blueprint(space)
    app.wsgi_app = serve_static(app.wsgi_app, https=settings.https)  # type: ignore[method-assign]  # WSGI wraps
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # WSGI wraps
    return app
