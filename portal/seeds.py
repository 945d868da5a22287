"""The nomenclatures every context ships, written at `portal db upgrade` where missing."""

from portal.kernel.nomenclatures import Seed

SEEDS: tuple[Seed, ...] = ()
