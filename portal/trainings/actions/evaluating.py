"""Giving an evaluation: once, and nothing in it says whose it is."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files import actions as files
from portal.kernel import clock
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_
from portal.organisations.scope import Actor
from portal.trainings import policy
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

    `answers`: {question: choice}; what is not answered is left out. `file_id`: what one said aloud,
    which no longer says who said it nor when. Raises Invalid when it is empty, AlreadyGiven, NotYet
    before the last day, NotFound and Conflict of a recording that is not one's own to give.
    """
    registration = registrations.get_mine(session, actor, registration_id)
    if registration.state != RegistrationState.CONFIRMED:
        raise SessionMovedOn
    dates = sessions.get_public(session, registration.session_id)
    if not policy.can_evaluate(actor, registration, dates, clock.today()):
        raise NotYet
    kept = {
        code: choice
        for code, choice in answers.items()
        if code in BY_CODE and choice in dict(BY_CODE[code].choices)
    }
    if not (kept or words.strip() or file_id):
        raise Invalid({"words": str(N_("Répondez à une question, ou dites quelques mots."))})
    if file_id is not None and file_id == registration.file_id:
        raise NotFound  # what one said when asking to come is something else
    take_turns(session, _TURNS, str(registration.id))
    if queries.is_given(session, registration):
        raise AlreadyGiven
    owner = {
        "organisation_id": registration.organisation_id,
        "session_id": registration.session_id,
    }
    session.add(Evaluation(**owner, answers=kept, words=words.strip()[:_MOST]))
    if file_id:
        last_day = datetime.combine(dates.ends_on, time(), clock.PARIS)
        anonymous = files.forget_giver(session, actor, file_id, last_day)
        session.add(EvaluationVoice(**owner, file_id=anonymous))
    session.flush()
    session.add(EvaluationGiven(**owner, registration_id=registration.id))
    session.flush()
