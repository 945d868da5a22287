"""Structured logs with a request id; no address, token, query string or name ever enters them."""

import logging
import secrets
import sys
import time
from collections.abc import Iterator
from types import TracebackType

import structlog
from flask import Flask, Response, g, request

_QUIET = ("/healthz", "/readyz", "/static/")


def configure(*, as_json: bool) -> None:
    """Write one line an event to standard error, those of the libraries included."""
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
    logging.basicConfig(level=logging.WARNING, handlers=[_Relay()], force=True)
    sys.excepthook = _tell_the_end


class _Relay(logging.Handler):
    """What a library logs: who says it, where, and the error behind it. Never its sentence, which
    quotes the address asked for or the arguments of a job.
    """

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "library",
            logger=record.name,
            line=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


def _tell_the_end(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What ends a process is told like any other error."""
    structlog.get_logger().critical("stopped", exc_info=error)


def _without_values(
    logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A traceback tells where, never with which values: database errors quote rows."""
    found = event.pop("exc_info", None)
    if found:
        error = found[1] if isinstance(found, tuple) else found
        if not isinstance(error, BaseException):
            error = sys.exc_info()[1]
        event["error"] = " < ".join(_kinds(error))
        event["at"] = " > ".join(_frames(error))
    return event


def _kinds(error: BaseException | None) -> Iterator[str]:
    """The class of an error, then of those that brought it about."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__ or error.__context__


def _frames(error: BaseException | None) -> list[str]:
    """The innermost lines, from the outside in."""
    trace = error.__traceback__ if error else None
    frames = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        frames.append(f"{file.rsplit('/portal/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames[-8:]


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
