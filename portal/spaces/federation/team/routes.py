"""The team, as every organisation has it."""

from portal.screens import team
from portal.web.space import feature

blueprint = feature("team", __name__, "/team")
team.screens.bind(blueprint)
