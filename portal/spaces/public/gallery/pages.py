"""What the gallery shows: the components found in the folder, never a list to keep up to date."""

import io
import math
import re
import wave
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from portal.kernel.i18n import _, current

_RULES = re.compile(r"\{#-\s*(.*?)\s*-#\}", re.DOTALL)
_DELIMITERS = re.compile(r"\{[{%] | [%}]\}")


@dataclass(frozen=True)
class Component:
    """A macro's file: its name and the comment on top of it."""

    name: str
    rules: str


def components() -> list[Component]:
    files = sorted((_root() / "templates/_components").glob("*.html"))
    return [Component(file.stem, _rules(file)) for file in files]


def icon_names() -> list[str]:
    lines = (_root() / "static/icons/icons.txt").read_text().splitlines()
    return [line.split()[0] for line in lines]


def drawing_names() -> list[str]:
    return sorted(file.stem for file in (_root() / "static/drawings").glob("draw-*.svg"))


def directions() -> list[dict[str, object]]:
    """The same page from left to right and from right to left."""
    rtl = current().direction == "rtl"
    return [
        {"label": _("De gauche à droite"), "href": "?lang=fr", "current": not rtl},
        {"label": _("De droite à gauche"), "href": "?lang=ar", "current": rtl},
    ]


def steps() -> list[dict[str, str]]:
    return [
        {"label": _("Vous joindre"), "state": "done", "href": "#steps"},
        {"label": _("Votre message"), "state": "current"},
        {"label": _("Votre CV"), "state": "todo"},
        {"label": _("Relire et envoyer"), "state": "todo"},
    ]


def peaks() -> list[int]:
    """A waveform that looks like somebody talking."""
    return [int(8 + 85 * abs(math.sin(i / 3) * math.cos(i / 7.3))) for i in range(60)]


def voice() -> io.BytesIO:
    """Six seconds that hum like somebody talking far away, for the players of the gallery."""
    rate, seconds = 8000, 6
    loudness = (abs(math.sin(i / 900)) * abs(math.cos(i / 3700)) for i in range(rate * seconds))
    samples = bytes(int(128 + 40 * level * math.sin(i * 0.13)) for i, level in enumerate(loudness))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(samples)
    file.seek(0)
    return file


def _rules(file: Path) -> str:
    found = _RULES.match(file.read_text())
    return _DELIMITERS.sub("", found[1]) if found else ""


def _root() -> Path:
    return Path(current_app.root_path).parent
