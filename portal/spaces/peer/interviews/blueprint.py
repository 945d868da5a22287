"""The feature « interviews » of somebody's own space."""

from portal.screens import interview_dates, interview_record
from portal.web.space import feature

blueprint = feature("interviews", __name__, prefix="/interviews")
interview_dates.screens.bind(blueprint)
interview_record.screens.bind(blueprint)
