"""XML from a stranger: no entity is resolved, no address fetched, no document type accepted."""

from typing import cast

from lxml import etree

from portal.files.errors import FileRefused, Refusal


def parsed(data: bytes) -> etree._Element:
    """The root element."""
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefused(Refusal.UNREADABLE) from error
    # Word processors write none; what it could define (entities, defaults) we do not want.
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused(Refusal.UNREADABLE)
    return root


def in_place(root: etree._Element) -> bytes:
    """The document without what was taken away, each element on the line it had in the file: what
    is said of a line is then true. Only white space between elements grows.
    """
    elements = list(root.iter(etree.Element))
    lines = [_line(element) for element in elements]
    now = etree.fromstring(etree.tostring(root, encoding="UTF-8"), _parser())
    above = max(0, lines[0] - _line(now))
    gone = above
    copies = list(now.iter(etree.Element))
    for element, line, copy in zip(elements[1:], lines[1:], copies[1:], strict=True):
        more = line - _line(copy) - gone
        if more > 0 and _lower(element, more):
            gone += more
    return b"\n" * above + etree.tostring(root, encoding="UTF-8")


def _line(element: etree._Element) -> int:
    # The stubs do not say what a line is.
    return cast("int | None", element.sourceline) or 0


def _lower(element: etree._Element, lines: int) -> bool:
    """Put an element so many lines lower, where nothing but white space stands before it."""
    before, parent = element.getprevious(), element.getparent()
    white = before.tail if before is not None else parent.text if parent is not None else None
    if white and white.strip():
        return False
    if before is not None:
        before.tail = "\n" * lines + (white or "")
    elif parent is not None:
        parent.text = "\n" * lines + (white or "")
    return True


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
