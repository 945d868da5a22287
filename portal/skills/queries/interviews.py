"""Interviews: somebody's own, those one holds, what was prepared, written and signed.

The person asks from their own space, the manager from inside the organisation: the actor's place
says which. Everything here is read through the walls too (see `models.interviews`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.kernel import clock
from portal.kernel.db import take_turns
from portal.kernel.errors import NotFound
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor
from portal.skills.interview_enums import Act, InterviewKind, Topic
from portal.skills.models import (
    Interview,
    InterviewAct,
    InterviewAgreement,
    InterviewEntry,
    InterviewPreparation,
    InterviewRecord,
)

Acts = dict[tuple[UUID, Act], InterviewAct]


@dataclass(frozen=True)
class Meeting:
    """An interview, what each of the two did, and the record once both signed it."""

    interview: Interview
    acts: Acts
    record: InterviewRecord | None = None

    def act(self, kind: Act, *, worker: bool) -> InterviewAct | None:
        """What one of the two did; nothing by whoever held it before."""
        who = self.interview.person_id if worker else self.interview.manager_id
        return self.acts.get((who, kind)) if who is not None else None

    def both(self, kind: Act) -> tuple[InterviewAct | None, InterviewAct | None]:
        return self.act(kind, worker=True), self.act(kind, worker=False)

    @property
    def agreed_date(self) -> InterviewAct | None:
        """The moment both said yes to."""
        theirs, ours = self.both(Act.DATE)
        if theirs is None or ours is None or theirs.meets_at != ours.meets_at:
            return None
        return max(theirs, ours, key=lambda act: bool(act.place))

    @property
    def last_date(self) -> InterviewAct | None:
        """The moment proposed last, agreed or not."""
        known = [act for act in self.both(Act.DATE) if act is not None]
        return max(known, key=lambda act: act.at, default=None)

    @cached_property
    def is_open(self) -> bool:
        """Both opened, or the agreed moment came: each reads the other's preparation."""
        if all(self.both(Act.OPEN)):
            return True
        agreed = self.agreed_date
        return bool(agreed and agreed.meets_at and agreed.meets_at <= clock.now())

    @property
    def is_signed(self) -> bool:
        return self.record is not None

    @property
    def is_over(self) -> bool:
        return self.is_signed or self.interview.cancelled_at is not None

    @property
    def day(self) -> datetime:
        """When it is or was to be."""
        known = self.agreed_date or self.last_date
        return known.meets_at if known and known.meets_at else self.interview.created_at

    @property
    def listed_at(self) -> datetime:
        """The moment it is listed under: when it was signed, if the day it is for comes later."""
        return min(self.day, self.record.signed_at) if self.record else self.day

    @property
    def is_early(self) -> bool:
        """The day it is meant for is still to come."""
        return _day(self.day) > clock.today()

    @property
    def opened_before(self) -> date | None:
        """The day both had opened, where that was before the day it was meant for."""
        opened = [act.at for act in self.both(Act.OPEN) if act is not None]
        if len(opened) < len(self.both(Act.OPEN)):
            return None
        day = _day(max(opened))
        return day if day < _day(self.day) else None

    def person_ids(self) -> tuple[UUID | None, UUID | None]:
        return self.interview.person_id, self.interview.manager_id


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.PARIS).date()


def list_mine(session: Session, person_id: UUID) -> list[Meeting]:
    """Somebody's own interviews, wherever they work or worked, the newest first."""
    found = session.scalars(select(Interview).where(Interview.person_id == person_id)).all()
    return _meetings(session, found)


def list_here(session: Session, actor: Actor) -> list[Meeting]:
    """The interviews of this organisation; those others hold come without what is in them."""
    found = session.scalars(
        select(Interview).where(Interview.organisation_id == actor.organisation_id)
    ).all()
    return _meetings(session, found)


def list_records(session: Session, actor: Actor) -> Sequence[InterviewRecord]:
    """The signed records this organisation keeps and the actor may read, the newest first."""
    found = session.scalars(
        select(InterviewRecord)
        .where(InterviewRecord.organisation_id == actor.organisation_id)
        .order_by(InterviewRecord.interview_id)
    ).all()
    return sorted(found, key=lambda record: record.listed_on, reverse=True)


def get_meeting(
    session: Session, actor: Actor, interview_id: UUID, *, lock: bool = False
) -> Meeting:
    """An interview of which the actor is one of the two. Raises NotFound to everybody else."""
    query = select(Interview).where(Interview.id == interview_id)
    if actor.place is None:
        query = query.where(Interview.person_id == actor.person_id)
    else:
        query = query.where(
            Interview.organisation_id == actor.organisation_id,
            Interview.manager_id == actor.person_id,
        )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    if lock:
        hold(session, interview_id)
    return _meetings(session, [found])[0]


def get_held_by_another(session: Session, actor: Actor, interview_id: UUID) -> Interview:
    """An interview of this organisation, whoever holds it. Raises NotFound."""
    found = session.scalars(
        select(Interview).where(
            Interview.id == interview_id,
            Interview.organisation_id == actor.organisation_id,
            Interview.person_id != actor.person_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_record(session: Session, actor: Actor, interview_id: UUID) -> InterviewRecord:
    """A signed record: the person's own, or one this organisation keeps. Raises NotFound."""
    query = select(InterviewRecord).where(InterviewRecord.interview_id == interview_id)
    if actor.place is None:
        query = query.where(InterviewRecord.person_id == actor.person_id)
    else:
        query = query.where(InterviewRecord.organisation_id == actor.organisation_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def last_record(
    session: Session, organisation_id: UUID, person_id: UUID, *kinds: str
) -> InterviewRecord | None:
    """The last interview of somebody in a house that both signed."""
    query = select(InterviewRecord).where(
        InterviewRecord.organisation_id == organisation_id, InterviewRecord.person_id == person_id
    )
    if kinds:
        query = query.where(InterviewRecord.kind.in_(kinds))
    return session.scalars(query.order_by(InterviewRecord.met_on.desc()).limit(1)).one_or_none()


def list_preparations(
    session: Session, actor: Actor, meeting: Meeting
) -> dict[UUID, dict[Topic, InterviewPreparation]]:
    """By person and topic: one's own; the other's too once it is open."""
    readers = meeting.person_ids() if meeting.is_open else (actor.person_id,)
    rows = session.scalars(
        select(InterviewPreparation).where(
            InterviewPreparation.interview_id == meeting.interview.id,
            InterviewPreparation.person_id.in_([one for one in readers if one is not None]),
        )
    )
    found: dict[UUID, dict[Topic, InterviewPreparation]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.topic] = row
    return found


@dataclass(frozen=True)
class Held:
    """What somebody prepared about a topic, of an interview they hold or held."""

    kind: InterviewKind
    organisation: str
    topic: Topic
    words: str
    changed_at: datetime


def list_held_preparations(session: Session) -> list[Held]:
    """What the person of this transaction prepared as a manager, wherever that was. Their own
    words only: neither the other's nor with whom it was.
    """
    rows = session.execute(text("SELECT * FROM door_held_preparations()"))
    return [
        Held(InterviewKind(r.kind), r.organisation, Topic(r.topic), r.words, r.changed_at)
        for r in rows
    ]


def list_voices(
    session: Session, prepared: dict[UUID, dict[Topic, InterviewPreparation]]
) -> dict[UUID, StoredFile]:
    """The recordings of these preparations, those the walls give."""
    wanted = [row.file_id for topics in prepared.values() for row in topics.values() if row.file_id]
    if not wanted:
        return {}
    found = session.scalars(select(StoredFile).where(StoredFile.id.in_(wanted)))
    return {file.id: file for file in found}


def find_voice(session: Session, actor: Actor, meeting: Meeting, topic: Topic) -> UUID:
    """The recording the person prepared about a topic. Raises NotFound: none, or still sealed."""
    prepared = list_preparations(session, actor, meeting).get(meeting.interview.person_id, {})
    found = prepared.get(topic)
    if found is None or found.file_id is None:
        raise NotFound
    return found.file_id


def list_entries(session: Session, meeting: Meeting) -> dict[UUID, dict[Topic, str]]:
    """What each of the two has written in the record, by person and topic."""
    people = [one for one in meeting.person_ids() if one is not None]
    rows = session.execute(
        select(InterviewEntry.person_id, InterviewEntry.topic, InterviewEntry.words).where(
            InterviewEntry.interview_id == meeting.interview.id,
            InterviewEntry.person_id.in_(people),
        )
    )
    found: dict[UUID, dict[Topic, str]] = defaultdict(dict)
    for person_id, topic, words in rows:
        found[person_id][topic] = words
    return found


def list_agreements(session: Session, meeting: Meeting) -> Sequence[InterviewAgreement]:
    """Earlier ones first, then those of this interview."""
    return session.scalars(
        select(InterviewAgreement)
        .where(InterviewAgreement.interview_id == meeting.interview.id)
        .order_by(InterviewAgreement.since.nulls_last(), InterviewAgreement.position)
    ).all()


def slug_of(session: Session, organisation_id: UUID) -> str:
    return session.scalar(select(Organisation.slug).where(Organisation.id == organisation_id)) or ""


def hold(session: Session, interview_id: UUID) -> None:
    """Two people who write or sign the same record take turns. One of them has no right to lock
    the row itself, so that the lock is on its number.
    """
    take_turns(session, 21, str(interview_id))


def _meetings(session: Session, interviews: Iterable[Interview]) -> list[Meeting]:
    by_id = {one.id: one for one in interviews}
    acts: dict[UUID, Acts] = defaultdict(dict)
    for act in session.scalars(
        select(InterviewAct)
        .where(InterviewAct.interview_id.in_(by_id))
        .execution_options(populate_existing=True)
    ):
        acts[act.interview_id][act.person_id, act.kind] = act
    records = {
        record.interview_id: record
        for record in session.scalars(
            select(InterviewRecord).where(InterviewRecord.interview_id.in_(by_id))
        )
    }
    found = [Meeting(one, acts[one.id], records.get(one.id)) for one in by_id.values()]
    return sorted(found, key=lambda meeting: meeting.listed_at, reverse=True)
