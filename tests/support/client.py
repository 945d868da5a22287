"""A visitor with a browser and no JavaScript: every page they see is reviewed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.page import Form, Page, Value, address
from tests.support.review import review_fragment, review_headers, review_page
from tests.support.sql import explain, statements, writes

REDIRECTS = {301, 302, 303, 307, 308}


class Answer(Page):
    """A page and how it came."""

    def __init__(self, response: TestResponse, *, fragment: bool) -> None:
        super().__init__(response.text, address(response.request.url), fragment=fragment)
        self.status = response.status_code
        self.headers = response.headers


class Visitor:
    """Somebody with one browser. Give each person of a story a visitor of their own."""

    def __init__(self, app: Flask, base_url: str, language: str = "fr") -> None:
        self.client = app.test_client()
        self.engine = app.extensions["portal.database"].engine if app.extensions else None
        self.base_url = base_url
        self.language = language

    def sign_in(self, token: str) -> None:
        """Hold this sign-in from now on, as after typing the code."""
        with self.client.session_transaction(base_url=self.base_url) as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    def get(
        self, url: str, expect: int = 200, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The page at this address, which answers with this status."""
        response = self.fetch(url, headers=headers)
        assert response.status_code == expect, _explain(response)
        return self._review(response)

    def click(self, page: Page, text: str) -> Answer:
        """Follow the one link with these words, through redirections."""
        return self._land(self.fetch(page.link(text)), 200)

    def submit(
        self, form: Form, press: str | None = None, *, expect: int = 200, **values: Value
    ) -> Answer:
        """Fill in and send a form; the page one lands on.

        A list repeats a field, (bytes, name) is a file, None leaves a field out.
        """
        data: MultiDict[str, object] = MultiDict(form.data(values, press))
        if form.method == "get":
            return self._land(self.fetch(form.action, query_string=data), expect)
        for name in list(data):
            data.setlist(name, [_file(value) for value in data.getlist(name)])
        # As browsers do within a site; over HTTPS a POST without it is refused.
        referer = {"Referer": self.base_url + address(form.page.url)}
        answer = self.fetch(form.action, method="POST", data=data, headers=referer)
        return self._land(answer, expect)

    def send(self, form: Form, at: str, **values: Value) -> TestResponse:
        """Press a button that has an address of its own (`formaction`): the bare answer, a file."""
        data: MultiDict[str, object] = MultiDict(form.data(values))
        referer = {"Referer": self.base_url + address(form.page.url)}
        return self.fetch(at, method="POST", data=data, headers=referer)

    def fetch(
        self,
        url: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> TestResponse:
        """The bare answer, whatever it is: a file, a feed, a redirection."""
        sent = {"Accept-Language": self.language, **(headers or {})}
        with self._looking(method):
            response = self.client.open(
                address(url), method=method, headers=sent, base_url=self.base_url, **options
            )
        review_headers(response.headers)
        return response

    @contextmanager
    def _looking(self, method: str) -> Iterator[None]:
        """GET shows and never changes: a link preview, a prefetch or a reload does no harm."""
        if method != "GET" or self.engine is None:
            yield
            return
        with statements(self.engine) as found:
            yield
        assert not writes(found), explain(writes(found))

    def _land(self, response: TestResponse, expect: int) -> Answer:
        """Go where the answer sends, as a browser does."""
        for _ in range(5):
            if response.status_code not in REDIRECTS:
                assert response.status_code == expect, _explain(response)
                return self._review(response)
            here = response.request.url
            there = urljoin(here, response.headers["Location"])
            assert there.startswith(self.base_url), f"{here} sends people away to {there}"
            response = self.fetch(there)
        raise AssertionError(f"redirected for ever: {response.request.url}")

    def _review(self, response: TestResponse) -> Answer:
        assert response.mimetype == "text/html", _explain(response)
        fragment = "HX-Request" in response.request.headers and "<html" not in response.text
        answer = Answer(response, fragment=fragment)
        if fragment:
            review_fragment(answer)
        else:
            review_page(answer, response.headers["Content-Security-Policy"])
        return answer


def _file(value: object) -> object:
    if isinstance(value, tuple):
        content, name = value
        return BytesIO(content), name
    return value


def _explain(response: TestResponse) -> str:
    """What one wants to read when the status is not the expected one."""
    request = response.request
    said = ""
    if response.status_code in REDIRECTS:
        said = f" to {response.headers['Location']}"
    elif response.mimetype == "text/html":
        page = Page(response.text, request.url)
        errors = [element for element in page.find() if "error" in (element.get("class") or "")]
        texts = dict.fromkeys("".join(element.itertext()).strip() for element in errors)
        said = "\n  " + "\n  ".join([page.text[:600], *texts])
    return f"{request.method} {address(request.url)} answered {response.status_code}{said}"
