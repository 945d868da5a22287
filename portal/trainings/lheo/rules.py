"""What a document breaks of LHEO 2.3 (see `grammar`), and where in the file."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import cast

from lxml import etree

from portal.trainings.lheo import grammar
from portal.trainings.lheo.faults import Fault, Kind, tag

_EXTRAS, _EXTRA = "extras", "extra"
_DAY = re.compile(r"[0-9]{4}[019][0-9][01239][0-9]", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_CHILD = re.compile(r"([\w-]+?)(?:([?+*])|\{(\d+),(\d+)\})?")
_TIMES: Mapping[str | None, tuple[int, int | None]] = {
    None: (1, 1),
    "?": (0, 1),
    "+": (1, None),
    "*": (0, None),
}
_SHOWN = 60


def _rows(said: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a table of `grammar`; an indented one goes on with the line before."""
    for line in re.sub(r"\n +", " ", said.strip()).split("\n"):
        head, _colon, names = line.partition(":")
        yield head, names.split()


def _child(said: str) -> tuple[str, tuple[int, int | None]]:
    found = _CHILD.fullmatch(said)
    if found is None:
        raise ValueError(said)
    name, times, least, most = found.groups()
    return name, (int(least), int(most)) if least else _TIMES[times]


_HELD = {name: dict(map(_child, children)) for name, children in _rows(grammar.HELD)}
_LENGTHS = {
    name: (int(least), int(most))
    for head, names in _rows(grammar.TEXTS)
    for least, most in [head.split()]
    for name in names
}
_CODES = {name: head.split() for head, names in _rows(grammar.CODES) for name in names}
_WHOLE_NUMBERS, _DAYS = set(grammar.WHOLE_NUMBERS.split()), set(grammar.DAYS.split())
_KNOWN = {*_HELD, *_LENGTHS, *_CODES, *_WHOLE_NUMBERS, *_DAYS, _EXTRAS, _EXTRA}
_ATTRIBUTES = set(grammar.ATTRIBUTES.split())
_MOMENTS = {name for name in _ATTRIBUTES if name.startswith("horodatage-")}
_ATTRIBUTES_OF = {name: set(names) for name, names in _rows(grammar.ATTRIBUTES_OF)}


def faults(
    element: etree._Element, parent: str = "", *, without: Collection[str] = ()
) -> Iterator[Fault]:
    """What an element and all it holds break, from top to bottom; nothing of what is `without`."""
    name = local(element)
    if name in without:
        return
    yield from _of_attributes(element, name, parent)
    if name == _EXTRA:
        yield from _of_free(element, name, without)
        return
    if name not in _HELD and name != _EXTRAS:
        yield from _of_text(element, name, parent)
        return
    allowed = _HELD.get(name, {_EXTRA: (0, None)})
    if name not in grammar.NO_EXTRAS:
        allowed = allowed | {_EXTRAS: (0, None)}
    children = list(element.iterchildren(etree.Element))
    yield from _of_numbers([local(child) for child in children], allowed, element, name)
    if any(words and words.strip() for words in (element.text, *(one.tail for one in children))):
        yield _fault(Kind.STRAY_WORDS, element, parent)
    if name != _EXTRAS:
        yield from _of_order(children, list(allowed), name)
    for child in children:
        if local(child) in allowed:
            yield from faults(child, name, without=without)
        else:
            yield _fault(Kind.STRANGE, child, name)


def longest(name: str) -> int:
    """How many signs an element may hold; no bound known is a large one."""
    return _LENGTHS.get(name, (0, 100_000))[1]


def fits(name: str, text: str) -> bool:
    """Whether the text may stand in the element as it is."""
    least, most = _LENGTHS[name]
    return least <= len(text) <= most


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return etree.QName(element).localname


def _fault(kind: Kind, element: etree._Element, parent: str, **values: object) -> Fault:
    said = {name: str(value) for name, value in values.items()}
    return Fault(kind, local(element)[:_SHOWN], parent, line_of(element), said)


def line_of(element: etree._Element) -> int:
    # The stubs do not say what a line is.
    return cast("int | None", element.sourceline) or 0


def _of_free(element: etree._Element, parent: str, without: Collection[str]) -> Iterator[Fault]:
    """Anything may stand in an `extra`; what bears a name of LHEO there is what it says it is."""
    space = etree.QName(element).namespace
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name in _KNOWN and etree.QName(child).namespace == space:
            yield from faults(child, parent, without=without)
        else:
            yield from _of_free(child, parent, without)


def _of_numbers(
    names: list[str],
    allowed: Mapping[str, tuple[int, int | None]],
    element: etree._Element,
    parent: str,
) -> Iterator[Fault]:
    line = line_of(element)
    for name, (least, most) in allowed.items():
        number = names.count(name)
        if number < least:
            yield Fault(Kind.MISSING, name, parent, line)
        if most is not None and number > most:
            values = {"number": str(number), "most": str(most)}
            yield Fault(Kind.TOO_MANY, name, parent, line, values)


def _of_order(children: list[etree._Element], order: list[str], parent: str) -> Iterator[Fault]:
    furthest, told = 0, set()
    for child in children:
        name = local(child)
        if name not in order:
            continue
        place = order.index(name)
        if place < furthest and name not in told:
            told.add(name)
            yield _fault(Kind.MISPLACED, child, parent, before=tag(order[furthest]))
        furthest = max(furthest, place)


def _of_attributes(element: etree._Element, name: str, parent: str) -> Iterator[Fault]:
    known = _ATTRIBUTES | _ATTRIBUTES_OF.get(name, set())
    # One by one: all values at once take a time that grows with the square of their number.
    for attribute in cast("Mapping[str, str]", element.attrib):
        # Those of another namespace (xsi:schemaLocation) are not LHEO's.
        if attribute.startswith("{"):
            continue
        if attribute not in known and name != _EXTRA:
            yield _fault(Kind.STRANGE_ATTRIBUTE, element, parent, attribute=attribute[:_SHOWN])
        elif attribute in _MOMENTS and not _is_moment(element.get(attribute, "")):
            yield _fault(Kind.NO_MOMENT, element, parent, attribute=attribute)


def _is_moment(text: str) -> bool:
    """As XML writes one: 2027-03-12T09:00:00+01:00."""
    if not _MOMENT.fullmatch(text.strip()):
        return False
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _of_text(element: etree._Element, name: str, parent: str) -> Iterator[Fault]:
    for child in element.iterchildren(etree.Element):
        yield _fault(Kind.STRANGE, child, name)
    text = element.text or ""
    word = " ".join(text.split())
    shown = word[:_SHOWN]
    if name in _LENGTHS:
        least, most = _LENGTHS[name]
        if len(text) > most:
            yield _fault(Kind.TOO_LONG, element, parent, number=len(text), most=most)
        elif not text and least:
            yield _fault(Kind.EMPTY, element, parent)
        elif len(text) < least:
            yield _fault(Kind.TOO_SHORT, element, parent, least=least)
    elif name in _CODES and word not in _CODES[name]:
        codes = ", ".join(_CODES[name])
        yield _fault(Kind.NO_CODE, element, parent, value=shown, codes=codes)
    elif name in _WHOLE_NUMBERS and not _WHOLE.fullmatch(word):
        yield _fault(Kind.NO_NUMBER, element, parent, value=shown)
    elif name in _DAYS and not _DAY.fullmatch(word):
        yield _fault(Kind.NO_DAY, element, parent, value=shown)
