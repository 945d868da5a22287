"""What the portal ships as data, written at `portal db upgrade` where it is missing."""

from sqlalchemy.orm import Session

from portal.alerts import nomenclatures as alerts
from portal.engagements import nomenclatures as engagements
from portal.events import nomenclatures as events
from portal.jobs import nomenclatures as jobs
from portal.kernel import nomenclatures, sending_hours
from portal.kernel.nomenclatures import Seed
from portal.languages import nomenclatures as languages
from portal.organisations import communes
from portal.organisations import nomenclatures as organisations
from portal.skills import nomenclatures as skills
from portal.skills import shipped
from portal.skills.shipped.guide import GUIDE
from portal.trainings import nomenclatures as trainings

SEEDS: tuple[Seed, ...] = (
    *sending_hours.SEED,
    *organisations.SEED,
    *languages.SEED,
    *jobs.SEED,
    *events.SEED,
    *skills.SEED,
    *trainings.SEED,
    *engagements.SEED,
    *alerts.SEED,
)

# Names of lines an earlier release shipped, taken back where no operator made them their own.
WITHDRAWN: tuple[str, ...] = jobs.WITHDRAWN


def plant(session: Session) -> None:
    """Nomenclatures, rules of law, frameworks, communes. Repeatable; needs the reach of the
    operator.
    """
    nomenclatures.plant(session, SEEDS, WITHDRAWN)
    shipped.plant(session, GUIDE)
    communes.plant(session)
