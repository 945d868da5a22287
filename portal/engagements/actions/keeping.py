"""What a job does about an engagement: remind, end it when the person left, erase it."""

from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.engagements import policy
from portal.engagements.actions.welcomes import check_in_on
from portal.engagements.models import CheckIn, Engagement
from portal.engagements.nomenclatures import CHECK_IN_RULE
from portal.engagements.queries import rules, welcomes
from portal.engagements.queries.rules import Due
from portal.kernel import audit, clock
from portal.kernel.messages import send
from portal.organisations.enums import Role
from portal.organisations.models import Organisation
from portal.organisations.queries import Recipient, recipients


def tend(session: Session, due: Due) -> None:
    """Do what is due. Done twice, it happens once."""
    engagement = session.scalars(
        select(Engagement)
        .where(
            Engagement.organisation_id == due.organisation_id, Engagement.id == due.engagement_id
        )
        .with_for_update()
    ).one_or_none()
    if engagement is not None:
        _DOES[due.what](session, engagement)
        session.flush()


def _remind_items(session: Session, engagement: Engagement) -> None:
    """Those who look after what is due soon; whoever manages welcomes if nobody does."""
    soon = clock.today() + rules.period(session, CHECK_IN_RULE, "remind")
    owners: set[UUID | None] = set()
    for item in welcomes.list_items(session, engagement):
        waits = item.done_at is None and item.reminded_at is None
        if waits and item.due_on is not None and item.due_on <= soon:
            item.reminded_at = clock.now()
            owners.add(item.owner_id)
    chosen = [
        one
        for one in recipients(session, engagement.organisation_id, Role)
        if one.person_id in owners
    ]
    if None in owners or len(chosen) < len(owners):
        managers = recipients(session, engagement.organisation_id, policy.MANAGERS)
        chosen = [*chosen, *(one for one in managers if one.person_id not in owners)]
    day = clock.today().isoformat()
    _write(session, engagement, "items", chosen, f"welcome:{engagement.id}:{day}", "")


def _remind_check_in(session: Session, engagement: Engagement) -> None:
    """Both sides, each where they write."""
    soon = clock.today() + rules.period(session, CHECK_IN_RULE, "remind")
    for check_in in welcomes.list_check_ins(session, engagement):
        if check_in.reminded_at is None and check_in.due_on <= soon:
            check_in.reminded_at = clock.now()
            _call_both(session, engagement, "check_in", f"check-in:{check_in.id}", check_in)


def _plan_check_in(session: Session, engagement: Engagement) -> None:
    """The last one planned comes: the next is planned, as long as the engagement goes on."""
    last = max(one.due_on for one in welcomes.list_check_ins(session, engagement))
    soon = clock.today() + rules.period(session, CHECK_IN_RULE, "remind")
    if last <= soon:
        session.add(check_in_on(engagement, rules.next_check_in(session, last, soon)))


def _remind_sheet(session: Session, engagement: Engagement) -> None:
    """The structure is reminded, and the person in post is called to it (ST-04)."""
    due = rules.next_review(session, engagement.began, engagement.sheet_reviewed_on)
    _call_both(session, engagement, "sheet", f"sheet:{engagement.id}:{due.isoformat()}", None)


def _call_both(
    session: Session, engagement: Engagement, template: str, key: str, check_in: CheckIn | None
) -> None:
    end = f"/check-ins/{check_in.id}" if check_in else ""
    everybody = recipients(session, engagement.organisation_id, Role)
    person = [one for one in everybody if one.person_id == engagement.person_id]
    managers = recipients(session, engagement.organisation_id, policy.MANAGERS)
    others = [one for one in managers if one.person_id != engagement.person_id]
    _write(session, engagement, template, others, key, end)
    for one in person:
        _send(session, engagement, template, one, key, f"/my/welcome/{engagement.id}{end}")


def _write(
    session: Session,
    engagement: Engagement,
    template: str,
    to: Iterable[Recipient],
    key: str,
    end: str,
) -> None:
    slug = session.get_one(Organisation, engagement.organisation_id).slug
    path = f"/employer/{slug}/welcome/{engagement.id}{end}"
    for one in to:
        _send(session, engagement, template, one, key, path)


def _send(
    session: Session, engagement: Engagement, template: str, to: Recipient, key: str, path: str
) -> None:
    send(
        session,
        template=f"engagements.{template}",
        channel=to.channel,
        address=to.address,
        locale=to.locale,
        data={"path": path},
        organisation_id=engagement.organisation_id,
        once_key=f"{key}:{to.person_id}",
    )


def _end(session: Session, engagement: Engagement) -> None:
    """The person left the structure: what was theirs in it is over too."""
    engagement.ended_on = max(clock.today(), engagement.began)


def _erase(session: Session, engagement: Engagement) -> None:
    """Its list, check-ins, letter and reviews go with it."""
    session.delete(engagement)
    audit.record(
        session,
        "engagement.forgotten",
        organisation_id=engagement.organisation_id,
        person_id=None,
        subject=str(engagement.id),
    )


_DOES: dict[str, Callable[[Session, Engagement], None]] = {
    "items": _remind_items,
    "check_in": _remind_check_in,
    "plan": _plan_check_in,
    "sheet": _remind_sheet,
    "left": _end,
    "erase": _erase,
}
