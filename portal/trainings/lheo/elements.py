"""Finding one's way in a document of LHEO: elements by their local names."""

from collections.abc import Iterator

from lxml import etree

from portal.trainings.lheo import EXTRAS, NO_POSTCODE, NOT_SAID
from portal.trainings.lheo.rules import local

_NOTHING = frozenset({"", NOT_SAID.lower(), NO_POSTCODE})


def at(element: etree._Element, path: str) -> list[etree._Element]:
    """The elements at the end of a path of local names, the first one taken at each fork before."""
    *way, last = path.split("/")
    for name in way:
        found = next(children(element, name), None)
        if found is None:
            return []
        element = found
    return list(children(element, last))


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element.iterchildren(etree.Element) if local(child) == name)


def words(element: etree._Element) -> str:
    return (element.text or "").strip()


def said(text: str) -> str:
    """The text, unless it stands for what nobody knows."""
    return "" if text.lower() in _NOTHING else text


def extras(element: etree._Element) -> dict[str, str] | None:
    """Our own extras of an element, by name; None where there are none."""
    for child in children(element, "extras"):
        if child.get("info") == EXTRAS:
            return {one.get("info", ""): one.text or "" for one in child}
    return None
