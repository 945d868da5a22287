"""Sharing one's record: who may be a reader, what the copy holds, the sentence one agrees to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import queries as stored
from portal.files.enums import ObjectRole
from portal.files.queries import Content
from portal.kernel import clock, i18n
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _, ngettext, show_date
from portal.organisations.queries import places
from portal.organisations.scope import Actor
from portal.people.actions import shares
from portal.people.actions.shares import Looker, Proposal, Reader
from portal.people.enums import ShareKind
from portal.people.models import Share
from portal.people.queries import shares as shares_of
from portal.skills import documents, messages, policy
from portal.skills.actions.record import owner
from portal.skills.enums import Part
from portal.skills.errors import NothingChosen
from portal.skills.queries import evidence
from portal.skills.queries import record as queries
from portal.skills.queries.readers import list_acquaintances
from portal.skills.reading import Record, read
from portal.skills.sentences import what_is_shown, which_record


@dataclass(frozen=True)
class Wanted:
    """What somebody means to share. `version` is a number, or nothing for the record of today.

    `headings` are codes of groups of the grid, `knowledge` of lines of what one knows; nothing
    means all of them.
    """

    id: UUID
    reader: Reader
    parts: Collection[Part]
    headings: Collection[str] | None
    purpose: str
    until: date
    version: int | None = None
    evidence: Collection[UUID] = ()
    knowledge: Collection[str] | None = None


def find_reader(session: Session, actor: Actor, code: str) -> Reader:
    """The reader behind a choice: « p: » a colleague's id, « o: » an organisation's, else what
    `list_acquaintances` gave. NotFound.
    """
    owner(actor)
    kind, _colon, text = code.partition(":")
    try:
        wanted = UUID(text)
    except ValueError as error:
        raise NotFound from error
    if kind == "o":
        found = places.find_admitted(session, wanted)
        return Reader(found.name, organisation_id=found.id)
    for colleague in places.list_colleagues(session):
        if kind == "p" and colleague.person_id == wanted:
            return Reader(colleague.name, person_id=colleague.person_id)
    for one in list_acquaintances(session, actor):
        if one.code == code:
            return Reader(one.name, person_id=one.person_id)
    raise NotFound


def propose(session: Session, actor: Actor, wanted: Wanted) -> Proposal:
    """The copy as the reader will see it, and the sentence.

    Raises NothingChosen, BadTerm, Invalid, NotFound.
    """
    whole = source_of(session, actor, wanted.version)
    copy = documents.extract(whole, wanted.parts, wanted.headings, wanted.knowledge)
    shown = evidence.list_showable(session, owner(actor), wanted.evidence)
    # « All » is said to who ticked all, not to who has nothing else yet.
    everything = set(wanted.parts) == set(Part) and documents.extract(whole, list(Part)) == copy
    copy["grid"] = documents.hushed(copy["grid"], shown)
    if documents.is_empty(copy) and not shown:
        raise NothingChosen
    kind = ShareKind.RECORDING if documents.is_empty(copy) else ShareKind.EXTRACT
    copy["evidence"] = documents.evidence_of(shown)
    what = what_is_shown(
        copy,
        whole=everything,
        headings=wanted.headings is not None,
        lines=wanted.knowledge is not None,
    )
    proposal = Proposal(
        id=wanted.id,
        kind=ShareKind.VERSION if everything else kind,
        title=what[:200],
        reader=wanted.reader,
        purpose=wanted.purpose,
        until=datetime.combine(wanted.until, time.max, clock.PARIS),
        sentence=_sentence(wanted, what, which_record(copy, wanted.version), len(shown)),
        language=i18n.current().tag,
        document=copy,
        files=[one.file_id for one in shown if one.file_id],
    )
    shares.check_proposal(proposal)
    return proposal


def share_record(session: Session, actor: Actor, wanted: Wanted) -> Share:
    """Share the copy and tell the reader. Twice the same id: once. BadTerm, NothingChosen."""
    share = shares.grant_share(session, owner(actor), propose(session, actor, wanted))
    messages.share_granted(session, share)
    return share


def open_received(session: Session, actor: Actor, share_id: UUID) -> Share:
    """What is shared with the actor, or with the organisation they stand in; the look is written.

    Raises NotFound: dead, another's, or not for this role.
    """
    return shares.look_at(session, _looker(actor), share_id)


def read_share(session: Session, share: Share) -> Record:
    """What a share shows; a recording taken back since is no longer among its files."""
    record = read(share.document)
    there = set(shares_of.files_of(session, share.id))
    kept = [one for one in record.evidence if one.file_id is None or one.file_id in there]
    return replace(record, evidence=kept)


def open_shared_file(session: Session, actor: Actor, share_id: UUID, file_id: UUID) -> Content:
    """A recording or a photo that goes with a share the actor may open; the look is written.

    Raises NotFound.
    """
    shares.open_file(session, _looker(actor), share_id, file_id)
    file = stored.get_file(session, actor, file_id)
    # A photo is seen, not saved: the picture of its first page.
    role, page = (ObjectRole.PREVIEW, 1) if file.page_count else (ObjectRole.CONTENT, 0)
    return stored.open_content(session, actor, file_id, role, page)


def source_of(session: Session, actor: Actor, version: int | None) -> dict[str, Any]:
    """The document a share is taken from: a version, or the record of today. Raises NotFound."""
    person_id = owner(actor)
    if version is None:
        return documents.current_document(session, person_id)
    return queries.get_version(session, person_id, version).document


def _looker(actor: Actor) -> Looker:
    """The actor as a reader, for the place they stand in if its readers read what it is given."""
    if actor.person_id is None:
        raise NotFound
    inside = actor.place if policy.can_read_received(actor) else None
    if inside is None:
        return Looker(actor.person_id, actor.name)
    return Looker(actor.person_id, actor.name, inside.name, inside.id)


def _sentence(wanted: Wanted, what: str, which: str, evidence_count: int) -> str:
    """What the person says yes to."""
    said = _(
        "Je montre %(what)s (%(which)s) à %(reader)s, pour : %(why)s, jusqu’au %(day)s."
        " Je peux arrêter quand je veux.",
        what=what,
        which=which,
        reader=wanted.reader.name,
        why=wanted.purpose,
        day=show_date(wanted.until),
    )
    if not evidence_count:
        return said
    with_them = ngettext(
        "Un texte, un enregistrement ou une photo part avec.",
        "%(n)s textes, enregistrements ou photos partent avec.",
        evidence_count,
    )
    return f"{said} {with_them}"
