"""Giving an evaluation: once, and nothing in it says whose it is."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import AlreadyGiven, NotYet, SessionMovedOn
from portal.trainings.evaluation import BY_CODE
from portal.trainings.models import Evaluation, EvaluationGiven, EvaluationVoice
from portal.trainings.queries import evaluations as queries
from portal.trainings.queries import registrations, sessions

_TURNS = 48
_MOST = 2000


def give(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    *,
    answers: Mapping[str, str],
    words: str,
    file_id: UUID | None = None,
) -> None:
    """Give it, for good: nobody can find it again, so nobody can change it.

    `answers`: {question: choice}; what is not answered is left out. Raises Invalid when it is
    empty, AlreadyGiven, NotYet before the last day.
    """
    registration = registrations.get_mine(session, actor, registration_id)
    if registration.state != RegistrationState.CONFIRMED:
        raise SessionMovedOn
    dates = sessions.get_public(session, registration.session_id)
    if clock.today() < dates.ends_on:
        raise NotYet
    kept = {
        code: choice
        for code, choice in answers.items()
        if code in BY_CODE and choice in dict(BY_CODE[code].choices)
    }
    if not (kept or words.strip() or file_id):
        raise Invalid({"words": str(N_("Répondez à une question, ou dites quelques mots."))})
    take_turns(session, _TURNS, str(registration.id))
    if queries.is_given(session, registration):
        raise AlreadyGiven
    owner = {
        "organisation_id": registration.organisation_id,
        "session_id": registration.session_id,
    }
    session.add(Evaluation(**owner, answers=kept, words=words.strip()[:_MOST]))
    if file_id:
        session.add(EvaluationVoice(**owner, file_id=file_id))
    session.flush()
    session.add(EvaluationGiven(**owner, registration_id=registration.id))
    session.flush()
