"""What the pages of shares receive: the readers one may choose, the groups of the grid."""

from typing import Any
from uuid import UUID

from flask import url_for

from portal.kernel.i18n import _, isolate
from portal.organisations.enums import OrganisationKind
from portal.organisations.queries import places
from portal.skills.actions.sharing import Wanted, find_reader, source_of
from portal.skills.documents import knowledge_lines
from portal.skills.enums import EvidenceKind, Part
from portal.skills.queries import evidence
from portal.skills.queries.readers import list_acquaintances
from portal.skills.reading import read
from portal.spaces.peer.shares.forms import ALL, ShareForm, some_of
from portal.web.forms import choices, future_id
from portal.web.request import actor, person_id, session


def fill(form: ShareForm, words: str = "") -> int:
    """Give the form its readers (one's own places, whom one knows, those found) and groups. Returns
    how many were found with these words.
    """
    readers: dict[str, str] = {}
    for place in places.list_places(session(), person_id()):
        if place.kind != OrganisationKind.OPERATOR:
            readers[f"o:{place.id}"] = place.name
    for colleague in places.list_colleagues(session()):
        readers.setdefault(
            f"p:{colleague.person_id}",
            f"{isolate(colleague.name)} ({isolate(colleague.organisation)})",
        )
    for known in list_acquaintances(session(), actor()):
        where = _("groupe : %(title)s", title=known.group) if known.group else _("près de vous")
        readers[known.code] = f"{isolate(known.name)} ({where})"
    found = places.search_organisations(session(), words)
    for one in found:
        readers.setdefault(f"o:{one.id}", one.name)
    chosen = form.reader.data or ""
    if chosen and chosen not in readers:
        # Chosen among what was found, on the page before this one.
        readers[chosen] = find_reader(session(), actor(), chosen).name
    form.reader.choices = choices(*readers.items())
    document = source_of(session(), actor(), form.number)
    record = read(document)
    groups = [group for framework in record.frameworks for group in framework.groups]
    form.headings.choices = _with_all(
        _("Toute la grille"), [(group.code, group.plain) for group in groups]
    )
    form.knowledge.choices = _with_all(
        _("Toutes mes connaissances"),
        [(code, line["field"]) for code, line in knowledge_lines(document)],
    )
    showable = evidence.list_showable(session(), person_id())
    form.evidence.choices = choices(
        *((str(one.id), f"{one.kind.label} – {one.plain}") for one in showable)
    )
    return len(found)


def _with_all(label: str, some: list[tuple[str, str]]) -> list[Any]:
    """The whole first, then each; nothing where there is nothing to choose."""
    return choices((ALL, label), *some) if some else []


def own_file(file_id: UUID) -> str:
    """Where one hears or sees one's own recording or photo."""
    for one in evidence.list_showable(session(), person_id()):
        if one.file_id == file_id and one.kind == EvidenceKind.VOICE:
            return url_for("peer.uploads.play_upload", file_id=file_id)
    return url_for("peer.uploads.preview_upload", file_id=file_id, page=1)


def wanted(form: ShareForm) -> Wanted:
    """What a valid form asks for. Raises NotFound for a reader one may not choose."""
    if form.until.data is None:
        raise ValueError("a valid form has a date")
    return Wanted(
        id=future_id(person_id(), form.share_id),
        reader=find_reader(session(), actor(), form.reader.data or ""),
        parts=[Part(part) for part in form.parts.data or ()],
        headings=some_of(form.headings),
        knowledge=some_of(form.knowledge),
        purpose=form.purpose.data or "",
        until=form.until.data,
        version=form.number,
        evidence=[UUID(text) for text in form.evidence.data or ()],
    )


def fields(form: ShareForm) -> list[tuple[str, Any]]:
    """What the page of confirmation sends again, as hidden fields."""
    single = [
        ("share", form.share_id),
        ("version", form.version.data or ""),
        ("reader", form.reader.data),
        ("purpose", form.purpose.data),
        ("until", form.until.data),
    ]
    several = [
        (name, value)
        for name in ("parts", "headings", "knowledge", "evidence")
        for value in getattr(form, name).data or ()
    ]
    return single + several
