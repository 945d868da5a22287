"""Names and words in any writing: each document is made, and says them or that it cannot."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from portal.kernel.i18n import LOCALES
from portal.kernel.letters import FONTS, STAND_IN, printable
from portal.kernel.pdf import make_pdf, make_private_pdf

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="make assets fetches the fonts")

WRITTEN = {
    "emoji": "Sara 😀",
    "skin": "👍🏽",
    "family": "👨‍👩‍👧",
    "flag": "🇪🇷",
    "tigrinya": "ሰላም ኤርትራ",
    "bengali": "মোহাম্মদ রহিম",
    "chinese": "王小明",
    "dhivehi": "ދިވެހި",
    "ukrainian": "Олена Шевченко",
    "tamil": "தமிழ்",
    "georgian": "ქეთევან",
    "hebrew": "שלום",
    "tibetan": "བོད་ཡིག",
    "hausa": "Ɓala Ɗanjuma",
    "yoruba": "Adé\u0329",
}
# No font of ours: hieroglyphs. A control, a private sign and half a keycap come with pasted text.
UNKNOWN = ("𓀀", "a\u0007b", "\ue000", "1\ufe0f\u20e3", "\ufeff", "\u0e31", "ب\u0e31", "")


def said(words: str) -> dict[str, str]:
    return {"text": words, "language": "und", "direction": "ltr"}


def documents(words: str) -> dict[str, Mapping[str, Any]]:
    """Each template, with these words wherever somebody may have written some."""
    typed = {"label": "Mission", "value": words, "direction": "ltr"}
    return {
        "sheet.typ": {
            "title": f"CV {words}",
            "name": words,
            "author": words,
            "name_direction": "ltr",
            "under": [said(words)],
            "sections": [
                {
                    "title": said(words),
                    "under": [said(words)],
                    "blocks": [
                        {"kind": "paragraph", "said": said(words)},
                        {"kind": "points", "lines": [said(words)]},
                        {"kind": "fact", "label": "Fait", "value": said(words)},
                        {
                            "kind": "entry",
                            "title": said(words),
                            "under": [said(words)],
                            "story": said(words),
                        },
                        {
                            "kind": "table",
                            "title": [said(words)],
                            "columns": [[said("Ligne")]],
                            "rows": [[[said(words)]]],
                            "narrow": False,
                        },
                    ],
                }
            ],
            "foot": words,
            "colon": " : ",
        },
        "convocation.typ": {
            "title": "Convocation",
            "organisation": words,
            "states": "Cette personne a une place :",
            "name": typed,
            "facts": [typed],
            "drawing": {
                "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
                "alt": words or "Carte",
                "name": words,
                "department": words,
            },
            "sections": [{"title": "Le lieu", "short": [typed], "lines": [typed]}],
            "number": "Inscription",
            "made": "Fait",
            "changes": "Si une date change",
            "credit": "Carte",
            "portal": "Portail",
        },
        "interview.typ": {
            "title": "Entretien",
            "about": "Compte rendu",
            "explanation": "Ce qui a été dit.",
            "facts": [{"label": "La personne", "value": words}],
            "topics": [{"title": "Projet", "said": [{"who": words, "words": words}]}],
            "lists": [
                {
                    "title": "Convenu",
                    "lines": [{"kind": "Formation", "what": words, "facts": [words]}],
                }
            ],
            "signed": "Signatures",
            "meaning": "Lu.",
            "signatures": [words],
            "digest": "Empreinte :",
            "print": "0f",
            "portal": "Portail",
        },
        "mission_letter.typ": {
            "title": "Lettre de mission",
            "structure": words,
            "facts": [typed],
            "parts": [typed],
            "date": "Le 3 mars",
            "signs": [typed],
            "portal": "Portail",
        },
        "poster.typ": {
            "title": said(f"Offre {words}"),
            "summary": said(words),
            "structure": words,
            "nature": "",
            "facts": [{"label": "Lieu", "value": words}],
            "answer": "Répondre",
            "ways": ["Par écrit"],
            "deadline": "",
            "scan": "Prenez en photo",
            "qr": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
            "qr_alt": "Code",
            "address": "https://portail.example.org/",
            "written": "portail.example.org",
            "contact": [words],
            "portal": "Portail",
        },
        "tool.typ": {
            "title": f"Outil {words}",
            "summary": words,
            "yours": "À vous",
            "lines": [{"letter": "", "name": words, "meaning": words}],
            "scale": [],
            "rename": "",
            "note": "",
            "where": "",
            "source": "Source",
            "portal": "Portail",
        },
    }


TEMPLATES = list(documents(""))


def read(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("writing", WRITTEN)
def test_any_writing_is_printed(template: str, writing: str) -> None:
    words = WRITTEN[writing]
    content = make_private_pdf(template, LOCALES["fr"], documents(words)[template])
    assert STAND_IN not in read(content)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("tag", ["fr", "fa-AF"])
def test_what_no_font_has_is_a_sign_one_can_see(template: str, tag: str) -> None:
    for words in UNKNOWN:
        typed = f"Sara {words}"
        content = make_private_pdf(template, LOCALES[tag], documents(typed)[template])
        assert "Sara" in read(content)
        assert (STAND_IN in read(content)) == (STAND_IN in printable(typed))
    assert printable("𓀀") == STAND_IN


def test_our_own_words_are_left_as_they_are() -> None:
    for words in (*WRITTEN.values(), "0 → 5", "دری و پښتو", "« Été »\nà 9 h – 10 h…\u202f!"):
        assert printable(words) == words
    data = {"a": [{"b": ("𓀀", 3, None)}]}
    assert printable(data) == {"a": [{"b": [STAND_IN, 3, None]}]}


def test_a_letter_without_its_mark_rather_than_nothing() -> None:
    assert printable("1\ufe0f\u20e3") == "1\ufe0f"
    assert printable("Adé\u0329") == "Adé\u0329"
    assert printable("e\u0301") == "é"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_a_document(words: str) -> None:
    make_private_pdf("tool.typ", LOCALES["fr"], documents(f"Sara {words}")["tool.typ"])


def test_public_data_gives_the_same_file_again() -> None:
    data = documents("ሰላም")["tool.typ"]
    assert make_pdf("tool.typ", LOCALES["fr"], data) is make_pdf("tool.typ", LOCALES["fr"], data)
