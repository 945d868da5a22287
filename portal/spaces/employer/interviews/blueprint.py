"""The feature « interviews » of the employer space: for those who manage, and nobody else."""

from portal.screens import interview_dates, interview_record
from portal.skills import policy
from portal.web.request import actor, need
from portal.web.space import feature

blueprint = feature("interviews", __name__, prefix="/interviews")
interview_dates.screens.bind(blueprint)
interview_record.screens.bind(blueprint)


@blueprint.before_request
def need_manager() -> None:
    """Before anything is read: another role learns nothing, not even that there is one."""
    need(policy.can_hold_interviews(actor()))
