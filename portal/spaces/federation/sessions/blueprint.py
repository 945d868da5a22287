"""The feature « sessions » of the federation's space.

Every member comes in: whoever runs no session sees those they train or welcome in.
"""

from uuid import UUID

from portal.kernel.errors import NotAllowed
from portal.trainings import policy
from portal.trainings.queries import sessions as queries
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("sessions", __name__, "/trainings/sessions")


def get_run(session_id: UUID) -> TrainingSession:
    """A session the actor may change. NotFound where they have no part in it, NotAllowed where they
    have another.
    """
    found = queries.get_listed(session(), actor(), session_id)
    if not policy.can_plan(actor(), found):
        raise NotAllowed
    return found
