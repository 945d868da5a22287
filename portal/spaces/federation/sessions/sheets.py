"""What the form of a session receives: its choices, what is kept already, its half-days."""

from datetime import date, time
from typing import Any
from uuid import uuid4

from flask import request

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_, _, gettext_
from portal.languages.nomenclatures import CEFR, list_languages
from portal.organisations.nomenclatures import DEPARTMENT
from portal.spaces.federation.sessions.forms import SPOKEN, SessionForm, answers, session_form
from portal.trainings import usual_days
from portal.trainings.actions.sessions import FIELDS
from portal.trainings.nomenclatures import PASSPORT_LINE
from portal.trainings.queries import sessions as queries
from portal.trainings.queries import venues
from portal.trainings.queries.sessions import TrainingSession
from portal.trainings.queries.venues import TrainingVenue
from portal.web.forms import choices
from portal.web.request import actor, session

# A copy has days of its own, and is for other people.
_NOT_COPIED = ("starts_on", "ends_on", "half_days", "register_until")
# What a place of the federation says in their stead.
_ADDRESS = ("venue", "address", "city", "department")


def blank() -> SessionForm:
    return _with_choices(_kind()(once=str(uuid4()), places=12, answer_hours=72))


def copied(source: TrainingSession) -> SessionForm:
    """Where the place was archived meanwhile, its address is copied in its stead."""
    values = {name: data for name, data in shown(source).items() if name not in _NOT_COPIED}
    offered = {one.id for one in venues.list_choices(session(), actor(), None)}
    if source.venue_id and source.venue_id not in offered:
        values |= {name: getattr(source, name) for name in _ADDRESS} | {"venue_id": ""}
    return _with_choices(_kind()(data=values | {"once": str(uuid4())}))


def opened(found: TrainingSession) -> SessionForm:
    return _with_choices(_kind()(data=shown(found)), found)


def sent(found: TrainingSession | None = None) -> SessionForm:
    """The form as it was sent; of a session that is already planned (`found`), or a new one."""
    return _with_choices(_kind()(), found)


def changed_rows(form: SessionForm, found: TrainingSession | None = None) -> SessionForm | None:
    """The form once the button of a half-day did its work; None where it was another button.

    Nothing is kept yet: what was typed stays in the fields.
    """
    name, _sep, rest = request.form.get("do", "").partition("-")
    if name != form.half_days.name:
        return None
    data = dict(form.data)
    slots = [row for row in data["half_days"] if row["on"]]
    wrong = ""
    if rest == "make":
        first, last = data["starts_on"], data["ends_on"]
        if first and last and first <= last:
            slots = [_typed(slot) for slot in usual_days.between(first, last)]
        else:
            wrong = str(N_("Donnez d’abord le premier et le dernier jour, dans l’ordre."))
    elif rest == "add":
        slots.append({"on": None, "half": usual_days.MORNING, "starts": None, "ends": None})
    else:
        number = rest.partition("-")[0]
        gone = int(number) if number.isdecimal() and len(number) < 4 else -1
        kept = [row for index, row in enumerate(data["half_days"]) if index != gone]
        slots = [row for row in kept if row["on"]]
    again = _with_choices(_kind()(None, data=data | {"half_days": slots}), found)
    if wrong:
        again.half_days.errors = [gettext_(wrong)]
    return again


def shown(found: TrainingSession) -> dict[str, Any]:
    """What is kept, as the form names it."""
    room = queries.find_room(session(), found)
    facts = {name: getattr(found, name) for name in FIELDS if name not in ("passport", "spoken")}
    if found.venue_id:
        facts |= dict.fromkeys(_ADDRESS, "") | {"venue_id": str(found.venue_id)}
    return (
        facts
        | {f"line_{code}": answer for code, answer in found.passport.items()}
        | {"trainer_languages": [], "french_oral": "", "french_written": "", **found.spoken}
        | {
            "half_days": [_typed(slot) for slot in found.half_days],
            "questions": [question["text"] for question in found.questions],
            "video_link": room.video_link if room else "",
        }
    )


def _typed(slot: dict[str, Any]) -> dict[str, Any]:
    hours = {name: time.fromisoformat(slot[name]) for name in ("starts", "ends")}
    return slot | {"on": date.fromisoformat(slot["on"])} | hours


def _lines() -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in nomenclatures.entries(session(), PASSPORT_LINE)]


def _kind() -> type[SessionForm]:
    return session_form(_lines())


def _with_choices(form: SessionForm, found: TrainingSession | None = None) -> SessionForm:
    entries = nomenclatures.entries(session(), DEPARTMENT)
    form.department.offer_choices([(e.code, e.label) for e in entries], _("À choisir"))
    kept = venues.list_choices(session(), actor(), found.venue_id if found else None)
    named = [(str(one.id), _in_its_city(one)) for one in kept]
    form.venue_id.offer_choices(named, _("Aucun : l’adresse est écrite ici"))
    form.trainer_languages.choices = choices(*list_languages(session()))
    levels = [(e.code, e.label) for e in nomenclatures.entries(session(), CEFR)]
    for field in (form.french_oral, form.french_written):
        field.offer_choices(levels, _("Comme dit la fiche"))
    for name, field in form._fields.items():
        if name.startswith("line_"):
            field.offer_choices(answers(), _("Comme dit le lieu, sinon la fiche"))
    return form


def _in_its_city(venue: TrainingVenue) -> str:
    return _("%(name)s, %(city)s", name=venue.name, city=venue.city)


def spoken_fields(form: SessionForm) -> list[Any]:
    return [form._fields[name] for name in SPOKEN]


def passport_fields(form: SessionForm) -> list[Any]:
    return [field for name, field in form._fields.items() if name.startswith("line_")]
