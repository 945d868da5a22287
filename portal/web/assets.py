"""The built files, and what they are called now: a build while the portal runs is followed."""

import json
import time
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
BUILT = STATIC / "built"
# How long a page may name the files of the build before.
_FRESH_SECONDS = 1.0


class Names:
    """What the files of the build that is there are called, `which` being its number; between two
    builds, what they were called.
    """

    def __init__(self) -> None:
        self.which = 0
        self._names: dict[str, str] = {}
        self._looked_at = float("-inf")

    def look(self) -> int:
        """Which build is there now."""
        self._looked_at = time.monotonic()
        manifest = BUILT / "manifest.json"
        try:
            found = manifest.stat().st_mtime_ns
            if found != self.which:
                self._names = json.loads(manifest.read_text())
                self.which = found
        except FileNotFoundError:  # another is being put in its place
            return self.which
        return self.which

    def known(self) -> int:
        """Which build pages name: looked for at most once a second."""
        fresh = time.monotonic() - self._looked_at < _FRESH_SECONDS
        return self.which if fresh else self.look()

    def of(self, name: str) -> str:
        self.known()
        return self._names.get(name, name)


names = Names()


def asset(name: str) -> str:
    """Address of a built file by its logical name, such as `portal.css`."""
    return "/static/built/" + names.of(name)
