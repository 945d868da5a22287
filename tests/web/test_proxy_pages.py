"""The two pages the proxy shows without the portal: whole, in every language."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.kernel.i18n import LOCALES, use
from portal.web import proxy_pages
from portal.web.errors import PAGES
from tests.support.page import Page, words
from tests.support.review import review_page
from tests.support.tree import PORTAL

DEPLOYMENT = (PORTAL / "deployment.md").read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    done = CliRunner().invoke(main, ["proxy-pages", str(tmp_path / "pages")])
    assert done.exit_code == 0, done.output
    return tmp_path / "pages"


@pytest.mark.parametrize("status", proxy_pages.STATUSES)
def test_each_language_says_it_in_its_own_words_and_direction(folder: Path, status: int) -> None:
    page = Page((folder / f"{status}.html").read_text(encoding="utf-8"))
    parts = {part.get("lang"): part for part in page.find("section")}
    assert list(parts) == list(LOCALES)
    for tag, locale in LOCALES.items():
        with use(locale):
            told = [str(sentence) for sentence in PAGES[status]]
        assert words(parts[tag]).split(" ") == " ".join(told).split(" ")
        assert parts[tag].get("dir") == locale.direction
    assert len({words(part) for part in parts.values()}) >= len(LOCALES) - 1, (
        "a language is missing"
    )


@pytest.mark.parametrize("status", proxy_pages.STATUSES)
def test_they_are_whole_pages_that_need_nothing_else(folder: Path, status: int) -> None:
    html = (folder / f"{status}.html").read_text(encoding="utf-8")
    page = Page(html)
    review_page(page, "default-src 'none'")
    assert not [one for one in page.find() if one.tag in {"script", "style", "link", "img", "a"}]
    assert not re.search(r"\s(style|on\w+)=|https?:", html)
    assert len(html.encode()) < 4000


def test_the_proxy_serves_each_of_them_with_the_headers_of_the_portal() -> None:
    site = DEPLOYMENT.split("```nginx\n")[1].split("```")[0]
    for status in proxy_pages.STATUSES:
        [place] = re.findall(rf"location = /proxy/{status}\.html {{(.*?)}}", site, re.DOTALL)
        assert "internal;" in place
        assert "include /etc/nginx/portail-headers.conf;" in place
        assert re.search(rf"error_page [0-9 =]*{status} /proxy/{status}\.html;", site)
    assert "portal proxy-pages /etc/nginx/portail-pages/proxy" in DEPLOYMENT
    assert "<html" not in site
