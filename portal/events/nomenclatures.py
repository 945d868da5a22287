"""What this context ships as dated data, and the list of places it uses."""

from portal.events.neighbours import NEIGHBOUR_SEED
from portal.events.terms import SEED as TERM_SEED

# The list of places is planted by others; its words are used here.
DEPARTMENT = "department"

SEED = (*TERM_SEED, *NEIGHBOUR_SEED)
