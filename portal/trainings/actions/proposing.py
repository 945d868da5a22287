"""A structure proposes a session to people of its team; each decides, and says the rest alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import audit, clock, tokens
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_, gettext_
from portal.organisations.scope import Actor
from portal.trainings import policy, register_links
from portal.trainings.actions import registrations
from portal.trainings.enums import Agreement, WhoseTime
from portal.trainings.errors import SessionMovedOn, SessionNotOpen
from portal.trainings.messages import proposing as messages
from portal.trainings.models import WorkerProposal
from portal.trainings.queries import proposals as queries
from portal.trainings.queries import sessions


@dataclass(frozen=True)
class Worker:
    """Somebody to ask: what to call them, one way to reach them, the language of the message."""

    name: str
    phone: str
    email: str
    locale: str


def propose(
    session: Session,
    actor: Actor,
    session_id: UUID,
    people: Sequence[Worker],
    settings: Settings,
    *,
    agreed: bool,
    once: UUID,
) -> list[WorkerProposal]:
    """Ask these people, each in their language. Sent again with the same `once`, nothing more.

    Raises Invalid, SessionNotOpen.
    """
    if not policy.can_propose(actor) or actor.place is None:
        raise NotAllowed
    dates = sessions.get_public(session, session_id)
    published = sessions.find_published(session, dates.training_id)
    if published is None or not policy.takes_registrations(dates, clock.today()):
        raise SessionNotOpen
    if not people:
        raise Invalid({"people": str(N_("Écrivez au moins un nom."))})
    if not agreed:
        message = N_("Demandez d’abord à chaque personne si elle est d’accord.")
        raise Invalid({"agreed": str(message)})
    ids = [uuid5(once, str(number)) for number, _one in enumerate(people)]
    known = queries.list_known(session, actor, ids)
    _check_once(
        queries.list_proposed(session, actor, dates.id),
        [one for proposal_id, one in zip(ids, people, strict=True) if proposal_id not in known],
    )
    made = []
    for proposal_id, one in zip(ids, people, strict=True):
        if proposal_id in known:
            continue
        token = register_links.proposal_token(settings, proposal_id)
        proposal = WorkerProposal(
            id=proposal_id,
            organisation_id=actor.place.id,
            session_id=dates.id,
            digest=tokens.digest(token),
            structure_name=actor.place.name,
            training_title=published.card["title"],
            name=one.name,
            contact_phone=one.phone,
            contact_email=one.email,
            locale=one.locale,
            created_at=clock.now(),
        )
        session.add(proposal)
        session.flush()
        messages.tell_proposed(session, proposal)
        made.append(proposal)
    audit.record(
        session,
        "training_session.proposed",
        organisation_id=actor.place.id,
        person_id=actor.person_id,
        subject=str(dates.id),
        people=len(made),
    )
    return made


def _check_once(before: Sequence[queries.Proposed], people: Sequence[Worker]) -> None:
    """Nobody gets the message twice. Two people may share a phone: it is the name, and the phone or
    the e-mail. How to reach who refused is forgotten: they may be asked again.
    """
    rows = [one.proposal for one in before]
    asked = [(row.name.casefold(), row.contact_phone, row.contact_email) for row in rows]
    for one in people:
        who = (one.name.casefold(), one.phone, one.email)
        if who in asked:
            message = N_("Vous avez déjà écrit à %(name)s pour cette session.")
            raise Invalid({"people": gettext_(message, name=one.name)})
        asked.append(who)


def take_back(session: Session, actor: Actor, proposal_id: UUID) -> UUID:
    """Nobody is asked any more, as long as they did not answer: the link opens nothing. Returns the
    session. Raises SessionMovedOn.
    """
    proposal = queries.get_proposal(session, actor, proposal_id)
    if not policy.can_propose(actor):
        raise NotAllowed
    if proposal.registration_id is not None or proposal.refused_at is not None:
        raise SessionMovedOn
    session_id = proposal.session_id
    session.delete(proposal)
    session.flush()
    return session_id


def accept(session: Session, digest: str, settings: Settings) -> str:
    """Begin one's own registration, with what the structure said and its agreement; the token that
    opens it. Pressed twice, the same. Raises SessionNotOpen.
    """
    proposal = queries.get_by_link(session, digest, lock=True)
    if proposal.registration_id is not None:
        return register_links.token(settings, proposal.registration_id, 1)
    dates = sessions.get_public(session, proposal.session_id)
    found, token = registrations.start(
        session,
        Actor(),
        dates,
        settings,
        title=proposal.training_title,
        locale=proposal.locale,
    )
    given = register_links.agreement_token(settings, found.id)
    said = {
        "name": proposal.name,
        "contact_phone": proposal.contact_phone,
        "contact_email": proposal.contact_email,
        "whose_time": WhoseTime.EMPLOYER,
        "employer_name": proposal.structure_name[:160],
        "agreement": Agreement.GIVEN,
        "agreement_digest": tokens.digest(given),
    }
    holder = Actor(holder=tokens.digest(token))
    registrations.write(session, holder, found.id, said)
    proposal.registration_id, proposal.refused_at = found.id, None
    session.flush()
    return token


def refuse(session: Session, digest: str) -> None:
    """No, without a reason; how to reach them is forgotten. Once they began: SessionMovedOn."""
    proposal = queries.get_by_link(session, digest, lock=True)
    if proposal.refused_at is not None:
        return
    if proposal.registration_id is not None:
        raise SessionMovedOn
    proposal.refused_at = clock.now()
    proposal.contact_phone = proposal.contact_email = ""
    session.flush()
