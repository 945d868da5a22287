"""What the portal ships as data, written at `portal db upgrade` where it is missing."""

from sqlalchemy.orm import Session

from portal.jobs import nomenclatures as jobs
from portal.kernel import nomenclatures
from portal.kernel.nomenclatures import Seed
from portal.organisations import nomenclatures as organisations
from portal.skills import nomenclatures as skills
from portal.skills import shipped
from portal.skills.shipped.guide import GUIDE

SEEDS: tuple[Seed, ...] = (*organisations.SEED, *jobs.SEED, *skills.SEED)


def plant(session: Session) -> None:
    """Nomenclatures, rules of law and frameworks. Repeatable; needs the reach of the operator."""
    nomenclatures.plant(session, SEEDS)
    shipped.plant(session, GUIDE)
