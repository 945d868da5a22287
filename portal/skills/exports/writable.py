"""Words every format can carry: without the control characters somebody pasted with them."""

from typing import Any

_CONTROLS = dict.fromkeys(code for code in range(32) if code not in (9, 10))


def writable(value: Any) -> Any:
    """The same document, or text, without them."""
    if isinstance(value, str):
        return value.translate(_CONTROLS)
    if isinstance(value, dict):
        return {name: writable(one) for name, one in value.items()}
    return [writable(one) for one in value] if isinstance(value, list) else value
