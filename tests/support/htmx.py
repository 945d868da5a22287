"""A visitor with htmx: the swap is replayed on the page, which must then equal a fresh one."""

from collections.abc import Callable
from copy import deepcopy
from difflib import unified_diff
from xml.etree.ElementTree import Element, tostring

from tests.support.client import Answer, Visitor
from tests.support.page import Form, Page, Value

_VERBS = ("hx-get", "hx-post")
# What differs from one answer to the next without a difference on the screen.
_FRESH = {"nonce"}


class HtmxVisitor(Visitor):
    """Does what htmx 2 does for the attributes the portal uses; none of them is inherited."""

    def press(self, page: Page, element: Element, *, expect: int = 200, **values: Value) -> Page:
        """What the page has become once the element's request is answered."""
        verb = next(verb for verb in _VERBS if element.get(verb) is not None)
        url = element.get(verb) or page.url
        target = _target(page, element)
        headers = {"HX-Request": "true", "HX-Current-URL": self.base_url + page.url}
        if target.get("id"):
            headers["HX-Target"] = str(target.get("id"))
        form = Form(element, page) if element.tag == "form" else None
        data: list[tuple[str, object]] = form.data(values) if form else [*values.items()]
        if verb == "hx-get":
            response = self.fetch(url, headers=headers, query_string=_pairs(data) or None)
        else:
            response = self.fetch(url, "POST", headers=headers, data=_pairs(data))
        assert response.status_code == expect, f"{url} answered {response.status_code}"
        if "HX-Redirect" in response.headers:
            return self.get(response.headers["HX-Redirect"])
        answer = self._review(response)
        assert answer.is_fragment, f"{url} gave htmx a whole page"
        return _swapped(page, element, answer)

    def compare(self, page: Page, url: str | None = None) -> None:
        """The page htmx made of it is the page a fresh visit gives."""
        fresh = self.get(url or page.url)
        difference = list(
            unified_diff(_shown(page), _shown(fresh), "swapped", "fresh", lineterm="")
        )
        assert not difference, "\n".join(difference)


def _pairs(data: list[tuple[str, object]]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for name, value in data:
        found.setdefault(name, []).append(value)
    return found


def _target(page: Page, element: Element) -> Element:
    selector = element.get("hx-target", "this")
    if selector == "this":
        return element
    assert selector.startswith("#"), f"hx-target={selector!r}: an id says it to whoever reads"
    return page.by_id(selector[1:])


def _swapped(page: Page, element: Element, answer: Answer) -> Page:
    target = _target(page, element)
    pushed = answer.headers.get("HX-Push-Url") or element.get("hx-push-url")
    parents = page.parents()
    content = list(answer.root)
    for piece in [piece for piece in content if piece.get("hx-swap-oob")]:
        content.remove(piece)
        answer.root.remove(piece)
        style = piece.attrib.pop("hx-swap-oob")
        # The id of the piece says what it replaces.
        replaced = page.by_id(str(piece.get("id")))
        # Only a swap of the whole element takes the piece itself; any other takes what is in it.
        whole = style in ("true", "outerHTML")
        _SWAPS["outerHTML" if whole else style](
            replaced, parents, _alone(piece) if whole else piece
        )
    _SWAPS[element.get("hx-swap", "innerHTML").split()[0]](target, parents, answer.root)
    if pushed == "true":
        page.url = answer.url
    elif pushed and pushed != "false":
        page.url = pushed
    return page


def _alone(element: Element) -> Element:
    """The element as a fragment of its own."""
    fragment = Element("fragment")
    fragment.append(element)
    return fragment


def _inner(target: Element, _: dict[Element, Element], fragment: Element) -> None:
    for child in list(target):
        target.remove(child)
    target.text = fragment.text
    target.extend(list(fragment))


def _insert(offset: int, *, remove: bool = False) -> Callable[..., None]:
    def swap(target: Element, parents: dict[Element, Element], fragment: Element) -> None:
        parent = parents[target]
        place = list(parent).index(target)
        if remove:
            parent.remove(target)
        for number, child in enumerate(fragment):
            parent.insert(place + offset + number, child)

    return swap


def _append(target: Element, _: dict[Element, Element], fragment: Element) -> None:
    target.extend(list(fragment))


def _prepend(target: Element, _: dict[Element, Element], fragment: Element) -> None:
    for number, child in enumerate(fragment):
        target.insert(number, child)


def _nothing(target: Element, _: dict[Element, Element], fragment: Element) -> None:
    pass


def _delete(target: Element, parents: dict[Element, Element], fragment: Element) -> None:
    parents[target].remove(target)


_SWAPS: dict[str, Callable[[Element, dict[Element, Element], Element], None]] = {
    "innerHTML": _inner,
    "outerHTML": _insert(0, remove=True),
    "beforebegin": _insert(0),
    "afterend": _insert(1),
    "beforeend": _append,
    "afterbegin": _prepend,
    "delete": _delete,
    "none": _nothing,
}


def _shown(page: Page) -> list[str]:
    """The body as it matters: no fresh value, no accident of spaces."""
    body = deepcopy(page.one("body"))
    for element in body.iter():
        for name in _FRESH & set(element.attrib):
            del element.attrib[name]
        if element.get("name") == "csrf_token":
            element.set("value", "")
        element.text = " ".join((element.text or "").split())
        element.tail = " ".join((element.tail or "").split())
    return tostring(body, encoding="unicode").replace(">", ">\n").splitlines()
