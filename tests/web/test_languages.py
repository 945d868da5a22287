"""A page in each language, with its direction."""

from collections.abc import Callable

import pytest

from portal.kernel.i18n import LOCALES
from tests.conftest import BASE_URL
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


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        (f"{BASE_URL}/follow?a=b&lang=fr", "/follow?a=b&lang=ps"),
        ("https://example.org/follow", "/?lang=ps"),
        (f"{BASE_URL}//example.org/follow", "/example.org/follow?lang=ps"),
        ("", "/?lang=ps"),
    ],
)
def test_a_page_that_was_only_sent_to_leads_back_to_the_one_before(
    visitor: HtmxVisitor, referer: str, expected: str
) -> None:
    """What only takes a form has no page to show in another language."""
    headers = {"Referer": referer} if referer else {}
    answer = visitor.fetch("/sign-out", "POST", headers)
    assert answer.status_code == 400
    assert f'href="{expected.replace("&", "&amp;")}"' in answer.get_data(as_text=True)
