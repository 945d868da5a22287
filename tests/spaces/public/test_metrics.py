"""`/metrics`: numbers for whoever holds the token, and nobody else learns that it is there."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from tests.conftest import BASE_URL
from tests.support.client import Visitor

TOKEN = "a-token-of-the-monitoring"


@pytest.fixture
def watched(settings: Settings, database: Database) -> Flask:
    return create_app(replace(settings, metrics_token=TOKEN), database)


def _ask(app: Flask, given: str | None) -> tuple[int, str]:
    headers = {} if given is None else {"Authorization": given}
    answer = Visitor(app, BASE_URL, "fr").fetch("/metrics", headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


def test_the_token_opens_the_numbers(watched: Flask) -> None:
    Visitor(watched, BASE_URL, "fr").get("/offers")
    status, said = _ask(watched, f"Bearer {TOKEN}")
    assert status == 200
    lines = dict(line.rsplit(" ", 1) for line in said.splitlines() if not line.startswith("#"))
    counted = 'portal_requests_total{endpoint="public.offers.list_offers",status="200"}'
    assert float(lines[counted]) >= 1
    took = 'portal_request_seconds_count{endpoint="public.offers.list_offers"}'
    assert float(lines[took]) >= 1
    assert "portal_jobs_oldest_seconds" in lines


@pytest.mark.parametrize(
    "given", [None, "", "Bearer ", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}"]
)
def test_anybody_else_finds_nothing(watched: Flask, given: str | None) -> None:
    status, said = _ask(watched, given)
    assert status == 404
    assert "portal_requests" not in said


@pytest.mark.parametrize("given", ["Bearer ", f"Bearer {TOKEN}"])
def test_without_a_token_there_is_nothing(app: Flask, given: str) -> None:
    assert _ask(app, given)[0] == 404
