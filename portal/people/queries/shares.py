"""Shares: those somebody made, those made for whoever asks. A dead share is nowhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, undefer

from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.people.models import Share, ShareFile, ShareLook


def list_shares(session: Session, person_id: UUID, *, documents: bool = False) -> Sequence[Share]:
    """What somebody shares and shared, the newest first; with what each shows, if asked."""
    query = select(Share).where(Share.person_id == person_id).order_by(Share.created_at.desc())
    return session.scalars(query.options(undefer(Share.document)) if documents else query).all()


def get_own(session: Session, person_id: UUID, share_id: UUID, *, lock: bool = False) -> Share:
    """A share somebody made, with its document. Raises NotFound."""
    query = (
        select(Share)
        .where(Share.id == share_id, Share.person_id == person_id)
        .options(undefer(Share.document))
    )
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_received(
    session: Session, person_id: UUID, organisation_id: UUID | None = None
) -> Sequence[Share]:
    """What is shared now with this person, and with this organisation if there is one."""
    return session.scalars(
        select(Share).where(*_open_to(person_id, organisation_id)).order_by(Share.created_at.desc())
    ).all()


def list_received_in(session: Session, organisation_id: UUID) -> Sequence[Share]:
    """What is shared now with an organisation, whoever of it asks."""
    return session.scalars(
        select(Share)
        .where(Share.recipient_organisation_id == organisation_id, *_alive())
        .order_by(Share.created_at.desc())
    ).all()


def get_received(
    session: Session, person_id: UUID, share_id: UUID, organisation_id: UUID | None = None
) -> Share:
    """A share made for the reader, with its document. Raises NotFound: revoked, over, another's."""
    found = session.scalars(
        select(Share)
        .where(Share.id == share_id, *_open_to(person_id, organisation_id))
        .options(undefer(Share.document))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def files_of(session: Session, share_id: UUID) -> list[UUID]:
    """The recordings and documents that go with a share."""
    return list(
        session.scalars(
            select(ShareFile.file_id)
            .where(ShareFile.share_id == share_id)
            .order_by(ShareFile.file_id)
        )
    )


def was_opened(
    session: Session, looker_id: UUID, share_id: UUID, file_id: UUID, since: datetime
) -> bool:
    """Whether the reader opened this file of a share since then."""
    found = select(ShareLook.id).where(
        ShareLook.share_id == share_id,
        ShareLook.looker_id == looker_id,
        ShareLook.file_id == file_id,
        ShareLook.at > since,
    )
    return session.scalar(select(found.exists())) is True


def list_looks(session: Session, person_id: UUID, share_ids: Sequence[UUID]) -> list[ShareLook]:
    """Who looked at these shares of a person, the newest first."""
    return list(
        session.scalars(
            select(ShareLook)
            .where(ShareLook.person_id == person_id, ShareLook.share_id.in_(share_ids))
            .order_by(ShareLook.at.desc())
        )
    )


def _alive() -> tuple[ColumnElement[bool], ...]:
    return Share.revoked_at.is_(None), Share.until > clock.now()


def _open_to(person_id: UUID, organisation_id: UUID | None) -> tuple[ColumnElement[bool], ...]:
    readers = [Share.recipient_person_id == person_id]
    if organisation_id is not None:
        readers.append(Share.recipient_organisation_id == organisation_id)
    return or_(*readers), *_alive()
