"""A parsed page, and its forms, filled the way a person would."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

# What a language wraps around a piece of another direction; nobody sees it.
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")

Upload = tuple[bytes, str]
Value = str | Sequence[str] | Upload | Sequence[Upload] | None


class Page:
    """HTML as a tree. `find("a", href="/offers")` gives elements; `words()` what one reads."""

    def __init__(self, html: str, url: str = "/", *, fragment: bool = False) -> None:
        self.html = html
        self.url = url
        self.is_fragment = fragment
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
        )
        self.root: Element = parser.parseFragment(html) if fragment else parser.parse(html)

    def find(self, tag: str = "*", **attributes: str) -> list[Element]:
        """Every element with these attributes, in order. `class_` holds one class among others."""
        return [found for found in self.root.iter(tag) if _matches(found, tag, attributes)]

    def one(self, tag: str = "*", **attributes: str) -> Element:
        found = self.find(tag, **attributes)
        assert len(found) == 1, f"{len(found)} <{tag}> {attributes} in {self.url}"
        return found[0]

    def by_id(self, name: str) -> Element:
        return self.one(id=name)

    @property
    def title(self) -> str:
        return words(self.one("title"))

    @property
    def heading(self) -> str:
        return words(self.one("h1"))

    @cached_property
    def text(self) -> str:
        """What one reads on the page, spaces made one."""
        bodies = self.find("body")
        return words(bodies[0] if bodies else self.root)

    @property
    def links(self) -> dict[str, str]:
        """Words of each link → where it goes."""
        return {words(link): link.get("href", "") for link in self.find("a") if link.get("href")}

    def link(self, text: str) -> str:
        """Where the one link with these words in it goes."""
        found = {url for label, url in self.links.items() if text in label}
        assert len(found) == 1, f"{len(found)} links « {text} » among {list(self.links)}"
        return found.pop()

    def form(self, action: str | None = None, *, name: str | None = None) -> "Form":
        """The form that goes to this address, or that has this field; the only one that posts below
        the header of the site.
        """
        forms = [Form(element, self) for element in self.find("form")]
        if action is not None:
            forms = [form for form in forms if form.action == action]
        if name is not None:
            forms = [form for form in forms if name in form.names]
        if action is None and name is None:
            header = {form for head in self.find("header") for form in head.iter("form")}
            forms = [form for form in forms if form.method == "post" and form.element not in header]
        actions = [form.action for form in forms]
        assert len(forms) == 1, f"{len(forms)} forms in {self.url}: {actions}"
        return forms[0]

    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.root.iter() for child in parent}


class Form:
    """A form as the browser would send it: what is filled in, and nothing a page does not offer."""

    def __init__(self, element: Element, page: Page) -> None:
        self.element = element
        self.page = page
        self.method = element.get("method", "get").lower()
        self.action = urljoin(page.url, element.get("action") or page.url)

    @cached_property
    def controls(self) -> list[Element]:
        inside = [control for control in self.element.iter() if control.tag in _CONTROLS]
        name = self.element.get("id")
        outside = self.page.find(form=name) if name else []
        return [control for control in [*inside, *outside] if control.get("name")]

    @property
    def names(self) -> set[str]:
        return {control.get("name", "") for control in self.controls}

    def choices(self, name: str) -> list[str]:
        """The values a group of choices offers."""
        found = []
        for control in self._named(name):
            if control.tag == "select":
                found += [option.get("value", words(option)) for option in control.iter("option")]
            elif control.get("type") in {"radio", "checkbox"}:
                found.append(control.get("value", "on"))
        return found

    def data(
        self, values: Mapping[str, Value], press: str | None = None
    ) -> list[tuple[str, object]]:
        """What is sent. `press` says which of several named buttons; None leaves a field out."""
        unknown = set(values) - self.names
        assert not unknown, (
            f"no field {sorted(unknown)} in the form to {self.action}: {sorted(self.names)}"
        )
        sent: list[tuple[str, object]] = [
            pair
            for control in self.controls
            for pair in _as_it_stands(control)
            if pair[0] not in values
        ]
        for name, value in values.items():
            sent += [(name, one) for one in self._checked(name, value)]
        buttons = [button for button in self.controls if _is_button(button)]
        if press is not None:
            pressed = [b for b in buttons if press in (b.get("name"), b.get("value"), words(b))]
            assert len(pressed) == 1, f"{len(pressed)} buttons « {press} » in {self.action}"
            sent.append((pressed[0].get("name", ""), pressed[0].get("value", "")))
        return sent

    def _checked(self, name: str, value: Value) -> Iterator[object]:
        """Refuse what no browser would send: a choice that is not offered, a disabled field."""
        if value is None:
            return
        values = [value] if isinstance(value, str) or _is_upload(value) else list(value)
        offered = self.choices(name)
        for one in values:
            assert not offered or one in offered, f"{name}={one!r} is not offered: {offered}"
            yield one

    def _named(self, name: str) -> list[Element]:
        return [control for control in self.controls if control.get("name") == name]


_CONTROLS = {"input", "select", "textarea", "button"}


def words(element: Element) -> str:
    """The text inside, without script and style, spaces made one."""
    return " ".join(_ISOLATES.sub("", "".join(_text(element))).split())


def address(url: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _text(element: Element) -> Iterator[str]:
    if element.tag not in {"script", "style", "template"} and not callable(element.tag):
        yield element.text or ""
        for child in element:
            yield from _text(child)
            yield child.tail or ""


def _matches(element: Element, tag: str, attributes: Mapping[str, str]) -> bool:
    if callable(element.tag) or tag not in ("*", element.tag):  # a comment's tag is a function
        return False
    for name, value in attributes.items():
        attribute = name.rstrip("_").replace("_", "-")
        found = element.get(attribute)
        if found is None or (
            value not in found.split() if attribute == "class" else found != value
        ):
            return False
    return True


def _is_button(control: Element) -> bool:
    return control.tag == "button" or control.get("type") in {"submit", "image", "button", "reset"}


def _is_upload(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], bytes)


def _as_it_stands(control: Element) -> list[tuple[str, object]]:
    """What an untouched control sends."""
    name, kind = control.get("name", ""), control.get("type", "text")
    if control.get("disabled") is not None or _is_button(control) or kind == "file":
        return []
    if kind in {"radio", "checkbox"}:
        return [(name, control.get("value", "on"))] if control.get("checked") is not None else []
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and control.get("multiple") is None:
            chosen = options[:1]
        return [(name, option.get("value", words(option))) for option in chosen]
    if control.tag == "textarea":
        return [(name, control.text or "")]
    return [(name, control.get("value", ""))]
