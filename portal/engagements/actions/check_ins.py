"""Check-ins: the same questions to both sides, each side's words their own."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.engagements import policy
from portal.engagements.enums import Side
from portal.engagements.errors import WordsGiven
from portal.engagements.models import CheckIn, CheckInWords, Engagement
from portal.engagements.queries import welcomes
from portal.kernel import clock
from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations.scope import Actor


@dataclass(frozen=True)
class Words:
    """The four subjects of the guide (930-932): « missions, points positifs, points
    d’amélioration, inclusion ». Nothing about health has a place here (ST-17).
    """

    missions: str = ""
    good: str = ""
    better: str = ""
    inclusion: str = ""


def say_as_newcomer(
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    check_in_id: UUID,
    words: Words,
    *,
    give: bool,
) -> None:
    """One's own words; `give` lets the structure read them. Raises NotFound, WordsGiven."""
    if actor.person_id is None:
        raise NotFound
    engagement = welcomes.get_own(session, actor.person_id, engagement_id)
    _say(session, actor, engagement, check_in_id, Side.NEWCOMER, words, give=give)


def say_as_structure(
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    check_in_id: UUID,
    words: Words,
    *,
    give: bool,
) -> None:
    """The structure's words. Raises NotAllowed, NotFound, WordsGiven."""
    engagement = welcomes.get_engagement(session, actor, engagement_id)
    if not policy.can_hold_check_ins(actor):
        raise NotAllowed
    if engagement.person_id == actor.person_id:
        raise NotAllowed  # nobody holds both sides of their own check-in
    _say(session, actor, engagement, check_in_id, Side.STRUCTURE, words, give=give)


def _say(
    session: Session,
    actor: Actor,
    engagement: Engagement,
    check_in_id: UUID,
    side: Side,
    words: Words,
    *,
    give: bool,
) -> None:
    check_in = welcomes.get_check_in(session, engagement, check_in_id)
    said = _own_words(session, engagement, check_in, side)
    if said.given_at is not None:
        raise WordsGiven
    said.author_name, said.written_at = actor.name, clock.now()
    said.missions, said.good = words.missions, words.good
    said.better, said.inclusion = words.better, words.inclusion
    said.given_at = clock.now() if give else None
    session.add(said)
    session.flush()


def _own_words(
    session: Session, engagement: Engagement, check_in: CheckIn, side: Side
) -> CheckInWords:
    known = [words for words in welcomes.list_words(session, check_in) if words.side == side]
    if known:
        return known[0]
    return CheckInWords(
        organisation_id=check_in.organisation_id,
        check_in_id=check_in.id,
        side=side,
        person_id=engagement.person_id,
    )
