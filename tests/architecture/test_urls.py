"""Addresses: kebab-case, typed, named after where their view stands."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule, UnicodeConverter

from portal.app import create_app
from portal.config import load
from portal.kernel.db import Database

# Text in an address is a name people read or a secret; everything else has a type.
TEXT = {
    "organisation",
    "slug",
    "token",
    "language",
    "step",
    "scheme",
    "code",
    "state",
    "kind",
    "tag",
}


def _app() -> Flask:
    """The demo's application, which has every route; it never connects."""
    settings = load({"PORTAL_DEMO": "1"})
    return create_app(settings, Database("postgresql+psycopg://nobody@127.0.0.1/none"))


APP = _app()
RULES = sorted(APP.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def each(rule: Rule) -> str:
    return f"{rule.rule} {rule.endpoint}"


@pytest.mark.parametrize("rule", RULES, ids=each)
def test_an_address_is_in_kebab_case(rule: Rule) -> None:
    fixed = re.sub(r"<[^>]+>", "x", rule.rule)
    assert re.fullmatch(r"(/[a-z0-9]+([-.][a-z0-9]+)*)+|/", fixed), rule.rule


@pytest.mark.parametrize("rule", RULES, ids=each)
def test_what_changes_in_an_address_has_a_type(rule: Rule) -> None:
    converters = rule._converters
    untyped = {name for name, found in converters.items() if type(found) is UnicodeConverter}
    assert untyped <= TEXT, f"{rule.rule}: <uuid:…>, <int:…>, or a name of {sorted(TEXT)}"


@pytest.mark.parametrize("rule", RULES, ids=each)
def test_an_endpoint_says_where_its_view_stands(rule: Rule) -> None:
    view = APP.view_functions[rule.endpoint]
    space, feature, name = rule.endpoint.split(".")
    # A screen several spaces bind stands in portal/screens.
    places = (f"portal.spaces.{space}.{feature}", "portal.screens.")
    assert view.__module__.startswith(places), view.__module__
    assert view.__name__ == name
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", name)


@pytest.mark.parametrize("rule", RULES, ids=each)
def test_an_address_either_shows_or_changes(rule: Rule) -> None:
    """No view answers both GET and POST, but for the screens of a form."""
    methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    assert methods <= {"GET", "POST", "PATCH", "PUT", "DELETE"}
    assert "GET" not in methods or methods <= {"GET", "POST"}


def test_an_address_and_a_method_lead_to_one_view() -> None:
    pairs = [
        (re.sub(r"<(\w+:)?\w+>", "<>", rule.rule), method)
        for rule in RULES
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    assert sorted(pairs) == sorted(set(pairs))
