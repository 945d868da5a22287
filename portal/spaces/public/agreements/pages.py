"""What the page of an employer's link receives."""

from dataclasses import dataclass
from typing import Any

from portal.kernel import clock, i18n, tokens
from portal.kernel.errors import NotFound
from portal.kernel.i18n import _
from portal.trainings import calendar_words, transitions
from portal.trainings.enums import Agreement
from portal.trainings.queries import registrations as queries
from portal.trainings.queries import sessions
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web.forms import Form
from portal.web.request import session


@dataclass(frozen=True)
class Asked:
    """Somebody asks for the agreement of their employer, for these dates."""

    registration: Registration
    dates: TrainingSession

    @property
    def can_answer(self) -> bool:
        """Until it begins, as long as they may come."""
        may_come = self.registration.state in transitions.ALIVE
        return may_come and self.dates.starts_on > clock.today()


def find(token: str) -> Asked:
    """What the link opens. Raises NotFound; once the session is over it opens nothing more."""
    found = queries.find_for_employer(session(), tokens.digest(token))
    if found is None:
        raise NotFound
    dates = sessions.get_public(session(), found.session_id)
    if sessions.is_over(dates, clock.today()):
        raise NotFound
    return Asked(found, dates)


def agreement(asked: Asked, form: Form) -> dict[str, Any]:
    """The question in the visitor's language; in French too, the language of the message."""
    found = asked.registration
    return {
        "form": form,
        "question": _question(asked),
        "in_french": _in_french(asked),
        "told": calendar_words.tell(session(), asked.dates),
        "title": found.training_title,
        "answer": "" if found.agreement is Agreement.ASKED else found.agreement.label,
        "words": found.agreement_words,
        "can_answer": asked.can_answer,
    }


def _question(asked: Asked) -> str:
    return _(
        "%(name)s demande à suivre « %(training)s », %(dates)s. Est-ce possible sur le temps de"
        " travail ?",
        name=asked.registration.name,
        training=asked.registration.training_title,
        dates=calendar_words.when(asked.dates),
    )


def _in_french(asked: Asked) -> str:
    if i18n.current().babel == "fr":
        return ""
    with i18n.use(i18n.DEFAULT):
        return _question(asked)
