"""The team, as every organisation has it, and what each role of it may do."""

from portal.screens import roles, team
from portal.web.space import feature

blueprint = feature("team", __name__, "/team")
team.screens.bind(blueprint)
roles.screens.bind(blueprint)
