"""The list of a session as a table to take away: with ways to reach people for who organises, the
names alone for who trains. What people need is in no list.
"""

from collections.abc import Sequence

from portal.kernel.i18n import gettext_ as _
from portal.kernel.sheets import Cell, Rows
from portal.people import addresses
from portal.trainings.enums import RegistrationState
from portal.trainings.models import Registration

NAME = "inscriptions"


def state_label(state: RegistrationState) -> str:
    """As who organises says it: the labels of the states speak to the person."""
    return _("Place proposée") if state == RegistrationState.OFFERED else state.label


def names_only(title: str, people: Sequence[Registration]) -> Rows:
    return Rows(NAME, title, [_("Nom")], [[one.name] for one in people])


def with_contacts(title: str, people: Sequence[Registration]) -> Rows:
    columns = [
        _("Nom"),
        _("Étape"),
        _("Arrivée le"),
        _("Langue"),
        _("Téléphone"),
        _("E-mail"),
        _("Employeur"),
    ]
    return Rows(NAME, title, columns, [_row(one) for one in people])


def _row(one: Registration) -> list[Cell]:
    return [
        one.name,
        state_label(one.state),
        one.submitted_at.date() if one.submitted_at else None,
        one.locale,
        addresses.shown(one.contact_phone) if one.contact_phone else "",
        one.contact_email,
        one.agreement.label,
    ]
