"""Sharing: a copy for one reader, revoked at once, over by itself; each look is written down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import new_id, take_turns
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_
from portal.people import policy, queries
from portal.people.enums import ShareKind
from portal.people.errors import BadTerm
from portal.people.models import Share, ShareFile, ShareLook
from portal.people.queries import shares


@dataclass(frozen=True)
class Reader:
    """Whom a share is for: a person or an organisation, never both."""

    name: str
    person_id: UUID | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Looker:
    """Who opens a share: a person, and the organisation they stand in if it may be its reader."""

    id: UUID
    name: str
    place_name: str = ""
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Proposal:
    """What is shared, with whom, why and until when; `sentence` is what the person agreed to.

    `document` is all the reader will see. `files` are the person's own. `id` is the future share's:
    proposed twice, it is granted once.
    `at_work`: for those who manage in the organisation, and only while the person works there.
    """

    kind: ShareKind
    title: str
    reader: Reader
    purpose: str
    until: datetime
    sentence: str
    language: str
    document: dict[str, Any]
    files: Sequence[UUID] = ()
    id: UUID = field(default_factory=new_id)
    at_work: bool = False


def check_proposal(proposal: Proposal) -> None:
    """Raises BadTerm, or Invalid where the reason is missing."""
    now = clock.now()
    if not now < proposal.until <= now + policy.LONGEST_SHARE:
        raise BadTerm
    if not proposal.purpose.strip():
        raise Invalid({"purpose": str(N_("Dites pourquoi vous partagez."))})


def grant_share(session: Session, person_id: UUID, proposal: Proposal) -> Share:
    """Share a copy. Who the reader may be is the caller's to check. Raises BadTerm, Invalid."""
    check_proposal(proposal)
    now = clock.now()
    # Pressed twice at once, the second waits for the first and finds it.
    take_turns(session, 8, str(proposal.id))
    known = session.scalars(
        select(Share).where(Share.id == proposal.id, Share.person_id == person_id)
    ).one_or_none()
    if known is not None:
        return known
    reader = proposal.reader
    share = Share(
        id=proposal.id,
        person_id=person_id,
        person_name=queries.get_person(session, person_id).display_name,
        kind=proposal.kind,
        title=proposal.title,
        recipient_person_id=reader.person_id,
        recipient_organisation_id=reader.organisation_id,
        recipient_name=reader.name,
        purpose=proposal.purpose.strip(),
        sentence=proposal.sentence,
        language=proposal.language,
        document=proposal.document,
        at_work=proposal.at_work,
        created_at=now,
        until=proposal.until,
    )
    session.add(share)
    session.flush()
    session.add_all(
        ShareFile(share_id=share.id, person_id=person_id, file_id=file_id)
        for file_id in dict.fromkeys(proposal.files)
    )
    session.flush()
    audit.record(session, "share.granted", person_id=person_id, subject=str(share.id))
    return share


def revoke_share(session: Session, person_id: UUID, share_id: UUID) -> Share:
    """End a share now. Done again, nothing happens. Raises NotFound."""
    share = shares.get_own(session, person_id, share_id, lock=True)
    if share.revoked_at is None:
        share.revoked_at = clock.now()
        audit.record(session, "share.revoked", person_id=person_id, subject=str(share.id))
    return share


# Row-level security, a foreign key.
_TAKEN_BACK = ("42501", "23503")
# One listens in pieces, back and forth: that is one look.
_SAME_LOOK = timedelta(hours=1)


def look_at(session: Session, looker: Looker, share_id: UUID) -> Share:
    """What a reader opens, once the look is written down. Raises NotFound."""
    share = shares.get_received(session, looker.id, share_id, looker.organisation_id)
    _write_look(session, share, looker)
    return share


def open_file(session: Session, looker: Looker, share_id: UUID, file_id: UUID) -> None:
    """A file of a share is heard or seen; written down once an hour. Raises NotFound."""
    share = shares.get_received(session, looker.id, share_id, looker.organisation_id)
    if file_id not in shares.files_of(session, share_id):
        raise NotFound
    since = clock.now() - _SAME_LOOK
    if not shares.was_opened(session, looker.id, share_id, file_id, since):
        _write_look(session, share, looker, file_id)


def _write_look(
    session: Session, share: Share, looker: Looker, file_id: UUID | None = None
) -> None:
    name = looker.name
    if share.recipient_person_id is not None:
        # As the owner knows them: it may be a name they chose for a group.
        name = share.recipient_name
    look = ShareLook(
        share_id=share.id,
        person_id=share.person_id,
        looker_id=looker.id,
        looker_name=name[:120],
        place_name=looker.place_name[:160],
        file_id=file_id,
        at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(look)
            session.flush()
    except (ProgrammingError, IntegrityError) as error:
        # Taken back at this very moment: the walls refuse the look, or its share is gone.
        if getattr(error.orig, "sqlstate", "") not in _TAKEN_BACK:
            raise
        raise NotFound from error
