"""« Dossier de preuves », for a VAE: chosen lines and what shows them. It certifies nothing.

The guide regrets that no certificate exists (lines 1686-1694): this is not one, and says so.
"""

from dataclasses import dataclass, field
from datetime import datetime

from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import isolate, listed, ngettext, show_date
from portal.skills.exports.records import level_words, line_words
from portal.skills.exports.sheet import (
    OWN,
    Block,
    Entry,
    Fact,
    Paragraph,
    Picture,
    Said,
    Section,
    Sheet,
)
from portal.skills.queries.grid import GridGroup, GridLine
from portal.skills.reading import INTEREST, MASTERY, remarks


@dataclass(frozen=True)
class Proof:
    """One thing that shows a line. `recording` is its number in the folder of recordings."""

    created_at: datetime
    words: str = ""
    recording: int | None = None
    seconds: int | None = None
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Proved:
    group: GridGroup
    line: GridLine
    proofs: list[Proof]


def proofs_sheet(name: str, moment: datetime, proved: list[Proved]) -> Sheet:
    sections: dict[str, Section] = {}
    for one in proved:
        group = one.group
        said = line_words(group.label, group.french_plain, group.plain)
        known = sections.setdefault(group.code, Section(said[0], [], said[1:]))
        known.blocks.extend(_line(one))
    day = show_date(moment)
    return Sheet(
        title=_("Dossier de preuves"),
        name=name,
        under=[
            Said(_("Dossier fait le %(date)s", date=day)),
            Said(
                _(
                    "Ce dossier n’est pas un certificat et ne certifie rien. La personne y montre"
                    " ce qu’elle fait, avec ses mots et ses exemples, par exemple pour une VAE."
                )
            ),
        ],
        sections=list(sections.values()),
        foot=f"{isolate(name)} · {isolate(day)}",
        author=name,
    )


def recording_name(number: int) -> str:
    """Its name in the folder, and the one the document gives it."""
    return f"{number:02}.m4a"


def _line(one: Proved) -> list[Block]:
    line = one.line
    title, *exact = line_words(line.label, line.french_plain, line.plain)
    told = remarks(line.french_flaw, line.completed, line.completed_source)
    blocks: list[Block] = [Entry(title, [*exact, *(Said(remark) for remark in told)])]
    answer = one.line.answer
    if answer and answer.mastery:
        blocks.append(Fact(MASTERY, level_words(answer.mastery, answer.mastery.mastery_label)))
    if answer and answer.interest:
        blocks.append(Fact(INTEREST, level_words(answer.interest, answer.interest.interest_label)))
    for proof in one.proofs:
        blocks.extend(_proof(proof))
    return blocks


def _proof(proof: Proof) -> list[Block]:
    day = show_date(proof.created_at)
    if proof.recording is not None:
        # A name read from the left inside a page read from the right: isolated, not reordered.
        said = [f"\u2066{recording_name(proof.recording)}\u2069", day]
        if proof.seconds is not None:
            said.append(_length(proof.seconds))
        return [Fact(_("Enregistrement"), Said(listed(said)))]
    if proof.pictures:
        return [Fact(_("Photo ou document"), Said(day)), *proof.pictures]
    return [Fact(_("Avec ses mots"), Said(day)), Paragraph(Said(proof.words, OWN))]


def _length(seconds: int) -> str:
    minutes, left = divmod(seconds, 60)
    parts = []
    if minutes:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", minutes))
    if left or not minutes:
        parts.append(ngettext("%(n)s seconde", "%(n)s secondes", left))
    return " ".join(parts)
