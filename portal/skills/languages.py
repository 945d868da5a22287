"""A language somebody declares, in words: what it is called, what they do with it."""

from typing import Protocol

from portal.kernel.i18n import _, colon, gettext_
from portal.skills.enums import Ease


class Declared(Protocol):
    """A line of a path, as it is kept or as it is read back."""

    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def spoken(self) -> Ease | None: ...
    @property
    def written(self) -> Ease | None: ...
    @property
    def interprets(self) -> Ease | None: ...
    @property
    def not_interpreted(self) -> str: ...
    @property
    def level(self) -> str: ...


def name_of(line: Declared) -> str:
    """A listed language in the reader's words; what somebody wrote as they wrote it."""
    return gettext_(line.title) if line.language else line.title


def uses_of(line: Declared) -> list[str]:
    """« Parler : Très bien », what interpreting leaves out, then what was said freely."""
    marks = (
        (_("Parler"), line.spoken),
        (_("Écrire"), line.written),
        (_("Traduire à l’oral"), line.interprets),
    )
    said = [f"{name}{colon()}{ease.label}" for name, ease in marks if ease]
    if line.not_interpreted:
        said.append(_("Ne traduit pas : %(what)s", what=line.not_interpreted))
    return [*said, line.level] if line.level else said
