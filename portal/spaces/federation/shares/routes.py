"""What is shared with the federation."""

from portal.screens import received
from portal.web.space import feature

blueprint = feature("shares", __name__, prefix="/shares")
received.screens.bind(blueprint)
