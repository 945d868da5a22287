"""Everything one of the two sees of an interview, side by side; what is sealed is not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.organisations.scope import Actor
from portal.people.models import Share, ShareLook
from portal.people.queries import shares
from portal.skills import minutes, policy
from portal.skills.errors import StillSealed
from portal.skills.interview_enums import AGENDA, Act, Topic
from portal.skills.models import InterviewAct, InterviewAgreement, InterviewPreparation
from portal.skills.queries import interviews as queries
from portal.skills.queries.interviews import Meeting

Prepared = dict[Topic, InterviewPreparation]


@dataclass(frozen=True)
class Room:
    """`text` is the record as it stands and `digest` what a signature of it would hold for."""

    meeting: Meeting
    is_worker: bool
    own: Prepared
    other: Prepared
    own_words: dict[Topic, str]
    other_words: dict[Topic, str]
    agreements: list[InterviewAgreement]
    voices: dict[UUID, StoredFile]
    text: dict[str, Any]
    digest: str

    @property
    def earlier(self) -> list[InterviewAgreement]:
        return [one for one in self.agreements if one.since is not None]

    @property
    def agreed(self) -> list[InterviewAgreement]:
        return [one for one in self.agreements if one.since is None]

    @property
    def agenda(self) -> list[Topic]:
        """What is talked about; what was agreed only where something was."""
        return [one for one in AGENDA if one is not Topic.AGREED or self.earlier]

    @property
    def topics(self) -> list[Topic]:
        """What the record may hold: the agenda, then each side's remarks and disagreements."""
        return [*self.agenda, Topic.REMARK, Topic.DISAGREEMENT]

    @property
    def other_name(self) -> str:
        interview = self.meeting.interview
        return interview.manager_name if self.is_worker else interview.person_name

    @property
    def own_date(self) -> InterviewAct | None:
        return self.act(Act.DATE)

    @property
    def other_date(self) -> InterviewAct | None:
        return self.act(Act.DATE, own=False)

    @property
    def must_answer_date(self) -> bool:
        """The other proposed a moment; one has not said yes to it."""
        if self.meeting.agreed_date is not None or self.other_date is None:
            return False
        return self.own_date is None or self.own_date.at < self.other_date.at

    @property
    def has_opened(self) -> bool:
        return self.act(Act.OPEN) is not None

    @property
    def other_has_opened(self) -> bool:
        return self.act(Act.OPEN, own=False) is not None

    @property
    def has_signed(self) -> bool:
        return self._holds(self.act(Act.SIGN))

    @property
    def other_has_signed(self) -> bool:
        return self._holds(self.act(Act.SIGN, own=False))

    @property
    def must_sign_again(self) -> bool:
        """One signed words that changed since."""
        return self.act(Act.SIGN) is not None and not self.has_signed

    @property
    def can_sign(self) -> bool:
        is_written = self.text["topics"] or self.text["agreements"] or self.text["earlier"]
        return bool(is_written) and not self.has_signed

    def act(self, kind: Act, *, own: bool = True) -> InterviewAct | None:
        return self.meeting.act(kind, worker=self.is_worker is own)

    def question(self, topic: Topic) -> str:
        return topic.question if self.is_worker else topic.manager_question

    def first_words(self, topic: Topic) -> str:
        """What the record begins with: one's words so far, or those one prepared."""
        prepared = self.own.get(topic)
        return self.own_words.get(topic) or (prepared.words if prepared else "")

    def voice(self, said: InterviewPreparation | None) -> StoredFile | None:
        """What was said aloud, when it can be heard."""
        return self.voices.get(said.file_id) if said is not None and said.file_id else None

    def after(self, topic: Topic) -> Topic | None:
        """The next thing to prepare."""
        following = self.agenda[self.agenda.index(topic) + 1 :]
        return following[0] if following else None

    def _holds(self, act: InterviewAct | None) -> bool:
        return act is not None and act.digest == self.digest


def enter(session: Session, actor: Actor, interview_id: UUID) -> Room:
    """Raises NotFound to everybody but the two."""
    meeting = queries.get_meeting(session, actor, interview_id)
    interview = meeting.interview
    worker = policy.is_worker(actor, interview)
    mine, theirs = interview.person_id, interview.manager_id
    if not worker:
        mine, theirs = theirs or interview.person_id, interview.person_id
    prepared = queries.list_preparations(session, actor, meeting)
    entries = queries.list_entries(session, meeting)
    text = minutes.current_minutes(session, meeting)
    return Room(
        meeting=meeting,
        is_worker=worker,
        own=prepared.get(mine, {}),
        other=prepared.get(theirs, {}) if theirs else {},
        own_words=entries.get(mine, {}),
        other_words=entries.get(theirs, {}) if theirs else {},
        agreements=list(queries.list_agreements(session, meeting)),
        voices=queries.list_voices(session, prepared),
        text=text,
        digest=minutes.digest_of(text),
    )


def enter_open(session: Session, actor: Actor, interview_id: UUID) -> Room:
    """Raises NotFound to everybody but the two, StillSealed to them before both opened."""
    room = enter(session, actor, interview_id)
    if not room.meeting.is_open:
        raise StillSealed
    return room


def topic_of(step: str, among: Iterable[Topic] = Topic) -> Topic:
    """The topic an address names. Raises NotFound."""
    if step not in [*among]:
        raise NotFound
    return Topic(step)


def attached_share(session: Session, room: Room) -> Share | None:
    """What the person shows now, for the person: nothing once taken back, here or elsewhere."""
    act = room.act(Act.ATTACH)
    if act is None or act.share_id is None or not room.is_worker:
        return None
    share = shares.get_own(session, room.meeting.interview.person_id, act.share_id)
    is_alive = share.revoked_at is None and share.until > clock.now()
    return share if is_alive else None


def is_something_shown(session: Session, actor: Actor, room: Room) -> bool:
    """Whether whoever holds the interview may open something now; it says nothing of what."""
    act = room.act(Act.ATTACH, own=False)
    if act is None or actor.person_id is None or actor.place is None:
        return False
    received = shares.list_received(session, actor.person_id, actor.place.id)
    return any(share.id == act.share_id for share in received)


def list_looks(session: Session, share: Share) -> list[ShareLook]:
    """Who opened it and when, for the person."""
    return shares.list_looks(session, share.person_id, [share.id])
