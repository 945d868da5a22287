"""The map of France by departments, drawn by the template; the shapes come with the assets."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_SHAPES = Path(__file__).resolve().parents[2] / "static" / "vendor" / "departments.json"
# Whose drawing it is, and under which licence: said wherever it is shown.
CREDIT = "Victor Cazanave, svg-maps"
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}


@lru_cache(maxsize=1)
def departments() -> dict[str, Any]:
    """`view`: the four numbers of the drawing; `shapes`: code → {d: path, at: [x, y], its middle}.

    Departments overseas are not drawn: a list stands beside the map.
    """
    found: dict[str, Any] = json.loads(_SHAPES.read_text())
    return found
