"""Welcoming somebody: the same dated list for whoever arrives (ST-16)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.engagements import policy
from portal.engagements.enums import EngagementKind, Moment, Side
from portal.engagements.errors import EngagementOver
from portal.engagements.models import CheckIn, CheckInWords, Engagement, WelcomeItem
from portal.engagements.queries import rules, welcomes
from portal.kernel import audit, clock
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import N_
from portal.organisations.queries import members
from portal.organisations.scope import Actor

NO_NAME = N_("Choisissez la personne ou écrivez son nom.")
NO_WORDS = N_("Écrivez ce qu’il y a à faire.")
DAY_PASSED = N_("Ce jour est passé. Choisissez un autre jour.")
ENDS_FIRST = N_("La fin vient avant le début.")


@dataclass(frozen=True)
class Arrival:
    """Who arrives, when, how. `name` serves as long as the person has no account.

    `hired_on`: the day of the contract, if the structure says it.
    """

    kind: EngagementKind
    began: date
    person_id: UUID | None = None
    name: str = ""
    title: str = ""
    time: str = ""
    hired_on: date | None = None


def start(session: Session, actor: Actor, told: Arrival) -> Engagement:
    """Begin an engagement, with its list and its check-ins. Raises Invalid, NotAllowed."""
    if not policy.can_manage_welcomes(actor):
        raise NotAllowed
    engagement = Engagement(organisation_id=actor.organisation_id, created_at=clock.now())
    _tell(session, actor, engagement, told)
    session.add(engagement)
    session.flush()
    _write_list(session, engagement)
    for day in rules.check_in_days(session, _counted_from(session, engagement)):
        session.add(check_in_on(engagement, day))
    session.flush()
    _record(session, actor, "engagement.began", engagement)
    return engagement


def amend(session: Session, actor: Actor, engagement_id: UUID, told: Arrival) -> None:
    """Correct it; dates follow the day they were reckoned from. Raises as `start`."""
    engagement = open_engagement(session, actor, engagement_id)
    began, counted_from = engagement.began, _counted_from(session, engagement)
    _tell(session, actor, engagement, told)
    moved = engagement.began - began
    for item in welcomes.list_items(session, engagement):
        if item.due_on is not None and item.done_at is None:
            item.due_on += moved
    moved = _counted_from(session, engagement) - counted_from
    for check_in in welcomes.list_check_ins(session, engagement):
        check_in.due_on += moved
    session.flush()
    _address_words(session, engagement)


def end(session: Session, actor: Actor, engagement_id: UUID, ended_on: date) -> None:
    """It is over: what is kept goes when the rule says so. Raises Invalid, NotAllowed, NotFound."""
    engagement = open_engagement(session, actor, engagement_id)
    if ended_on < engagement.began:
        raise Invalid({"ended_on": str(ENDS_FIRST)})
    engagement.ended_on = ended_on
    session.flush()
    _record(session, actor, "engagement.ended", engagement)


def mark_item(
    session: Session, actor: Actor, engagement: Engagement, item_id: UUID, *, done: bool
) -> WelcomeItem:
    """Say that it is done, or not after all: whoever sees the list may. Raises NotFound."""
    item = welcomes.get_item(session, engagement, item_id)
    _still_on(engagement)
    if done and item.done_at is None:
        item.done_at, item.done_by = clock.now(), actor.name
    elif not done:
        item.done_at, item.done_by = None, ""
    session.flush()
    return item


def plan_item(
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    item_id: UUID,
    due_on: date | None,
    owner_id: UUID | None,
) -> None:
    """Who looks after it, and by when. Raises NotAllowed, NotFound."""
    engagement = open_engagement(session, actor, engagement_id)
    item = welcomes.get_item(session, engagement, item_id)
    owner = members.get_member(session, actor, owner_id) if owner_id else None
    if due_on != item.due_on:
        item.reminded_at = None
    item.due_on, item.owner_id = due_on, owner_id
    item.owner_name = owner.name if owner else ""
    session.flush()


def add_item(
    session: Session, actor: Actor, engagement_id: UUID, label: str, due_on: date | None
) -> WelcomeItem:
    """Something of the structure's own. Raises Invalid, NotAllowed, NotFound."""
    engagement = open_engagement(session, actor, engagement_id)
    if not label.strip():
        raise Invalid({"label": str(NO_WORDS)})
    item = WelcomeItem(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        position=len(welcomes.list_items(session, engagement)),
        moment=Moment.IF_NEEDED,
        label=label.strip(),
        due_on=due_on,
    )
    session.add(item)
    session.flush()
    return item


def add_check_in(session: Session, actor: Actor, engagement_id: UUID, day: date) -> CheckIn:
    """A talk on a day the structure chooses; the same day twice is one.

    Raises Invalid, NotAllowed, NotFound.
    """
    engagement = open_engagement(session, actor, engagement_id)
    if day < clock.today():
        raise Invalid({"due_on": str(DAY_PASSED)})
    for known in welcomes.list_check_ins(session, engagement):
        if known.due_on == day:
            return known
    check_in = check_in_on(engagement, day)
    session.add(check_in)
    session.flush()
    return check_in


def check_in_on(engagement: Engagement, day: date) -> CheckIn:
    """A talk of both sides, to be kept by whoever plans it."""
    return CheckIn(
        organisation_id=engagement.organisation_id, engagement_id=engagement.id, due_on=day
    )


def remove_item(session: Session, actor: Actor, engagement_id: UUID, item_id: UUID) -> None:
    """It does not fit here. Raises NotAllowed, NotFound."""
    engagement = open_engagement(session, actor, engagement_id)
    session.delete(welcomes.get_item(session, engagement, item_id))
    session.flush()


def open_engagement(session: Session, actor: Actor, engagement_id: UUID) -> Engagement:
    """To manage. Raises NotFound, NotAllowed, EngagementOver."""
    engagement = welcomes.get_engagement(session, actor, engagement_id)
    if not policy.can_manage_welcomes(actor):
        raise NotAllowed
    _still_on(engagement)
    return engagement


def _still_on(engagement: Engagement) -> None:
    if engagement.ended_on is not None:
        raise EngagementOver


def _tell(session: Session, actor: Actor, engagement: Engagement, told: Arrival) -> None:
    name = told.name.strip()
    if told.person_id is not None:
        try:
            name = members.get_member(session, actor, told.person_id).name or name
        except NotFound as error:
            raise Invalid({"person": str(NO_NAME)}) from error
    if not name:
        raise Invalid({"name": str(NO_NAME)})
    engagement.person_id, engagement.name = told.person_id, name
    engagement.kind = told.kind
    engagement.began, engagement.hired_on = told.began, told.hired_on
    engagement.title, engagement.time = told.title.strip(), told.time.strip()


def _address_words(session: Session, engagement: Engagement) -> None:
    """What the structure said before the newcomer had an account is for them too, once given."""
    talks = [one.id for one in welcomes.list_check_ins(session, engagement)]
    session.execute(
        update(CheckInWords)
        .where(
            CheckInWords.organisation_id == engagement.organisation_id,
            CheckInWords.check_in_id.in_(talks),
            CheckInWords.side == Side.STRUCTURE,
        )
        .values(person_id=engagement.person_id)
    )


def _write_list(session: Session, engagement: Engagement) -> None:
    """The words of the day, in French: a label of a source stays what it is."""
    for position, entry in enumerate(rules.welcome_list(session, clock.today())):
        days = entry.data.get("days")
        due = None if days is None else engagement.began + timedelta(days=int(days))
        session.add(
            WelcomeItem(
                organisation_id=engagement.organisation_id,
                engagement_id=engagement.id,
                position=position,
                moment=Moment(entry.data["moment"]),
                label=entry.french,
                due_on=due,
            )
        )


def _counted_from(session: Session, engagement: Engagement) -> date:
    return rules.check_ins_from(session, engagement.began, engagement.hired_on)


def _record(session: Session, actor: Actor, action: str, engagement: Engagement) -> None:
    audit.record(
        session,
        action,
        organisation_id=engagement.organisation_id,
        person_id=actor.person_id,
        subject=str(engagement.id),
    )
