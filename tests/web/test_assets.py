"""A build of the styles and scripts while the portal runs."""

import json
import re
import shutil
from collections.abc import Callable
from os import utime
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.web import assets
from tests.support.client import Visitor

Build = Callable[[str], str]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds as `make assets` does: what was there goes, a style sheet of another name comes."""
    folder, times = tmp_path / "built", iter(range(1, 9))
    shutil.copytree(assets.BUILT, folder)
    monkeypatch.setattr(assets, "BUILT", folder)
    monkeypatch.setattr(assets, "names", assets.Names())
    monkeypatch.setattr(assets, "_FRESH_SECONDS", -1)  # each look reads the folder

    def make(text: str) -> str:
        names = json.loads((folder / "manifest.json").read_text())
        for old in folder.glob("portal.*.css*"):
            old.unlink()
        names["portal.css"] = f"portal.{text * 8}.css"
        (folder / names["portal.css"]).write_text(f"/* {text} */")
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps(names))
        utime(manifest, (0, next(times)))
        return f"/static/built/{names['portal.css']}"

    return make


@pytest.fixture
def app(build: Build, settings: Settings, database: Database) -> Flask:
    build("a")
    return create_app(settings, database)


def _fetch(app: Flask, address: str) -> tuple[int, str]:
    with app.test_client().get(address, base_url="https://portail.example.org") as answer:
        return answer.status_code, answer.get_data(as_text=True)


def test_a_build_is_followed_without_a_restart(app: Flask, build: Build) -> None:
    visitor = Visitor(app, "https://portail.example.org")
    first = f"/static/built/portal.{'a' * 8}.css"
    assert first in visitor.get("/help").html
    second = build("b")
    page = visitor.get("/help").html
    assert second in page
    assert first not in page
    assert _fetch(app, second) == (200, "/* b */")
    assert _fetch(app, first)[0] == 404


def test_a_file_that_goes_while_it_is_asked_for_is_not_found(app: Flask, build: Build) -> None:
    """Between the two steps of a build: nothing is broken, and the page of before still stands."""
    visitor = Visitor(app, "https://portail.example.org")
    address = f"/static/built/portal.{'a' * 8}.css"
    assert _fetch(app, address)[0] == 200
    shutil.rmtree(assets.BUILT)
    assert _fetch(app, address)[0] == 404
    assert address in visitor.get("/help").html


def test_a_letter_of_pashto_is_drawn_on_pages_in_every_language() -> None:
    """A name in Pashto on a page in French: few systems have « ۍ », our font does."""
    tokens = (assets.STATIC / "css/tokens.css").read_text()
    stacks = re.findall(r"--font: ([^;]+);", tokens)
    assert len(stacks) == 2
    assert all('"Vazirmatn"' in stack for stack in stacks)
