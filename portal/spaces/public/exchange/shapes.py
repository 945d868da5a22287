"""Shapes of parts of the JSON, as JSON Schema: what is not known is null."""

from collections.abc import Mapping
from typing import Any

from portal.trainings.enums import SessionState

TEXT = {"type": ["string", "null"]}
ANSWER = {"enum": ["yes", "no", None]}
CODED = {
    "type": "object",
    "required": ["code", "label"],
    "properties": {"code": TEXT, "label": {"type": "string"}},
}
_ONE = {"oneOf": [CODED, {"type": "null"}]}
PASSPORT_LINES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "label", "answer"],
        "properties": {
            "code": {"type": "string"},
            "label": {"type": "string"},
            "answer": ANSWER,
        },
    },
}
_DAY = {"type": "string", "format": "date"}
_HOUR = {"type": "string", "pattern": r"^\d\d:\d\d$"}
_YES_NO = {"type": "boolean"}


def whole(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


FUNDING = whole(
    {
        "year": {"type": ["integer", "null"]},
        "free": {"enum": ["yes", "no", ""], "description": "Gratuite pour la personne"},
        "amount": {
            "type": ["number", "null"],
            "description": "Ce que paie la personne pour toute la formation, en euros",
        },
        "words": {"type": "string", "description": "Qui paie"},
    }
)


def session_schema() -> dict[str, Any]:
    """A session to come. In French, as all of the description."""
    half_day = {"on": _DAY, "half": {"enum": ["am", "pm"]}, "starts": _HOUR, "ends": _HOUR}
    return whole(
        {
            "id": {"type": "string", "format": "uuid"},
            "url": {"type": "string"},
            "state": {
                "enum": [one.value for one in SessionState if one != SessionState.PLANNED],
                "description": "open : annoncée ; closed : les inscriptions sont closes, elle a"
                " lieu ; cancelled : elle n’a pas lieu",
            },
            "starts_on": _DAY,
            "ends_on": _DAY,
            "half_days": {
                "type": "array",
                "items": whole(half_day),
                "description": "Les demi-journées, à l’heure de Paris ; vide si on ne sait pas",
            },
            "online": {**_YES_NO, "description": "À distance, par internet"},
            **dict.fromkeys(("venue", "address", "city", "cancelled_because"), TEXT),
            "department": _ONE,
            "languages": {
                "type": "array",
                "items": CODED,
                "description": "Les langues de la formation",
            },
            "trainer_languages": {
                "type": "array",
                "items": CODED,
                "description": "Les langues parlées par qui forme, à ces dates",
            },
            "french_oral": {**_ONE, "description": "Le français demandé à l’oral"},
            "french_written": {**_ONE, "description": "Le français demandé à l’écrit"},
            "passport": {
                **PASSPORT_LINES,
                "description": "L’accessibilité à ces dates et dans ce lieu",
            },
            "registration": _registration(),
            "updated_at": {"type": "string", "format": "date-time"},
        }
    )


def _registration() -> dict[str, Any]:
    """What who asks to come may expect."""
    number = {"type": ["integer", "null"]}
    return whole(
        {
            "is_open": {**_YES_NO, "description": "On peut demander à venir"},
            "url": {**TEXT, "description": "La page où demander à venir, tant qu’on le peut"},
            "until": {"type": ["string", "null"], "format": "date"},
            "organiser_chooses": {
                **_YES_NO,
                "description": "L’organisme choisit après avoir parlé avec chaque personne : les"
                " places libres ne sont pas dites",
            },
            "asks_employer": {
                **_YES_NO,
                "description": "L’accord de l’employeur est demandé à qui travaille",
            },
            "places": number,
            "places_left": {
                **number,
                "description": "Zéro dès que quelqu’un attend ; null quand on ne peut plus demander"
                " à venir, ou quand l’organisme choisit",
            },
            "waiting": {**number, "description": "Combien de personnes attendent une place"},
        }
    )
