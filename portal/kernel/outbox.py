"""What left in a demo: the messages of the folder `delivery` writes, for the page that shows them.

Apart from `delivery`: a web server sends nothing, and needs none of what speaks to gateways.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.kernel import i18n


@dataclass(frozen=True)
class Kept:
    """A message of the demo's folder."""

    channel: str
    to: str
    at: datetime
    subject: str
    text: str
    language: str
    direction: str


def kept(folder: Path) -> list[Kept]:
    """The messages of the folder, newest first."""
    found = []
    for path in sorted(folder.glob("*.json"), reverse=True):
        said = json.loads(path.read_text())
        locale = i18n.find(said["language"]) or i18n.DEFAULT
        found.append(
            Kept(
                said["channel"],
                said["to"],
                datetime.fromisoformat(said["at"]),
                said["subject"],
                said["text"],
                locale.tag,
                locale.direction,
            )
        )
    return found
