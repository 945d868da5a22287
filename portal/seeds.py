"""The nomenclatures every context ships, written at `portal db upgrade` where missing."""

from portal.events import nomenclatures as events
from portal.jobs import nomenclatures as jobs
from portal.kernel.nomenclatures import Seed
from portal.organisations import nomenclatures as organisations

SEEDS: tuple[Seed, ...] = (*organisations.SEED, *jobs.SEED, *events.SEED)

# Names of lines an earlier release shipped, taken back where no operator made them their own.
WITHDRAWN: tuple[str, ...] = jobs.WITHDRAWN
