"""Numbers about the service for whoever watches over it: no address, no name, no id."""

import time

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY as PROCESS
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from portal.kernel.queue_state import QueueState

_REQUESTS = Counter("portal_requests", "Answers by endpoint and status", ["endpoint", "status"])
_SECONDS = Histogram(
    "portal_request_seconds",
    "Time to answer, by endpoint",
    ["endpoint"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)


def install(app: Flask) -> None:
    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        _REQUESTS.labels(endpoint, str(response.status_code)).inc()
        _SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("started", 0.0))
        return response


def text(queue: QueueState) -> bytes:
    """The exposition of this process, and of the queue all processes share."""
    shared = CollectorRegistry()
    jobs = Gauge("portal_jobs", "Jobs by status", ["status"], registry=shared)
    for status, count in queue.by_status.items():
        jobs.labels(status).set(count)
    waiting = Gauge("portal_jobs_oldest_seconds", "Age of the oldest job due", registry=shared)
    waiting.set(queue.oldest_seconds)
    return generate_latest(PROCESS) + generate_latest(shared)
