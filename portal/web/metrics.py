"""Numbers about the service for whoever watches over it: no address, no name, no id.

The processes of one web server write in one folder and are added up: whichever answers, the
counters go on from where they were.
"""

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY as PROCESS
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)

from portal.kernel.queue_state import QueueState

_REQUESTS = Counter("portal_requests", "Answers by endpoint and status", ["endpoint", "status"])
_SECONDS = Histogram(
    "portal_request_seconds",
    "Time to answer, by endpoint",
    ["endpoint"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)


# Set by `portal serve`; the library reads it.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def add_up() -> None:
    """Count with the other processes of this server. The library decides when it is first loaded,
    which may be before the folder is named; each of our metrics has labels, whose values are only
    made when they are first counted.
    """
    if FOLDER in os.environ:
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]  # no types there


def install(app: Flask) -> None:
    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        _REQUESTS.labels(endpoint, str(response.status_code)).inc()
        _SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("started", 0.0))
        return response


def text(queue: QueueState) -> bytes:
    """The exposition of this server's processes, and of the queue all servers share."""
    shared = CollectorRegistry()
    jobs = Gauge("portal_jobs", "Jobs by status", ["status"], registry=shared)
    for status, count in queue.by_status.items():
        jobs.labels(status).set(count)
    waiting = Gauge("portal_jobs_oldest_seconds", "Age of the oldest job due", registry=shared)
    waiting.set(queue.oldest_seconds)
    counted = PROCESS
    if FOLDER in os.environ:
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # no types there
    return generate_latest(counted) + generate_latest(shared)
