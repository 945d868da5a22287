"""« Ne pas être seul·e »: appearing to those who appear, writing through the portal, stopping."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.events import messages, neighbours, terms
from portal.events.errors import NotNear
from portal.events.models import NearbyCard, NearbyMessage
from portal.events.nomenclatures import DEPARTMENT
from portal.events.queries import nearby
from portal.kernel import clock, nomenclatures, throttle
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_
from portal.kernel.models import Erasure
from portal.organisations.scope import Actor

NO_NAME = N_("Écrivez le nom que les autres verront. Un prénom suffit.")
NO_DEPARTMENT = N_("Choisissez un département dans la liste.")
BAD_END = N_("Choisissez un jour à venir, dans six mois au plus.")
SAY_PEER = N_("Cochez la phrase pour devenir visible, si elle est juste.")
EMPTY = N_("Écrivez votre message.")
MESSAGES_PER_DAY = 20
A_DAY = 24 * 3600


@dataclass(frozen=True)
class CardFacts:
    """What somebody lets others see of them, and until when."""

    shown_name: str
    department: str
    until: date
    city: str = ""
    about: str = ""
    languages: list[str] = field(default_factory=list)


def appear(
    session: Session, actor: Actor, facts: CardFacts, *, as_peer: bool = False
) -> NearbyCard:
    """Write one's card, or write it again. Raises Invalid.

    « Je participe en tant que pair » is asked of whoever does not appear yet, and not kept.
    """
    _check(session, facts)
    if nearby.find_card(session, actor) is None and not as_peer:
        raise Invalid({"as_peer": str(SAY_PEER)})
    near = neighbours.reach_of(session, facts.department)
    card = session.scalars(
        select(NearbyCard).where(NearbyCard.person_id == actor.person_id)
    ).one_or_none()
    if card is None:
        card = NearbyCard(person_id=actor.person_id, created_at=clock.now())
        session.add(card)
    for name, value in vars(facts).items():
        setattr(card, name, value)
    card.shown_name = " ".join(facts.shown_name.split())[:60]
    card.near = near
    session.flush()
    return card


def _check(session: Session, facts: CardFacts) -> None:
    problems = {}
    if not facts.shown_name.strip():
        problems["shown_name"] = str(NO_NAME)
    if nomenclatures.find(session, DEPARTMENT, facts.department) is None:
        problems["department"] = str(NO_DEPARTMENT)
    latest = clock.today() + terms.length(session, "nearby_card")
    if not clock.today() < facts.until <= latest:
        problems["until"] = str(BAD_END)
    if problems:
        raise Invalid(problems)


def disappear(session: Session, actor: Actor) -> None:
    """Seen by nobody from this moment on, and seeing nobody."""
    card_id = session.scalar(select(NearbyCard.id).where(NearbyCard.person_id == actor.person_id))
    if card_id is None:
        return
    session.add(Erasure(kind="nearby_card", subject_id=card_id, erased_at=clock.now()))
    session.flush()
    session.execute(delete(NearbyCard).where(NearbyCard.id == card_id))


def write_to(session: Session, actor: Actor, person_id: UUID, body: str) -> NearbyMessage:
    """Have the portal carry a few words. Raises NotFound, NotNear, Invalid, Throttled."""
    conversation = nearby.get_conversation(session, actor, person_id)
    mine = nearby.find_card(session, actor)
    if conversation.card is None or mine is None or actor.person_id is None:
        raise NotNear
    if not body.strip():
        raise Invalid({"body": str(EMPTY)})
    key = f"nearby:{actor.person_id}"
    throttle.hit(session, key=key, limit=MESSAGES_PER_DAY, seconds=A_DAY)
    message = NearbyMessage(
        from_id=actor.person_id,
        to_id=person_id,
        from_name=mine.shown_name,
        to_name=conversation.card.shown_name,
        body=body.strip(),
        written_at=clock.now(),
    )
    session.add(message)
    session.flush()
    messages.tell_written_to(session, message)
    return message


def refuse(session: Session, actor: Actor, person_id: UUID) -> None:
    """Want nothing more from somebody: their words are emptied, they see this person no more.

    Raises NotFound.
    """
    if not nearby.get_conversation(session, actor, person_id).has_written:
        raise NotFound
    session.execute(
        update(NearbyMessage)
        .where(NearbyMessage.to_id == actor.person_id, NearbyMessage.from_id == person_id)
        .values(refused_at=clock.now(), body="")
    )
    session.expire_all()
