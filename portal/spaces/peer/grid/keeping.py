"""Keeping what one page about a line holds: the answer, what was written, recorded or chosen."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, request

from portal.files.enums import FilePurpose
from portal.kernel.errors import Invalid
from portal.kernel.i18n import _
from portal.skills.actions import grid as actions
from portal.skills.actions.grid import Answer
from portal.skills.enums import EvidenceKind
from portal.skills.errors import TooMany
from portal.spaces.peer.grid import pages
from portal.spaces.peer.grid.forms import FilesForm, LineForm, WordsForm
from portal.web import waiting
from portal.web.arrivals import arrivals
from portal.web.request import actor, session


@dataclass
class LinePage:
    """The three forms a line has, sent together: no button keeps one and loses the others."""

    line: LineForm
    words: WordsForm
    files: FilesForm

    @classmethod
    def sent(cls) -> "LinePage":
        return cls(LineForm(prefix=request.form.get("prefix", "")), WordsForm(), FilesForm())

    def validate(self) -> bool:
        """Words may be left out, unless it is their own button one pressed."""
        is_said = bool(self.words.words.data) or request.form.get("keep") == "words"
        return self.line.validate() and (not is_said or self.words.validate())

    def keep_answer(self, action_id: UUID) -> None:
        """Nothing chosen and something to show it kept: there is no answer to keep."""
        answer = pages.answer_of(self.line)
        if answer != Answer() or not is_keeping():
            actions.answer_line(session(), actor(), action_id, answer, pages.moment_of(self.line))

    def keep_shown(self, action_id: UUID) -> bool | None:
        """What shows the line: whether some of it was said aloud; None if there was nothing.

        Raises Invalid, TooMany. The files first: refused, they leave the words where they were
        typed.
        """
        kept = keep_files(action_id, self.files)
        said = self.words.words.data
        if said:
            kept += [actions.add_words(session(), actor(), action_id, said, waiting.mark()).kind]
        return EvidenceKind.VOICE in kept if kept else None

    def object_to(self, refusal: Invalid | TooMany) -> None:
        """Beside the field it is about, else on top of the page."""
        about = refusal.fields if isinstance(refusal, Invalid) else {}
        form = next((one for one in (self.words, self.files) if {*about} & {*one.data}), self.line)
        form.object_to(refusal)


def keep_files(action_id: UUID, form: FilesForm) -> list[EvidenceKind]:
    """What came with a form, of which kind. Raises Invalid, TooMany."""
    given = arrivals(form, ("voice", "photo", "kept"), None, FilePurpose.EVIDENCE)
    mark = waiting.mark()
    return [actions.add_file(session(), actor(), action_id, one, mark).kind for one in given]


def is_keeping() -> bool:
    """Whether one pressed a button beside what shows the line."""
    return "keep" in request.form


def say_kept(*, something: bool) -> None:
    flash(
        _("C’est gardé. Personne d’autre ne le voit.")
        if something
        else _("Il n’y avait rien à garder.")
    )
