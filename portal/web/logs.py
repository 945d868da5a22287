"""Structured logs with a request id; no address, token, query string or name ever enters them."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

_QUIET = ("/healthz", "/readyz", "/static/")


def configure(*, as_json: bool) -> None:
    """Write one line an event to standard error."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_values,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")


def _without_values(
    logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A traceback tells where, never with which values: database errors quote rows."""
    if event.pop("exc_info", None):
        kind, error, trace = sys.exc_info()
        frames = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/portal/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"] = kind.__name__ if kind else ""
        event["at"] = " > ".join(frames[-8:])
        del error
    return event


def install(app: Flask) -> None:
    if not structlog.is_configured():
        configure(as_json=True)
    log = structlog.get_logger()

    @app.before_request
    def start() -> None:
        g.request_id = secrets.token_hex(6)
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if not request.path.startswith(_QUIET):
            log.info(
                "request",
                endpoint=request.endpoint or "",
                method=request.method,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
            )
        return response
