"""What a context gives to « Tout mon dossier » (SE-25): its lines, and files as they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import queries
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor


@dataclass
class Taken:
    """What goes into the archive: a line for each thing, and files by their name in it."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, Iterable[bytes]] = field(default_factory=dict)

    def add(self, session: Session, actor: Actor, file_id: UUID, stem: str) -> str | None:
        """The name a file of theirs gets in the archive, where it is read once it is written; none
        while it is being prepared, or where it could not be read or was erased.
        """
        try:
            content = queries.open_content(session, actor, file_id)
        except NotFound:
            return None  # the rest of the archive is worth having
        name = f"files/{stem}-{content.name}"
        self.files[name] = content.read_range(0, content.size)
        return name
