"""What the page of needs receives: each need in words, the day they are erased."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.kernel import nomenclatures
from portal.spaces.federation.sessions import pages
from portal.spaces.federation.sessions.forms import ArrangedForm
from portal.trainings import forgetting, policy
from portal.trainings.nomenclatures import PASSPORT_LINE, RETENTION
from portal.trainings.queries import registrations as queries
from portal.trainings.queries.registrations import Registration, RegistrationNeed
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session


@dataclass(frozen=True)
class Need:
    """What one person needs."""

    person: Registration
    need: RegistrationNeed
    lines: list[str]
    form: ArrangedForm


def needs_page(
    found: TrainingSession, sent: ArrangedForm | None = None, sent_for: UUID | None = None
) -> dict[str, Any]:
    """`sent`: the form that was refused, of the registration `sent_for`."""
    listed = queries.list_needs(session(), actor(), found.id)
    ids = [one.registration_id for one in listed]
    people = queries.list_by_id(session(), actor(), found.id, ids)
    labels = {one.code: one.label for one in nomenclatures.entries(session(), PASSPORT_LINE)}
    needs = [
        Need(
            people[one.registration_id],
            one,
            [labels.get(code, code) for code in one.lines],
            sent if sent and one.registration_id == sent_for else _form(one),
        )
        for one in listed
    ]
    return pages.around(found) | {
        "needs": sorted(needs, key=lambda one: (one.need.arranged_at is not None, one.person.name)),
        "erased_on": _erased_on(found),
        "may_open": policy.can_plan(actor(), found),
    }


def _form(need: RegistrationNeed) -> ArrangedForm:
    form = ArrangedForm(None, prefix=f"n{need.registration_id.hex}-")
    form.words.data = need.arranged_words
    return form


def _erased_on(found: TrainingSession) -> date:
    kept = forgetting.days(session(), RETENTION, "registration_need")
    return found.ends_on + kept
