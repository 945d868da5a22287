"""A file's name never misleads, breaks a header or leaves its folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.names import MAX_BYTES, clean_name

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize(
    ("raw", "extension", "expected"),
    [
        ("CV Amina.PDF", "pdf", "CV Amina.pdf"),
        ("cv\u202efdp.exe", "pdf", "cvfdp.pdf"),
        ("\u2066cv\u2069.docx", "docx", "cv.docx"),
        ("cv.pdf\0.exe", "pdf", "cv.pdf"),
        ("cv.pdf.exe", "pdf", "cv.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Users\\me\\cv.docx", "docx", "cv.docx"),
        ("/", "pdf", "document.pdf"),
        ("..", "pdf", "document.pdf"),
        (".htaccess", "pdf", "htaccess.pdf"),
        ("CON", "pdf", "document.pdf"),
        ("con.txt", "pdf", "document.pdf"),
        ("LPT1.foo.pdf", "pdf", "document.pdf"),
        ("", "m4a", "document.m4a"),
        ("\u200c", "m4a", "document.m4a"),
        ("M. Dupont 2.1.odt", "odt", "M. Dupont 2.1.odt"),
        ("e\u0301te\u0301.jpg", "pdf", "\u00e9t\u00e9.pdf"),
        ("سیره\u200cشخصی.pdf", "pdf", "سیره\u200cشخصی.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "pdf", "a Set-Cookie x.pdf"),
        ('a"b<c>|d?*.pdf', "pdf", "a b c d.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * (MAX_BYTES - 4) + ".pdf"),
        ("é" * 300, "pdf", "é" * 98 + ".pdf"),
        ("\ud800cv.pdf", "pdf", "cv.pdf"),
        ("PTT-20261120-WA0003.opus", "m4a", "PTT-20261120-WA0003.m4a"),
    ],
)
def test_the_name_is_made_harmless(raw: str, extension: str, expected: str) -> None:
    assert clean_name(raw, extension) == expected


@given(st.text(st.characters() | st.sampled_from(BIDI + "\0/\\.: "), max_size=400))
def test_any_name_is_safe(raw: str) -> None:
    name = clean_name(raw, "pdf")
    assert name.endswith(".pdf")
    assert 4 < len(name.encode()) <= MAX_BYTES
    assert not set(name) & set(BIDI + "\0/\\:\r\n")
    assert not name.startswith(".")
    assert clean_name(name, "pdf") == name
