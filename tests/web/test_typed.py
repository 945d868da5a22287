"""What is typed arrives without the characters no keyboard writes, whichever field it is in."""

import ast
from datetime import date
from io import BytesIO

import pytest
from flask import Flask, request
from werkzeug.routing import IntegerConverter

from portal.web.forms import DateField, Form
from tests.support.tree import nodes, place, python_files

NUL, OVERRIDE, ISOLATE = "\0", "\u202e", "\u2066"


@pytest.mark.parametrize("mark", [NUL, OVERRIDE, ISOLATE], ids=["nul", "override", "isolate"])
@pytest.mark.parametrize("how", ["urlencoded", "multipart"])
def test_no_field_and_no_address_holds_it(app: Flask, mark: str, how: str) -> None:
    given = {"name": [f"a{mark}b", mark]}
    files = {"photo": (BytesIO(mark.encode()), "p.jpg")} if how == "multipart" else {}
    with app.test_request_context(
        "/", method="POST", query_string={"q": f"a{mark}b"}, data={**given, **files}
    ):
        assert request.args["q"] == "ab"
        assert request.form.getlist("name") == ["ab", ""]
        assert request.values["name"] == "ab"
        if files:
            assert request.files["photo"].read() == mark.encode()


@pytest.mark.parametrize("typed", ["زندگی\u200cنامه", "a\u200fb", "👨\u200d👩\u200d👧", "a\tb\nc"])
def test_what_languages_need_stays(app: Flask, typed: str) -> None:
    """The joiners of Persian and of emoji, the mark that keeps a number on its side."""
    with app.test_request_context("/", method="POST", data={"name": typed}):
        assert request.form["name"] == typed


def test_no_number_of_an_address_is_beyond_a_column(app: Flask) -> None:
    """Wherever a route takes one."""
    taken = {
        converter.max
        for rule in app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
    }
    assert taken == {2**31 - 1}


class Dated(Form):
    day = DateField("Jour")


@pytest.mark.parametrize("day", ["9999-12-31", "2201-01-01", "0001-01-01", "1899-12-31", "demain"])
def test_no_day_is_at_the_end_of_time(app: Flask, day: str) -> None:
    """Notices, terms and reminders are counted from it."""
    with app.test_request_context("/", method="POST", data={"day": day}):
        form = Dated()
        assert not form.validate()
        assert form.day.data is None
        assert form.problems == [("day", "Écrivez une date, par exemple 12/03/2027.")]


@pytest.mark.parametrize("day", ["1901-07-01", "2026-11-29", "2199-12-31"])
def test_a_day_is_a_day(app: Flask, day: str) -> None:
    with app.test_request_context("/", method="POST", data={"day": day}):
        form = Dated()
        assert form.validate()
        assert form.day.data == date.fromisoformat(day)


def test_every_form_asks_for_days_so() -> None:
    asking = [path for path in python_files() if "DateField" in path.read_text()]
    assert len(asking) > 5
    bare = {
        place(path)
        for path in asking
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module == "wtforms"
        if "DateField" in {name.name for name in node.names}
    }
    assert bare == {"portal/web/forms.py"}
