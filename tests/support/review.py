"""What must be true of every page any test fetches. A page that breaks a rule fails that test."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from xml.etree.ElementTree import Element

from werkzeug.datastructures import Headers

from portal.kernel.i18n import LOCALES
from tests.support.page import Page, words

_NONCE = re.compile(r"'nonce-([^']+)'")
_NOT_LABELLED = {"hidden", "submit", "button", "reset", "image"}
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage")
_LEFTOVERS = ("%(", "{{", "{%", "Undefined", "<built-in", "lazy_string")


def review_headers(headers: Headers) -> None:
    """SE-14: the armour of every answer, errors and files included."""
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin", "strict-origin"}
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def review_page(page: Page, policy: str) -> None:
    """A whole page. `policy` is its Content-Security-Policy."""
    _refuse(page, WHOLE)
    nonces = set(_NONCE.findall(policy))
    for script in page.find("script"):
        assert script.get("nonce") in nonces, f"{page.url}: a script without the nonce"


def review_fragment(page: Page) -> None:
    """What htmx swaps into a page."""
    _refuse(page, ANYWHERE)


def _refuse(page: Page, rules: tuple[Callable[[Page], Iterator[str]], ...]) -> None:
    found = [problem for rule in rules for problem in rule(page)]
    assert not found, f"{page.url}:\n  " + "\n  ".join(found)


def _heading(page: Page) -> Iterator[str]:
    headings = page.find("h1")
    if len(headings) != 1:
        yield f"{len(headings)} <h1>, not one"
    elif not words(headings[0]):
        yield "an empty <h1>"
    elif not page.title.startswith(words(headings[0])):
        yield f"<title> « {page.title} » does not begin with the <h1> « {words(headings[0])} »"
    levels = [int(e.tag[1]) for e in page.root.iter() if str(e.tag) in {"h1", "h2", "h3", "h4"}]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a <h{after}> follows a <h{before}>"


def _language(page: Page) -> Iterator[str]:
    html = page.root if page.root.tag == "html" else page.one("html")
    locale = LOCALES.get(html.get("lang", ""))
    if locale is None:
        yield f"<html lang={html.get('lang')!r}> is not one of our languages"
    elif html.get("dir") != locale.direction:
        yield f"<html dir={html.get('dir')!r}> in {locale.tag}"


def _landmarks(page: Page) -> Iterator[str]:
    if len(page.find("main")) != 1:
        yield f"{len(page.find('main'))} <main>, not one"
    zoom = [meta.get("content", "") for meta in page.find("meta", name="viewport")]
    if len(zoom) != 1 or "maximum-scale" in zoom[0] or "user-scalable" in zoom[0]:
        yield f"viewport: {zoom}"


def _references(page: Page) -> Iterator[str]:
    known = {element.get("id") for element in page.find()}
    for element in page.find():
        for attribute in _REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in known:
                    yield f'<{element.tag} {attribute}="{name}"> points to nothing'
        target = element.get("href", "")
        if target.startswith("#") and len(target) > 1 and target[1:] not in known:
            yield f'<{element.tag} href="{target}"> points to nothing'


def _ids(page: Page) -> Iterator[str]:
    counts = Counter(element.get("id") for element in page.find() if element.get("id"))
    yield from (f'{count} × id="{name}"' for name, count in counts.items() if count > 1)


def _labels(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.find("label") if words(label)}
    wrapped = {control for label in page.find("label") if words(label) for control in label.iter()}
    for control in page.find():
        if control.tag not in {"input", "select", "textarea"}:
            continue
        if control.get("type") in _NOT_LABELLED:
            continue
        if control.get("id") not in labelled and control not in wrapped and not _named(control):
            yield f"<{control.tag} name={control.get('name')!r}> has no label"
    for element in page.find("button") + page.find("a"):
        if not words(element) and not _named(element) and not _picture_named(element):
            yield f"<{element.tag}> without words: {element.attrib}"


def _named(element: Element) -> bool:
    return bool((element.get("aria-label") or element.get("aria-labelledby") or "").strip())


def _picture_named(element: Element) -> bool:
    return any(image.get("alt") for image in element.iter("img"))


def _groups(page: Page) -> Iterator[str]:
    for fieldset in page.find("fieldset"):
        if not any(child.tag == "legend" and words(child) for child in fieldset):
            yield "a <fieldset> without a <legend>"
    parents = page.parents()
    for radio in page.find("input", type="radio"):
        if not any(_is_group(parent) for parent in _above(radio, parents)):
            yield f"radio {radio.get('name')!r} outside a <fieldset>"


def _above(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    while (parent := parents.get(element)) is not None:
        yield parent
        element = parent


def _is_group(element: Element) -> bool:
    return element.tag == "fieldset" or (element.get("role") == "radiogroup" and _named(element))


def _forms(page: Page) -> Iterator[str]:
    for form in page.find("form"):
        names = {control.get("name") for control in form.iter("input")}
        method = form.get("method", "get").lower()
        if method == "post" and "csrf_token" not in names:
            yield f"the form to {form.get('action')} carries no csrf_token"
        if method == "get" and "csrf_token" in names:
            yield f"the form to {form.get('action')} shows its csrf_token in the address"


def _no_inline_code(page: Page) -> Iterator[str]:
    for element in page.find():
        for name, value in element.attrib.items():
            attribute = str(name).lower()
            if attribute.startswith(("on", "hx-on", "data-hx-on")):
                yield f"<{element.tag} {attribute}>: an inline handler"
            if attribute == "style":
                yield f'<{element.tag} style="{value}">: an inline style'
            if value.strip().lower().startswith("javascript:"):
                yield f'<{element.tag} {attribute}="{value}">'
    if page.find("style"):
        yield "a <style> in the page"
    for script in page.find("script"):
        if script.text and script.get("type") not in {"application/json", "application/ld+json"}:
            yield "a <script> with code in the page"


def _pictures(page: Page) -> Iterator[str]:
    for image in page.find("img"):
        if image.get("alt") is None:
            yield f"<img src={image.get('src')!r}> without alt"


def _tables(page: Page) -> Iterator[str]:
    for table in page.find("table"):
        if not any(True for _ in table.iter("th")):
            yield "a <table> without a <th>"


def _leftovers(page: Page) -> Iterator[str]:
    for leftover in _LEFTOVERS:
        if leftover in page.text:
            yield f"« {leftover} » left in the text"


ANYWHERE = (_ids, _labels, _groups, _forms, _no_inline_code, _pictures, _tables, _leftovers)
WHOLE = (*ANYWHERE, _heading, _language, _landmarks, _references)
