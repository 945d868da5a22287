"""A document read back: what a page, a file or a chart shows of a version or of a share.

The shape is that of `portal.skills.documents`. Marks become `Level` again, so that they have words;
French wordings of the guide become the reader's language, the person's own words stay theirs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.kernel import i18n
from portal.skills.enums import Ease, EvidenceKind, Level, Mobilised, PathKind, Scope, Source, Wish
from portal.skills.languages import name_of, uses_of


@dataclass(frozen=True)
class ReadLine:
    """A line that was answered. `key` is the same from one version to the next."""

    key: str
    label: str
    french_plain: str
    mobilised: Mobilised | None
    mastery: Level | None
    interest: Level | None
    evidence: int

    @property
    def plain(self) -> str:
        return i18n.gettext_(self.french_plain) if self.french_plain else self.label


@dataclass(frozen=True)
class ReadGroup:
    code: str
    label: str
    french_plain: str
    scope: Scope
    lines: list[ReadLine]

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

    @property
    def plain(self) -> str:
        return i18n.gettext_(self.french_plain) if self.french_plain else self.label


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
        )
        for line in one["lines"]
    ]
    return ReadGroup(one["code"], one["label"], one["plain"], Scope(one["scope"]), lines)


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
    )


def _ease(word: str | None) -> Ease | None:
    return Ease(word) if word else None


def _level(mark: str | None) -> Level | None:
    return Level(mark) if mark else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
