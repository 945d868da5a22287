"""A page in each language, with its direction."""

from collections.abc import Callable

import pytest

from portal.kernel.i18n import LOCALES
from tests.support.htmx import HtmxVisitor


@pytest.mark.parametrize("tag", LOCALES)
def test_the_browser_says_which_language(tag: str, new_visitor: Callable[..., HtmxVisitor]) -> None:
    page = new_visitor(tag).get("/")
    assert page.one("html").get("lang") == tag
    assert page.one("html").get("dir") == LOCALES[tag].direction


def test_a_choice_is_remembered(visitor: HtmxVisitor) -> None:
    assert visitor.get("/?lang=ps").one("html").get("lang") == "ps"
    assert visitor.get("/").one("html").get("lang") == "ps"


def test_an_unknown_language_is_ignored(visitor: HtmxVisitor) -> None:
    assert visitor.get("/?lang=tlh").one("html").get("lang") == "fr"


def test_the_switcher_keeps_the_address(visitor: HtmxVisitor) -> None:
    page = visitor.get("/?q=a&q=b")
    assert "/?q=a&q=b&lang=en" in page.links.values()
