"""What goes on paper: the direction of words somebody typed."""

import unicodedata

_RIGHT_TO_LEFT = ("R", "AL")


def typed(label: str, value: str) -> dict[str, str]:
    """Words somebody typed, with the direction of their first letter."""
    strong = (unicodedata.bidirectional(sign) for sign in value)
    first = next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L")
    direction = "rtl" if first in _RIGHT_TO_LEFT else "ltr"
    return {"label": label, "value": value, "direction": direction}
