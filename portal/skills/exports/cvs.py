"""A CV made of what somebody chose in their record. No mark in it, and no origin unless chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import listed
from portal.skills.enums import PathKind
from portal.skills.exports.records import project_blocks, stage_dates
from portal.skills.exports.sheet import FRENCH, OWN, Block, Entry, Points, Said, Section, Sheet
from portal.skills.reading import ReadGroup, ReadKnowledge, ReadLine, ReadStage, Record

_WORK = (PathKind.POST, PathKind.MISSION, PathKind.VOLUNTEERING, PathKind.INTERNSHIP)
_LEARNING = (PathKind.TRAINING, PathKind.VAE, PathKind.VAP)


@dataclass(frozen=True)
class Card:
    """What stands on top, and how the lines are worded."""

    name: str
    headline: str
    place: str
    contacts: list[str]
    exact_words: bool


def cv_sheet(record: Record, card: Card) -> Sheet:
    """`record` holds what was chosen, and nothing else."""
    parts: list[tuple[str, list[Block]]] = [
        (_("Expérience"), _stages(record.path, _WORK)),
        (_("Compétences"), _lines(record, exact=card.exact_words)),
        (_("Connaissances"), _knowledge(record.knowledge)),
        (_("Formation"), _stages(record.path, _LEARNING)),
        (_("Langues"), _languages(record.path)),
        (_("Autre"), _stages(record.path, (PathKind.OTHER,))),
        (_("Projet"), project_blocks(record.project, [])),
    ]
    return Sheet(
        title=card.name or _("Curriculum vitæ"),
        name=card.headline,
        under=[
            *([Said(card.place, OWN)] if card.place else []),
            # Numbers and addresses are read from the left, whatever the page.
            *(Said(contact, FRENCH) for contact in card.contacts),
        ],
        sections=[Section(Said(title), blocks) for title, blocks in parts if blocks],
        foot=card.name,
        author=card.name,
    )


def _stages(path: Iterable[ReadStage], kinds: tuple[PathKind, ...]) -> list[Block]:
    return [_stage(stage) for stage in path if stage.kind in kinds]


def _stage(stage: ReadStage) -> Entry:
    under = [Said(stage.place, OWN)] if stage.place else []
    if when := stage_dates(stage):
        under.append(Said(when))
    # A post, a training, something else: their part of the page says it already.
    if stage.kind not in (PathKind.POST, PathKind.TRAINING, PathKind.OTHER):
        under.append(Said(stage.kind.label))
    return Entry(Said(stage.title, OWN), under, Said(stage.words, OWN) if stage.words else None)


def _lines(record: Record, *, exact: bool) -> list[Block]:
    blocks: list[Block] = []
    for framework in record.frameworks:
        for group in framework.groups:
            if group.label:
                blocks.append(Entry(_words(group, exact=exact), []))
            blocks.append(Points([_words(line, exact=exact) for line in group.lines]))
    return blocks


def _words(one: ReadGroup | ReadLine, *, exact: bool) -> Said:
    if not one.french_plain and one.plain == one.label:
        return Said(one.label, OWN)
    return Said(one.label, FRENCH) if exact else Said(one.plain)


def _knowledge(lines: list[ReadKnowledge]) -> list[Block]:
    said = []
    for line in lines:
        sources = listed(source.label for source in line.sources)
        said.append(Said(f"{line.field} ({sources})" if sources else line.field, OWN))
    return [Points(said)] if said else []


def _languages(path: Iterable[ReadStage]) -> list[Block]:
    spoken = [
        Said(f"{stage.name} ({listed(stage.uses)})" if stage.uses else stage.name, OWN)
        for stage in path
        if stage.kind is PathKind.LANGUAGE
    ]
    return [Points(spoken)] if spoken else []
