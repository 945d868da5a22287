"""A record as a document, with something in each part."""

from typing import Any

from portal.kernel import i18n
from portal.skills.shipped.guide import GUIDE


def whole_document() -> dict[str, Any]:
    """Everything of the guide answered, and a line of one's own in Dari."""
    with i18n.use(i18n.DEFAULT):
        guide = [
            {
                "code": group.code,
                "label": group.label,
                "plain": str(group.plain),
                "scope": str(group.scope),
                "lines": [
                    _line(line.code, line.label, str(line.plain), "yes", "4", "3")
                    for line in group.lines
                ],
            }
            for group in GUIDE.groups
            if group.lines
        ]
        title = str(GUIDE.title)
    own = {
        "code": "mine",
        "label": "",
        "plain": "",
        "scope": "own",
        "lines": [_line("own", "ترجمه در قرار ملاقات", "", "not_yet", None, "unknown")],
    }
    return {
        "schema": 1,
        "name": "Karim Haidari",
        "taken_at": "2026-11-20T09:00:00+00:00",
        "grid": [
            _framework("guide", title, GUIDE.source, guide),
            _framework("own", "", "", [own]),
        ],
        "knowledge": [
            {
                "field": "Démarches auprès de la CAF",
                "sources": ["professional", "training"],
                "mastery": "3",
                "interest": "4",
                "note": '=HYPERLINK("http://example.org")',
            },
            {
                "field": "راه‌های سفر",
                "sources": ["experiential"],
                "mastery": "5",
                "interest": None,
                "note": "+33 1 99 00 00 00",
            },
        ],
        "path": [
            _stage("post", "Médiation à l’accueil de jour", "Association des Tilleuls")
            | {"began": "2024-03-01", "is_current": True, "words": "J’accueille et j’oriente."},
            _stage("training", "Formation à la pair-aidance", "Nanterre")
            | {"began": "2023-09-01", "ended": "2024-02-01"},
            _stage("language", "دری", "") | {"level": "Je parle et je traduis."},
        ],
        "project": {
            "in_peer_work": "yes",
            "in_sector": "undecided",
            "how_long": "deux ans",
            "time_wish": "part",
            "trainings": "Un diplôme d’université",
            "words": "Je veux apprendre l’animation.",
        },
        "steps": [
            {
                "what": "Appeler l’organisme",
                "by_when": "2027-01-15",
                "who_helps": "Leïla",
                "done_on": None,
            }
        ],
    }


def _framework(code: str, title: str, source: str, groups: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": code, "title": title, "source": source, "edition": 1, "groups": groups}


def _line(
    code: str, label: str, plain: str, mobilised: str, mastery: str | None, interest: str | None
) -> dict[str, Any]:
    return {
        "code": code,
        "label": label,
        "plain": plain,
        "mobilised": mobilised,
        "mastery": mastery,
        "interest": interest,
        "evidence": 0,
    }


def _stage(kind: str, title: str, place: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "place": place,
        "began": None,
        "ended": None,
        "is_current": False,
        "level": "",
        "words": "",
    }
