"""A document read back: what a page, a file or a chart shows of a version or of a share.

The shape is that of `portal.skills.documents`. Marks become `Level` again, so that they have words;
French wordings of the guide become the reader's language, the person's own words stay theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.skills.enums import Ease, EvidenceKind, Level, Mobilised, PathKind, Scope, Source, Wish
from portal.skills.languages import name_of, uses_of

# The guide's columns, letter for letter (lines 1558-1561 and 1660-1663).
COMPETENCY = "Compétence mobilisée /action effectuée"
MASTERY = "Maîtrise (/5)"
INTEREST = "Intérêt (/5)"
FIELD = "Champ de connaissance"
SOURCE = "Source de connaissance"


@dataclass(frozen=True)
class Columns:
    """The heads of the guide's two tables, for a page."""

    competency: str = COMPETENCY
    mastery: str = MASTERY
    interest: str = INTEREST
    field: str = FIELD
    source: str = SOURCE


@dataclass(frozen=True)
class ReadLine:
    """A line that was answered. `key` is the same from one version to the next.

    `follows` are the keys of the lines it words otherwise, the nearest first.
    """

    key: str
    label: str
    french_plain: str
    mobilised: Mobilised | None
    mastery: Level | None
    interest: Level | None
    evidence: int
    follows: Sequence[str] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    french_flaw: str = ""
    completed: str = ""
    completed_source: str = ""
    # Answered aloud, and not in a word.
    spoken: bool = False

    @property
    def plain(self) -> str:
        return plain_words(self.label, self.french_plain, self.translations)

    @property
    def said(self) -> str:
        """How it was answered; empty where it was not."""
        if self.mobilised:
            return self.mobilised.label
        return _("Répondu à voix haute") if self.spoken else ""

    @property
    def remarks(self) -> list[str]:
        """What the source leaves unclear in it, and what completes it: said wherever it is read."""
        return remarks(self.french_flaw, self.completed, self.completed_source)


@dataclass(frozen=True)
class ReadGroup:
    code: str
    label: str
    french_plain: str
    scope: Scope
    lines: list[ReadLine]
    french_flaw: str = ""

    @property
    def remarks(self) -> list[str]:
        return remarks(self.french_flaw)

    @property
    def plain(self) -> str:
        return i18n.gettext_(self.french_plain) if self.french_plain else self.label


@dataclass(frozen=True)
class ReadFramework:
    code: str
    french_title: str
    source: str
    groups: list[ReadGroup]

    @property
    def title(self) -> str:
        return i18n.gettext_(self.french_title) if self.french_title else ""


@dataclass(frozen=True)
class ReadKnowledge:
    field: str
    sources: list[Source]
    mastery: Level | None
    interest: Level | None
    note: str

    @property
    def key(self) -> str:
        """The same from one version to the next: its words, however they are spaced or cased."""
        return " ".join(self.field.split()).casefold()

    @property
    def plain(self) -> str:
        return self.field


@dataclass(frozen=True)
class ReadStage:
    kind: PathKind
    title: str
    place: str
    began: date | None
    ended: date | None
    is_current: bool
    level: str
    words: str
    language: str = ""
    spoken: Ease | None = None
    written: Ease | None = None
    interprets: Ease | None = None
    not_interpreted: str = ""

    @property
    def name(self) -> str:
        return name_of(self)

    @property
    def uses(self) -> list[str]:
        return uses_of(self)


@dataclass(frozen=True)
class ReadProject:
    in_peer_work: Wish | None
    in_sector: Wish | None
    how_long: str
    time_wish: str
    trainings: str
    words: str


@dataclass(frozen=True)
class ReadStep:
    what: str
    by_when: date | None
    who_helps: str
    done_on: date | None


@dataclass(frozen=True)
class ReadEvidence:
    """Words, a recording or a photo that go with a share, and the line they show."""

    file_id: UUID | None
    kind: EvidenceKind
    words: str
    label: str
    french_plain: str
    seconds: int
    peaks: list[int]
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        return plain_words(self.label, self.french_plain, self.translations)


@dataclass(frozen=True)
class Record:
    """A whole document, or an extract: what is not there was not kept, or not shown."""

    name: str
    taken_at: datetime
    frameworks: list[ReadFramework]
    knowledge: list[ReadKnowledge]
    path: list[ReadStage]
    project: ReadProject | None
    steps: list[ReadStep]
    evidence: list[ReadEvidence] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)

    @property
    def lines(self) -> Iterator[tuple[ReadGroup, ReadLine]]:
        for framework in self.frameworks:
            for group in framework.groups:
                for line in group.lines:
                    yield group, line


def read(document: Mapping[str, Any]) -> Record:
    """The document of a version or of a share."""
    project = document["project"]
    return Record(
        name=document["name"],
        taken_at=datetime.fromisoformat(document["taken_at"]),
        frameworks=[_framework(one) for one in document["grid"]],
        knowledge=[_knowledge(one) for one in document["knowledge"]],
        path=[_stage(one) for one in document["path"]],
        project=_project(project) if project else None,
        steps=[_step(one) for one in document["steps"]],
        evidence=[_evidence(one) for one in document.get("evidence", ())],
    )


def _framework(one: Mapping[str, Any]) -> ReadFramework:
    return ReadFramework(
        one["code"], one["title"], one["source"], [_group(one["code"], g) for g in one["groups"]]
    )


def _group(framework: str, one: Mapping[str, Any]) -> ReadGroup:
    lines = [
        ReadLine(
            key=f"{framework}/{line['code']}",
            label=line["label"],
            french_plain=line["plain"],
            mobilised=Mobilised(line["mobilised"]) if line["mobilised"] else None,
            mastery=_level(line["mastery"]),
            interest=_level(line["interest"]),
            evidence=line["evidence"],
            follows=[f"{framework}/{code}" for code in line.get("follows", ())],
            translations=line.get("translations", {}),
            french_flaw=line.get("flaw", ""),
            completed=line.get("completed", ""),
            completed_source=line.get("completed_source", ""),
            spoken=line.get("spoken", False),
        )
        for line in one["lines"]
    ]
    scope, flaw = Scope(one["scope"]), one.get("flaw", "")
    return ReadGroup(one["code"], one["label"], one["plain"], scope, lines, flaw)


def _knowledge(one: Mapping[str, Any]) -> ReadKnowledge:
    return ReadKnowledge(
        one["field"],
        [Source(source) for source in one["sources"]],
        _level(one["mastery"]),
        _level(one["interest"]),
        one["note"],
    )


def _stage(one: Mapping[str, Any]) -> ReadStage:
    return ReadStage(
        PathKind(one["kind"]),
        one["title"],
        one["place"],
        _day(one["began"]),
        _day(one["ended"]),
        one["is_current"],
        one["level"],
        one["words"],
        # Versions kept before languages had these have none of them.
        language=one.get("language", ""),
        spoken=_ease(one.get("spoken")),
        written=_ease(one.get("written")),
        interprets=_ease(one.get("interprets")),
        not_interpreted=one.get("not_interpreted", ""),
    )


def _project(one: Mapping[str, Any]) -> ReadProject:
    return ReadProject(
        Wish(one["in_peer_work"]) if one["in_peer_work"] else None,
        Wish(one["in_sector"]) if one["in_sector"] else None,
        one["how_long"],
        one["time_wish"],
        one["trainings"],
        one["words"],
    )


def _step(one: Mapping[str, Any]) -> ReadStep:
    return ReadStep(one["what"], _day(one["by_when"]), one["who_helps"], _day(one["done_on"]))


def _evidence(one: Mapping[str, Any]) -> ReadEvidence:
    return ReadEvidence(
        UUID(one["id"]) if one["id"] else None,
        EvidenceKind(one["kind"]),
        one["words"],
        one["label"],
        one["plain"],
        one["seconds"],
        one["peaks"],
        one.get("translations", {}),
    )


def remarks(french_flaw: str, completed: str = "", completed_source: str = "") -> list[str]:
    found = [i18n.gettext_(french_flaw)] if french_flaw else []
    if completed:
        whole = f"« {completed} » ({completed_source})"
        found.append(f"{_('Complété par le portail :')} {whole}")
    return found


def plain_words(label: str, french_plain: str, translations: Mapping[str, str]) -> str:
    """What its federation says in the reader's language, else what the portal does."""
    if told := translations.get(i18n.current().tag):
        return told
    return i18n.gettext_(french_plain) if french_plain else label


def _ease(word: str | None) -> Ease | None:
    return Ease(word) if word else None


def _level(mark: str | None) -> Level | None:
    return Level(mark) if mark else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
