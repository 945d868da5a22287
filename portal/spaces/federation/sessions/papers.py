"""Views: the list of a session to take away, and the sheet people sign for each half-day."""

from uuid import UUID

from flask import Response

from portal.kernel.i18n import _
from portal.kernel.sheets import Rows, to_csv, to_xlsx
from portal.skills.exports.formats import Format
from portal.spaces.federation.sessions import attendance, pages
from portal.spaces.federation.sessions.blueprint import blueprint
from portal.trainings import lists, policy, transitions
from portal.trainings.actions import sessions as actions
from portal.trainings.enums import RegistrationState
from portal.trainings.queries import attending, registrations
from portal.trainings.queries import sessions as queries
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session
from portal.web.serving import hand_over

_CSV = "text/csv"


@blueprint.get("/<uuid:session_id>/list.csv")
def download_csv(session_id: UUID) -> Response:
    """UTF-8 with semicolons; a cell never becomes a formula."""
    found = queries.get_listed(session(), actor(), session_id)
    return hand_over(to_csv(_table(found)), _name(found, "csv"), _CSV)


@blueprint.get("/<uuid:session_id>/list.xlsx")
def download_xlsx(session_id: UUID) -> Response:
    found = queries.get_listed(session(), actor(), session_id)
    table = _table(found)
    media_type = Format.XLSX.media_type
    return hand_over(to_xlsx(table.title, [table]), _name(found, "xlsx"), media_type)


@blueprint.get("/<uuid:session_id>/attendance.pdf")
def download_attendance(session_id: UUID) -> Response:
    """Who has a place, and a box to sign for each half-day."""
    found = queries.get_listed(session(), actor(), session_id)
    title = pages.around(found)["training_title"]
    names = [one.name for one in attending.list_people(session(), actor(), found.id)]
    actions.note_taken(session(), actor(), found, len(names))
    sheet = attendance.make_sheet(found, title, names)
    return hand_over(sheet, _name(found, "pdf"), "application/pdf")


def _table(found: TrainingSession) -> Rows:
    """For who only trains, names and nothing else."""
    title = _("Inscriptions")
    if policy.can_plan(actor(), found):
        return lists.with_contacts(title, _listed(found, transitions.TOLD))
    return lists.names_only(title, _listed(found, (RegistrationState.CONFIRMED,)))


def _listed(found: TrainingSession, states: tuple[RegistrationState, ...]) -> list[Registration]:
    """What leaves is in the journal: who took how many names away, and when."""
    people = registrations.list_in(session(), actor(), found.id, states)
    actions.note_taken(session(), actor(), found, len(people))
    return people


def _name(found: TrainingSession, ending: str) -> str:
    """What it is and of which day: nothing about anybody on a shared computer."""
    return f"session-{found.starts_on.isoformat()}.{ending}"
