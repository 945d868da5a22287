"""The mails and SMS that left during a test."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Sent:
    channel: str
    to: str
    subject: str
    text: str
    html: str
    language: str

    @property
    def link(self) -> str:
        """The one address in the text."""
        found: set[str] = set(_LINK.findall(self.text))
        assert len(found) == 1, f"{len(found)} links in {self.text!r}"
        return found.pop()


class Outbox:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def messages(self) -> list[Sent]:
        """In the order they left."""
        found = []
        for file in sorted(self._folder.glob("*.json")):
            data = json.loads(file.read_text())
            del data["at"]
            found.append(Sent(**data))
        return found

    def to(self, address: str) -> list[Sent]:
        return [message for message in self.messages if message.to == address]

    def empty(self) -> None:
        for file in self._folder.glob("*.json"):
            file.unlink()
