"""DOCX: the parts a text needs are copied, one relationship at a time; the rest stays behind.

Macros, embedded files and controls are refused. Templates, pictures and data that live at an
address are cut off, as are properties, authors and comments.
"""

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.exceptions import PythonDocxError
from lxml import etree

from portal.files.errors import FileRefused, Refusal
from portal.files.readers.archives import Archive, CleanText, archive, packed
from portal.files.readers.links import leads_outside
from portal.files.readers.markup import parsed, written
from portal.files.readers.pictures import clean_picture

_TYPES = "[Content_Types].xml"
_MAIN = "wordprocessingml.document.main+xml"
_MACROS = "macroenabled"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# The last word of a relationship's type: what it leads to.
_KEPT = frozenset(
    [
        "officeDocument",
        "styles",
        "numbering",
        "settings",
        "fontTable",
        "theme",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "image",
        "hyperlink",
        "font",
        "chart",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
    ]
)
_PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"])
_SUFFIXES = frozenset([".xml", ".odttf"]) | _PICTURES
_ACTIVE = frozenset(
    [
        "vbaProject",
        "wordVbaData",
        "oleObject",
        "package",
        "control",
        "activeXControlBinary",
        "aFChunk",
    ]
)
# What is nothing without the address it names, what was deleted, and what others said about it.
_CUT = tuple(
    _W + name
    for name in [
        "attachedTemplate",
        "mailMerge",
        "subDoc",
        "docVars",
        "del",
        "moveFrom",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
    ]
)
_AUTHORS = (f"{_W}author", f"{_W}initials")


@dataclass
class _Package:
    """What has been copied so far."""

    source: Archive
    parts: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes | None] = field(default_factory=dict)

    def copy_from(self, part: str) -> None:
        """Copy what `part` leads to, and what that leads to."""
        seen, pending = {part}, [part]
        while pending:
            part = pending.pop()
            cut, found = self._copy_relationships(part)
            picture = self.pictures.get(part)
            if picture is not None:
                self.parts[part] = picture
            elif part:
                self.parts[part] = _clean_part(part, self.source.read(part), cut)
            pending += found - seen
            seen |= found

    def _copy_relationships(self, part: str) -> tuple[set[str], set[str]]:
        """The ids that lead nowhere any more, and the parts the others lead to."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.source.names:
            return set(), set()
        root = parsed(self.source.read(path))
        cut: set[str] = set()
        found: set[str] = set()
        for link in root.findall(f"{_RELATIONSHIPS}Relationship"):
            leads_to = link.get("Type", "").rpartition("/")[2]
            if leads_to in _ACTIVE:
                raise FileRefused(Refusal.ACTIVE)
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:]
            if link.get("TargetMode") == "External":
                is_kept = leads_to == "hyperlink" and leads_outside(link.get("Target", ""))
            else:
                is_kept = (
                    leads_to in _KEPT
                    and target in self.source.names
                    and self._may_be_copied(target)
                )
                if is_kept:
                    found.add(target)
            if not is_kept:
                cut.add(link.get("Id", ""))
                root.remove(link)
        self.parts[path] = written(root)
        return cut, found

    def _may_be_copied(self, part: str) -> bool:
        """Whether it is of a kind we know; a picture, whether it can be cleaned."""
        suffix = posixpath.splitext(part)[1].lower()
        if suffix not in _PICTURES:
            return suffix in _SUFFIXES
        if part not in self.pictures:
            self.pictures[part] = clean_picture(self.source.read(part))
        return self.pictures[part] is not None


def clean_docx(path: Path) -> CleanText:
    with archive(path) as source:
        types = _content_types(source)
        package = _Package(source)
        package.copy_from("")
    for entry in list(types):
        part = entry.get("PartName", "")[1:]
        if part and part not in package.parts:
            types.remove(entry)
    package.parts[_TYPES] = written(types)
    content = packed(package.parts, stored_first=_TYPES)
    return CleanText(content, _paragraphs(content))


def _content_types(source: Archive) -> etree._Element:
    if _TYPES not in source.names:
        raise FileRefused(Refusal.NOT_A_DOCUMENT)
    types = parsed(source.read(_TYPES))
    declared = " ".join(entry.get("ContentType", "") for entry in types)
    if _MACROS in declared.lower() or any("vbaproject" in name.lower() for name in source.names):
        raise FileRefused(Refusal.ACTIVE)
    if _MAIN not in declared:
        raise FileRefused(Refusal.NOT_A_DOCUMENT)
    return types


def _clean_part(name: str, data: bytes, cut: set[str]) -> bytes:
    if not name.endswith(".xml"):
        return data
    root = parsed(data)
    for element in list(root.iter(*_CUT)):
        _remove(element)
    for element in root.iter(etree.Element):
        for attribute in list(element.keys()):
            if str(attribute).startswith(_R) and element.get(attribute) in cut:
                del element.attrib[attribute]
            elif attribute in _AUTHORS:
                element.set(attribute, "")
    return written(root)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _paragraphs(content: bytes) -> list[str]:
    """python-docx opens what we wrote: if it can, a word processor can. Text boxes included."""
    try:
        document = docx.Document(io.BytesIO(content))
    except (PythonDocxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise FileRefused(Refusal.UNREADABLE) from error
    for copy in list(document.element.iter(f"{_MC}Fallback")):
        # An older way of saying the same text, for older readers.
        _remove(copy)
    lines = (_text(paragraph) for paragraph in document.element.iter(f"{_W}p"))
    return [line for line in lines if line]


def _text(paragraph: etree._Element) -> str:
    words: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        words.append((element.text or "") if element.tag == f"{_W}t" else " ")
    return " ".join("".join(words).split())
