"""What the pages of registrations receive: the list of a session, one of them, a move."""

from functools import partial
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.files import queries as files
from portal.kernel import clock
from portal.kernel.errors import Conflict
from portal.kernel.i18n import N_, _, listed
from portal.people.reachable import channels
from portal.screens.convocation import convocation
from portal.spaces.federation.sessions import moves, pages, words
from portal.spaces.federation.sessions.forms import MoveForm
from portal.spaces.federation.sessions.moves import Step
from portal.spaces.federation.sessions.writing_forms import WordsForm
from portal.trainings import lists, policy, transitions
from portal.trainings.enums import RegistrationAuthor as Author
from portal.trainings.enums import RegistrationState as State
from portal.trainings.queries import registrations as queries
from portal.trainings.queries import sessions
from portal.trainings.queries.registrations import Registration, RegistrationEvent
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session

# What happens beside the states.
_OTHERS = {
    "agreement": N_("Réponse de l’employeur"),
    "invited": N_("Invitation à choisir un moment pour l’entretien"),
    "met": N_("Moment choisi pour l’entretien"),
    "call": N_("Aucun moment ne convient : à appeler"),
    "unmet": N_("Le moment choisi pour l’entretien est retiré"),
}
STATES = tuple(state for state in State if state != State.DRAFT)


def registrations_page(found: TrainingSession, asked: str, page: int) -> dict[str, Any]:
    """`asked`: a state to show only, or nothing."""
    state = State(asked) if asked in STATES else None
    rows, last = queries.list_received(session(), actor(), found.id, state=state, page=page)
    counts, unseen = queries.count_received(session(), actor(), found.id)
    return pages.around(found) | {
        "rows": rows,
        "doubles": queries.find_doubles(session(), actor(), found.id),
        "page": page,
        "last_page": last,
        "state": state,
        "states": [(one, counts[one]) for one in STATES if counts.get(one)],
        "total": sum(counts.values()),
        "unseen": unseen,
        "places": sessions.places_of(session(), found),
        "page_url": url_for(
            ".list_registrations", session_id=found.id, state=asked or None, page="{page}"
        ),
    }


def registration_page(registration: Registration, form: WordsForm) -> dict[str, Any]:
    dates = sessions.get_session(session(), actor(), registration.session_id)
    places = sessions.places_of(session(), dates)
    is_full = places.taken >= places.total
    can_be_offered = State.OFFERED in transitions.BY_ORGANISER.get(registration.state, ())
    return pages.around(dates) | {
        "one": registration,
        "buttons": moves.buttons(registration, is_full=is_full),
        "no_place": is_full and can_be_offered,
        "facts": _facts(registration),
        "alike": queries.list_alike(session(), registration),
        "recording": _recording(registration),
        "seen_by": _seen_by(registration),
        "story": [_line(event) for event in queries.list_events(session(), registration)],
        "is_expected": policy.is_expected(registration, dates, clock.today()),
        "only_calls": not channels(registration),
        "may_write": registration.state != State.WITHDRAWN,
        "form": form,
        "tongues": form.tongues({registration.locale}),
    }


def convocation_of(registration: Registration) -> bytes:
    """In the language of the person. Raises NotFound of who is not expected."""
    dates = sessions.get_session(session(), actor(), registration.session_id)
    return convocation(registration, dates, words.locale_of(registration))


def move_page(registration: Registration, step: str, move: Step, form: MoveForm) -> dict[str, Any]:
    """Raises Conflict where the move is not possible any more."""
    if move.to not in transitions.BY_ORGANISER.get(registration.state, ()):
        raise Conflict(_("Cette inscription est déjà à une autre étape. Relisez-la d’abord."))
    dates = sessions.get_session(session(), actor(), registration.session_id)
    return pages.around(dates) | {
        "one": registration,
        "step": step,
        "move": move,
        "told": moves.told(registration, dates, move),
        "form": form,
    }


def _recording(registration: Registration) -> Any:
    """What the person said aloud, as far as it is prepared."""
    if registration.file_id is None:
        return None
    return files.get_file(session(), actor(), registration.file_id)


def _seen_by(registration: Registration) -> str:
    """Who listened, in the words the person reads too."""
    if registration.file_id is None:
        return ""
    openings = files.openings(session(), [registration.file_id])
    if not openings:
        return ""
    names = listed(dict.fromkeys(opening.person_name for opening in openings))
    last = words.moment(openings[0].opened_at)
    return _("Écouté par %(names)s. Dernière fois : %(moment)s.", names=names, moment=last)


def _facts(one: Registration) -> list[dict[str, Any]]:
    """How to reach the person, and what stands beside. Absent values are not shown."""
    link = partial(Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format)
    phone = link(f"tel:{one.contact_phone}", words.show_phone(one.contact_phone))
    mail = link(f"mailto:{one.contact_email}", one.contact_email)
    employer = one.agreement.label
    if employer and one.employer_name:
        employer = _("%(answer)s (%(name)s)", answer=employer, name=one.employer_name)
    said = [
        ("phone", _("Téléphone"), phone if one.contact_phone else ""),
        ("mail", _("E-mail"), mail if one.contact_email else ""),
        ("languages", _("Langue"), words.language_name(one.locale)),
        ("work", _("Employeur"), employer),
        ("message", _("Ce que dit l’employeur"), one.agreement_words),
    ]
    return [{"icon": icon, "label": label, "value": value} for icon, label, value in said]


def _line(event: RegistrationEvent) -> dict[str, Any]:
    return {"title": _title(event), "when": words.moment(event.at), "text": event.words}


def _title(event: RegistrationEvent) -> str:
    who = event.person_name
    if event.kind == "moved":
        state = lists.state_label(State(event.to_state))
        if event.author == Author.CANDIDATE:
            return _("%(state)s, par la personne", state=state)
        return _("%(state)s, par %(name)s", state=state, name=who) if who else state
    if event.kind in _OTHERS:
        return str(_OTHERS[event.kind])
    return _("Message de %(name)s", name=who or _("l’organisation"))
