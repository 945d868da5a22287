"""The arrivals of a structure, and one's own. Owners in every `where`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.engagements.enums import Moment
from portal.engagements.models import (
    CheckIn,
    CheckInWords,
    Engagement,
    MissionLetter,
    SheetReview,
    WelcomeItem,
)
from portal.kernel.errors import NotFound
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor

# Some of these are what the spaces receive from here: they see no table.
__all__ = [
    "CheckIn",
    "CheckInWords",
    "Engagement",
    "Group",
    "MissionLetter",
    "SheetReview",
    "Welcome",
    "WelcomeItem",
    "find_letter",
    "get_check_in",
    "get_engagement",
    "get_item",
    "get_own",
    "list_check_ins",
    "list_groups",
    "list_hires",
    "list_items",
    "list_own",
    "list_reviews",
    "list_welcomes",
    "list_words",
    "place_of",
]


@dataclass(frozen=True)
class Group:
    """The items of one moment: what is left to do, what is done."""

    moment: Moment
    left: tuple[WelcomeItem, ...]
    done: tuple[WelcomeItem, ...]


@dataclass(frozen=True)
class Welcome:
    """An engagement in a list, with what is done and what is left."""

    engagement: Engagement
    place: str
    done: int
    left: int


def list_welcomes(session: Session, actor: Actor, *, ended: bool = False) -> list[Welcome]:
    """Those that go on in the structure, or those that ended; the newest arrival first."""
    over = Engagement.ended_on.is_not(None) if ended else Engagement.ended_on.is_(None)
    return _welcomes(session, Engagement.organisation_id == actor.organisation_id, over)


def list_own(session: Session, person_id: UUID) -> list[Welcome]:
    """Somebody's own, whatever the structure."""
    return _welcomes(session, Engagement.person_id == person_id)


def list_hires(session: Session, actor: Actor) -> dict[UUID, date]:
    """The day each was hired, for those the structure says it of; the first of their contracts."""
    rows = session.execute(
        select(Engagement.person_id, func.min(Engagement.hired_on))
        .where(
            Engagement.organisation_id == actor.organisation_id,
            Engagement.ended_on.is_(None),
        )
        .group_by(Engagement.person_id)
    )
    return {person_id: hired for person_id, hired in rows if person_id and hired}


def _welcomes(session: Session, *conditions: object) -> list[Welcome]:
    done = func.count(WelcomeItem.done_at)
    rows = session.execute(
        select(Engagement, Organisation.name, done, func.count(WelcomeItem.id))
        .join(Organisation, Organisation.id == Engagement.organisation_id)
        .outerjoin(WelcomeItem, WelcomeItem.engagement_id == Engagement.id)
        .where(*conditions)  # type: ignore[arg-type]  # conditions of ours, above
        .group_by(Engagement.id, Organisation.name)
        .order_by(Engagement.began.desc(), Engagement.id)
    )
    return [Welcome(row[0], row[1], row[2], row[3] - row[2]) for row in rows]


def get_engagement(session: Session, actor: Actor, engagement_id: UUID) -> Engagement:
    """The structure's own. Raises NotFound."""
    return _one(
        session,
        Engagement.id == engagement_id,
        Engagement.organisation_id == actor.organisation_id,
    )


def get_own(session: Session, person_id: UUID, engagement_id: UUID) -> Engagement:
    """The person's own. Raises NotFound."""
    return _one(session, Engagement.id == engagement_id, Engagement.person_id == person_id)


def _one(session: Session, *conditions: object) -> Engagement:
    found = session.scalars(
        select(Engagement).where(*conditions)  # type: ignore[arg-type]  # conditions of ours, above
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def place_of(session: Session, engagement: Engagement) -> str:
    """The name of the structure it is in."""
    return session.get_one(Organisation, engagement.organisation_id).name


def list_items(session: Session, engagement: Engagement) -> Sequence[WelcomeItem]:
    """In the order of the list."""
    return session.scalars(
        select(WelcomeItem)
        .where(
            WelcomeItem.organisation_id == engagement.organisation_id,
            WelcomeItem.engagement_id == engagement.id,
        )
        .order_by(WelcomeItem.position, WelcomeItem.id)
    ).all()


def list_groups(session: Session, engagement: Engagement) -> list[Group]:
    """The items by moment, in the order of the year; moments with nothing are left out."""
    items = list_items(session, engagement)
    found = []
    for moment in Moment:
        own = [item for item in items if item.moment == moment]
        if own:
            left = tuple(item for item in own if item.done_at is None)
            found.append(Group(moment, left, tuple(item for item in own if item.done_at)))
    return found


def get_item(session: Session, engagement: Engagement, item_id: UUID) -> WelcomeItem:
    for item in list_items(session, engagement):
        if item.id == item_id:
            return item
    raise NotFound


def list_check_ins(session: Session, engagement: Engagement) -> Sequence[CheckIn]:
    """By date."""
    return session.scalars(
        select(CheckIn)
        .where(
            CheckIn.organisation_id == engagement.organisation_id,
            CheckIn.engagement_id == engagement.id,
        )
        .order_by(CheckIn.due_on, CheckIn.id)
    ).all()


def get_check_in(session: Session, engagement: Engagement, check_in_id: UUID) -> CheckIn:
    for check_in in list_check_ins(session, engagement):
        if check_in.id == check_in_id:
            return check_in
    raise NotFound


def list_words(session: Session, check_in: CheckIn) -> Sequence[CheckInWords]:
    """What the walls let one read: one's own side, and the other's once it was given."""
    return session.scalars(
        select(CheckInWords).where(
            CheckInWords.organisation_id == check_in.organisation_id,
            CheckInWords.check_in_id == check_in.id,
        )
    ).all()


def find_letter(session: Session, engagement: Engagement) -> MissionLetter | None:
    return session.scalars(
        select(MissionLetter).where(
            MissionLetter.organisation_id == engagement.organisation_id,
            MissionLetter.engagement_id == engagement.id,
        )
    ).one_or_none()


def list_reviews(session: Session, engagement: Engagement) -> Sequence[SheetReview]:
    """The newest first."""
    return session.scalars(
        select(SheetReview)
        .where(
            SheetReview.organisation_id == engagement.organisation_id,
            SheetReview.engagement_id == engagement.id,
        )
        .order_by(SheetReview.held_on.desc(), SheetReview.id.desc())
    ).all()
