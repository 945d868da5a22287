"""What the logs say of an error: its kind and where it happened, never a value (SE-19)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.config import Settings
from portal.kernel import provision
from portal.kernel.db import Database
from tests.support.tree import ROOT

CANARY = "awa.canary@example.org"

# A process of its own: what is looked at is everything it writes, whoever writes it.
SCRIPT = """
import logging, sys, threading
from sqlalchemy import text
from portal.app import create_app
from portal.config import load
from portal.kernel import jobs
from portal.kernel.db import Database
from portal.web import logs
from portal.web.unit_of_work import session

word, url, plain = sys.argv[1:]
settings = load()
logs.configure(as_json=True)
database = Database(url)
app = create_app(settings, database)

@app.get("/view/<word>")
def view(word):
    raise ValueError(word)

@app.get("/row/<word>")
def row(word):
    session().execute(text("SELECT CAST(:word AS integer)"), {"word": word})
    return ""

@app.get("/late/<word>")
def late(word):
    return ""

@app.after_request
def fail_late(response):
    if "/late/" in word_of_request():
        raise RuntimeError(word_of_request())
    return response

def word_of_request():
    from flask import request
    return request.path

@jobs.task("tests.view_of_a_job", retry=False)
def job(address):
    try:
        raise KeyError(address)
    except KeyError as error:
        raise LookupError(address) from error

@jobs.task("tests.row_of_a_job", retry=False)
def job_with_a_row(address):
    with database.session() as opened:
        opened.execute(text("SELECT CAST(:word AS integer)"), {"word": address})

browser = app.test_client()
for page in ("view", "row", "late", "nothing"):
    browser.get(f"/{page}/{word}?q={word}", headers={"Referer": f"http://localhost/{word}"})
jobs.surround(database, settings)
with database.session() as opened:
    jobs.enqueue(opened, "tests.view_of_a_job", address=word)
    jobs.enqueue(opened, "tests.row_of_a_job", address=word)
    opened.commit()
jobs.run_waiting(plain)
logging.getLogger("some.library").warning("%s wrote to us", word)
raise SystemError(word)
"""


@pytest.fixture
def said(settings: Settings, database: Database, app_url: str, tmp_path: Path) -> str:
    """Everything a process in which all goes wrong writes."""
    environment = {name: value for name, value in os.environ.items() if "PORTAL_" not in name}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, CANARY, app_url, provision.plain_url(app_url)],
        cwd=ROOT,
        env=environment | {"PORTAL_DEMO": "1", "PORTAL_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_an_error_says_its_kind_and_place_and_no_value(said: str) -> None:
    assert CANARY not in said
    assert "canary" not in said.lower()
    lines = [json.loads(line) for line in said.splitlines()]
    errors = [line["error"] for line in lines if "error" in line]
    for kinds in (
        "ValueError",  # a view
        "DataError < InvalidTextRepresentation",  # a value the database refuses
        "RuntimeError",  # after the view, where only Flask itself still catches it
        "LookupError < KeyError",  # a job
        "SystemError",  # what ends the process
    ):
        assert kinds in errors, errors
    assert errors.count("DataError < InvalidTextRepresentation") == 2
    assert all(line["at"] for line in lines if "error" in line)
    library = [line for line in lines if line.get("logger") == "some.library"]
    assert [line["level"] for line in library] == ["warning"]


def test_an_error_of_the_database_does_not_carry_its_values(database: Database) -> None:
    with database.session() as session, pytest.raises(DBAPIError) as caught:
        session.execute(text("SELECT :word FROM nowhere"), {"word": CANARY})
    assert CANARY not in str(caught.value)
