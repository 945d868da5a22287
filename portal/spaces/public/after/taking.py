"""What of a training is offered to somebody's own record: a stage, and words to tick."""

from dataclasses import dataclass

from portal.skills.actions.record import Stage
from portal.skills.enums import PathKind
from portal.trainings import phrases
from portal.trainings.queries import sessions
from portal.trainings.queries.registrations import Registration
from portal.web.request import session

# As long as a line of the record may be.
_MOST = 200
_MOST_LINES = 12


@dataclass(frozen=True)
class Offered:
    """Nothing of it is written before the person says so."""

    stage: Stage
    when: str
    knowledge: tuple[str, ...]


def offered(registration: Registration) -> Offered:
    """The stage as it would be written, and the words of the training and of its modules."""
    dates = sessions.get_public(session(), registration.session_id)
    known = sessions.find_published(session(), dates.training_id)
    document = known.document if known else {}
    modules = [str(one.get("title") or "") for one in document.get("modules") or ()]
    words = dict.fromkeys([registration.training_title, *modules])
    stage = Stage(
        PathKind.TRAINING,
        title=registration.training_title[:_MOST],
        place=str(document.get("organiser") or "")[:_MOST],
        began=dates.starts_on.replace(day=1),
        ended=dates.ends_on.replace(day=1),
    )
    lines = [line[:_MOST] for line in words if line.strip()][:_MOST_LINES]
    return Offered(stage, phrases.days_of(dates.starts_on, dates.ends_on), tuple(lines))
