"""Somebody at a browser: what they press, what it complains of, which addresses they met."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, Request

from tests.support.outbox import Outbox

_CODE = re.compile(r"\b(\d{6})\b")


class Somebody:
    """One person, one browser. `met` holds every path this browser asked for by GET."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.complaints: list[str] = []
        self.met: set[str] = set()
        context.set_default_timeout(15_000)
        context.on("request", self._remember)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda said: self._hear(said.type, said.text))
        self.page: Page = context.new_page()

    def _remember(self, request: Request) -> None:
        if request.method == "GET" and request.url.startswith(self.base):
            self.met.add(urlsplit(request.url).path)

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def visit(self, address: str) -> None:
        self.page.goto(address if address.startswith(self.base) else self.base + address)

    def press(self, selector: str) -> None:
        """Press something that leads to another page, unfolding what hides it."""
        target = self.page.locator(selector).first
        self.unfold(target)
        with self.page.expect_navigation():
            target.click()

    def unfold(self, target: Locator) -> None:
        folded = target.locator("xpath=ancestor::details[not(@open)]")
        for _level in range(folded.count()):
            folded.first.locator("> summary").click()

    def fill(self, name: str, value: str | list[str]) -> None:
        """Answer a field, whatever its kind."""
        field = self.page.locator(f'main [name="{name}"]').first
        self.unfold(field)
        kind = field.evaluate("(field) => field.type")
        if kind in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                # Our own drawing covers the browser's: the row is what a thumb meets.
                self.page.check(f'main [name="{name}"][value="{one}"]', force=True)
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(str(value))

    def reads(self) -> str:
        """What is written on the page, folded parts included, spaces made one."""
        return " ".join((self.page.text_content("main") or "").split())

    def status(self, address: str) -> int:
        """What this browser is answered there."""
        return self.context.request.get(self.base + address, max_redirects=0).status

    def sign_in(self, address: str, work: Callable[[], None], outbox: Outbox) -> None:
        """With the code that arrives by mail."""
        self.visit("/sign-in")
        self.fill("address", address)
        self.press("form[action*=sign-in] button")
        work()
        found = _CODE.search(outbox.to(address)[-1].text)
        assert found
        self.fill("code", found.group(1))
        self.press("form[action*=code] button")
