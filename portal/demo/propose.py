"""A structure of the demo proposes a session to people of its team; each answers, or not yet."""

from datetime import timedelta
from uuid import UUID, uuid5

from portal.demo.accounts import HALTE
from portal.demo.answer import Stage
from portal.kernel import clock, i18n, tokens
from portal.organisations.scope import Actor
from portal.trainings import register_links
from portal.trainings.actions import proposing, registrations
from portal.trainings.actions.proposing import Worker
from portal.trainings.queries import registrations as queries

_CONSENT = "J’envoie ce qui est sur cette page à l’organisme, pour demander à venir."
# Who is asked, and what they answer: « yes », « no », or nothing yet.
_ASKED = (
    (Worker("Djibril Sow", "+33639981401", "", "fr"), "yes"),
    (Worker("Parwana Yusufi", "+33639981402", "", "ps"), ""),
    (Worker("Olivier Marchand", "", "olivier.marchand@example.org", "fr"), "no"),
)


def tell(stage: Stage, session_id: UUID) -> None:
    """Asked three days ago, answered since."""
    asks, once = stage.actors[HALTE], uuid5(session_id, HALTE)
    with clock.pretending(stage.now - timedelta(days=3)), stage.acting(asks) as session:
        people = [worker for worker, _answer in _ASKED]
        made = proposing.propose(
            session, asks, session_id, people, stage.settings, agreed=True, once=once
        )
        ids = [one.id for one in made]
    for proposal_id, (worker, answer) in zip(ids, _ASKED, strict=True):
        digest = tokens.digest(register_links.proposal_token(stage.settings, proposal_id))
        with clock.pretending(stage.now - timedelta(days=1)), stage.acting(Actor()) as session:
            if answer == "no":
                proposing.refuse(session, digest)
            elif answer == "yes":
                token = proposing.accept(session, digest, stage.settings)
                holder = Actor(holder=tokens.digest(token))
                found = queries.find_held(session, holder)
                if found is None:
                    raise LookupError("a registration that was begun is not there")
                speaking = i18n.find(worker.locale) or i18n.DEFAULT
                registrations.submit(
                    session,
                    holder,
                    found.id,
                    stage.settings,
                    locale=speaking.tag,
                    consent=_CONSENT,
                )
