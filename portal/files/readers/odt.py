"""ODT: the text, its styles and its pictures are copied; the rest stays behind."""

from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from portal.files.errors import FileRefused, Refusal
from portal.files.readers.archives import ODT, Archive, CleanText, archive, packed
from portal.files.readers.links import leads_outside
from portal.files.readers.markup import parsed, written
from portal.files.readers.pictures import clean_picture

_MANIFEST = "META-INF/manifest.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _DRAW = (f"{{{_OASIS}{name}:1.0}}" for name in ("office", "text", "drawing"))
_SCRIPT, _MANIFEST_NS = (f"{{{_OASIS}{name}:1.0}}" for name in ("script", "manifest"))
_HREF = "{http://www.w3.org/1999/xlink}href"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SPACES = tuple(f"{_TEXT}{name}" for name in ("s", "tab", "line-break"))
_PARTS = ("content.xml", "styles.xml")
_PICTURES = "Pictures/"
_ACTIVE_FOLDERS = ("Basic/", "Scripts/", "Dialogs/", "Object ")
_ACTIVE = tuple(
    f"{_DRAW}{name}" for name in ("object", "object-ole", "plugin", "applet", "floating-frame")
)
_CUT = (
    f"{_OFFICE}scripts",
    f"{_OFFICE}event-listeners",
    f"{_OFFICE}annotation",
    f"{_OFFICE}annotation-end",
    f"{_OFFICE}dde-source",
    f"{_TEXT}dde-connection-decls",
    f"{_TEXT}tracked-changes",
    f"{_TEXT}change",
    f"{_TEXT}change-start",
    f"{_TEXT}change-end",
    f"{_SCRIPT}event-listener",
)


def clean_odt(path: Path) -> CleanText:
    with archive(path) as source:
        if any(name.startswith(_ACTIVE_FOLDERS) for name in source.names):
            raise FileRefused(Refusal.ACTIVE)
        _refuse_encrypted(source)
        if "content.xml" not in source.names:
            raise FileRefused(Refusal.UNREADABLE)
        roots = {name: parsed(source.read(name)) for name in _PARTS if name in source.names}
        pictures = {
            name: picture
            for name in source.names
            if name.startswith(_PICTURES)
            and (picture := clean_picture(source.read(name))) is not None
        }
        parts = {name: _clean(root, pictures) for name, root in roots.items()} | pictures
    parts[_MANIFEST] = _manifest(list(parts))
    parts["mimetype"] = ODT.encode()
    return CleanText(packed(parts, stored_first="mimetype"), _paragraphs(roots["content.xml"]))


def _refuse_encrypted(source: Archive) -> None:
    if _MANIFEST in source.names:
        manifest = parsed(source.read(_MANIFEST))
        if next(manifest.iter(f"{_MANIFEST_NS}encryption-data"), None) is not None:
            raise FileRefused(Refusal.PROTECTED)


def _clean(root: etree._Element, pictures: Collection[str]) -> bytes:
    if next(root.iter(*_ACTIVE), None) is not None:
        raise FileRefused(Refusal.ACTIVE)
    for element in list(root.iter(*_CUT)):
        _remove_but_not_the_text_after(element)
    for element in root.iter(etree.Element):
        address = element.get(_HREF)
        if address is not None and not _may_stay(element, address, pictures):
            del element.attrib[_HREF]
        if element.tag == f"{_DC}creator":
            element.text = ""
    return written(root)


def _may_stay(element: etree._Element, address: str, pictures: Collection[str]) -> bool:
    if address in pictures or address.startswith("#"):
        return True
    return element.tag == f"{_TEXT}a" and leads_outside(address)


def _remove_but_not_the_text_after(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _manifest(names: list[str]) -> bytes:
    root = etree.Element(f"{_MANIFEST_NS}manifest", nsmap={"manifest": _MANIFEST_NS[1:-1]})
    root.set(f"{_MANIFEST_NS}version", "1.2")
    for path, media_type in [("/", ODT), *((name, _media_type(name)) for name in names)]:
        entry = etree.SubElement(root, f"{_MANIFEST_NS}file-entry")
        entry.set(f"{_MANIFEST_NS}full-path", path)
        entry.set(f"{_MANIFEST_NS}media-type", media_type)
    return written(root)


def _media_type(name: str) -> str:
    return "text/xml" if name.endswith(".xml") else ""


def _paragraphs(content: etree._Element) -> list[str]:
    blocks = content.iter(f"{_TEXT}p", f"{_TEXT}h")
    lines = (" ".join("".join(_words(block)).split()) for block in blocks)
    return [line for line in lines if line]


def _words(block: etree._Element) -> Iterator[str]:
    """The text of one paragraph; a text box inside it is a paragraph of its own."""
    yield block.text or ""
    for child in block:
        if child.tag in _SPACES:
            yield " "
        elif not child.tag.startswith(_DRAW):
            yield from _words(child)
        yield child.tail or ""
