"""The visitor sends what a browser sends, and htmx's swap is replayed as htmx does it."""

import secrets
from types import SimpleNamespace

import pytest
from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, text

from tests.support.client import Visitor
from tests.support.htmx import HtmxVisitor

POLICY = "default-src 'none'; script-src 'nonce-{}'; frame-ancestors 'none'"
PAGE = """<!doctype html>
<html lang="fr" dir="ltr"><head><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1>{content}</main></body></html>"""
FORM = """<form method="post" action="/name" hx-post="/name" hx-target="#names" hx-push-url="false">
<input type="hidden" name="csrf_token" value="{token}">
<label>Nom <input name="name" value="Amina"></label>
<label>Langue <select name="language"><option>fr</option><option>ps</option></select></label>
<label>CV <input type="file" name="file" multiple></label>
<button name="do" value="save">Garder</button><button name="do" value="leave">Partir</button></form>
<ul id="names">{names}</ul>"""
Sent = dict[str, list[str]]


@pytest.fixture
def sent() -> Sent:
    """What the last form carried."""
    return {}


@pytest.fixture
def site(sent: Sent) -> Flask:
    app = Flask("site")
    names: list[str] = []

    def items() -> str:
        return "".join(f"<li>{name}</li>" for name in names)

    @app.get("/")
    def home() -> str:
        content = FORM.format(token=secrets.token_hex(4), names=items())
        return PAGE.format(title="Accueil", content=content + '<p><a href="/away">Ailleurs</a></p>')

    @app.post("/name")
    def save() -> ResponseReturnValue:
        sent.clear()
        sent.update(request.form.lists())
        sent["file"] = [
            f"{file.filename}:{file.stream.read().decode()}"
            for file in request.files.getlist("file")
        ]
        names.append(request.form["name"])
        return items() if "HX-Request" in request.headers else redirect("/")

    @app.get("/away")
    def away() -> ResponseReturnValue:
        return redirect("https://elsewhere.example.org/")

    @app.get("/broken")
    def broken() -> str:
        return PAGE.format(title="Accueil", content="<h1>Encore</h1>")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(
            {
                "Content-Security-Policy": POLICY.format("abc"),
                "X-Content-Type-Options": "nosniff",
                "Strict-Transport-Security": "max-age=63072000",
                "Referrer-Policy": "same-origin",
                "Permissions-Policy": "microphone=(self)",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
            }
        )
        return response

    return app


@pytest.fixture
def visitor(site: Flask) -> HtmxVisitor:
    return HtmxVisitor(site, "https://portail.example.org")


def test_a_form_sends_what_is_on_the_page(visitor: Visitor, sent: Sent) -> None:
    page = visitor.submit(visitor.get("/").form(), "Garder")
    assert page.heading == "Accueil"
    assert sent["name"] == ["Amina"]
    assert sent["language"] == ["fr"]
    assert sent["do"] == ["save"]
    assert sent["csrf_token"]


def test_a_form_sends_files(visitor: Visitor, sent: Sent) -> None:
    files = [(b"one", "1.pdf"), (b"two", "2.pdf")]
    visitor.submit(visitor.get("/").form(), file=files, language="ps")
    assert sent["file"] == ["1.pdf:one", "2.pdf:two"]
    assert sent["language"] == ["ps"]
    assert "do" not in sent


def test_nobody_sends_what_the_page_does_not_offer(visitor: Visitor) -> None:
    form = visitor.get("/").form()
    with pytest.raises(AssertionError, match="not offered"):
        visitor.submit(form, language="xx")
    with pytest.raises(AssertionError, match="no field"):
        visitor.submit(form, nickname="Mimi")
    with pytest.raises(AssertionError, match="buttons"):
        visitor.submit(form, "Publier")


def test_a_wrong_status_is_refused(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="answered 404"):
        visitor.get("/nothing")


def test_a_page_that_breaks_a_rule_is_refused(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="<h1>"):
        visitor.get("/broken")


def test_nobody_is_sent_to_another_site(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="sends people away"):
        visitor.click(visitor.get("/"), "Ailleurs")


def test_looking_changes_nothing() -> None:
    engine = create_engine("sqlite://")
    site = Flask("site")
    site.extensions["portal.database"] = SimpleNamespace(engine=engine)

    @site.get("/")
    def write() -> str:
        with engine.connect() as connection:
            connection.execute(text("CREATE TABLE offer (id int)"))
            connection.execute(text("INSERT INTO offer VALUES (1)"))
        return ""

    with pytest.raises(AssertionError, match="INSERT INTO offer"):
        Visitor(site, "https://portail.example.org").get("/")


def test_htmx_is_replayed(visitor: HtmxVisitor) -> None:
    page = visitor.get("/")
    after = visitor.press(page, page.one("form"), name="Zahra")
    assert [element.text for element in after.find("li")] == ["Zahra"]
    visitor.compare(after, "/")


def test_a_swap_that_differs_from_the_page_is_refused(visitor: HtmxVisitor) -> None:
    page = visitor.get("/")
    after = visitor.press(page, page.one("form"), name="Zahra")
    after.by_id("names").clear()
    with pytest.raises(AssertionError):
        visitor.compare(after, "/")
