"""Writers whose libraries weigh, loaded with the first file that needs one.

A web server would hold 27 MB of them from its start, and most of its requests write no file.
"""

from importlib import import_module

from portal.skills.exports.sheet import Sheet


def to_docx(sheet: Sheet) -> bytes:
    written: bytes = import_module("portal.skills.exports.as_docx").to_docx(sheet)
    return written


def to_odt(sheet: Sheet) -> bytes:
    written: bytes = import_module("portal.skills.exports.as_odt").to_odt(sheet)
    return written
