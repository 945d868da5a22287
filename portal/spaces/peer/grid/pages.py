"""What the pages of the grid receive."""

from datetime import UTC, datetime
from uuid import UUID

from portal.skills.actions.grid import Answer
from portal.skills.enums import Level, Mobilised
from portal.skills.queries.grid import Grid, GridFramework, GridGroup, GridLine
from portal.spaces.peer.grid.forms import LineForm, WordsForm


def form_of(line: GridLine, prefix: str = "") -> LineForm:
    """The form of a line, with what was answered before, to the old words of the line if need be.

    `prefix` where several are on a page.
    """
    answer = line.earlier or line.answer
    if answer is None:
        return LineForm(prefix=prefix)
    return LineForm(
        prefix=prefix,
        mobilised=answer.mobilised,
        mastery=answer.mastery,
        interest=answer.interest,
    )


def words_form_of(action_id: UUID) -> WordsForm:
    """One of several on a page: each has an id of its own, and the name it has when alone."""
    form = WordsForm(formdata=None, prefix=f"{action_id}-")
    form.words.name = "words"
    return form


def answer_of(form: LineForm) -> Answer:
    return Answer(
        mobilised=Mobilised(form.mobilised.data) if form.mobilised.data else None,
        mastery=Level(form.mastery.data) if form.mastery.data else None,
        interest=Level(form.interest.data) if form.interest.data else None,
    )


def moment_of(form: LineForm) -> datetime | None:
    """When it was answered, in milliseconds since 1970 as a browser counts; None if unsaid."""
    text = form.answered_at.data or ""
    if not text.isdecimal() or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def group_of(grid: Grid, action_id: UUID) -> GridGroup:
    """The heading a line is under; the line is known to be in the grid."""
    return next(
        group
        for framework in grid.frameworks
        for group in framework.groups
        if any(line.action_id == action_id for line in group.lines)
    )


def framework_of(grid: Grid, action_id: UUID) -> GridFramework:
    """The framework a line is in; the line is known to be in the grid."""
    return next(
        framework
        for framework in grid.frameworks
        if any(line.action_id == action_id for group in framework.groups for line in group.lines)
    )


def following(grid: Grid, action_id: UUID) -> GridLine | None:
    """The next line without an answer: after this one, else from the beginning."""
    lines = grid.lines
    at = next((i for i, line in enumerate(lines) if line.action_id == action_id), -1)
    left = {line.action_id for line in grid.left} - {action_id}
    around = [*lines[at + 1 :], *lines[: max(at, 0)]]
    return next((line for line in around if line.action_id in left), None)
