"""The story of an application in plain sentences, oldest first, in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.files.enums import FileKind
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import Author, EventKind
from portal.jobs.queries.applications import Followed
from portal.kernel import clock
from portal.kernel.i18n import _, show_date, show_time


@dataclass(frozen=True)
class Moment:
    """Something that happened. `text` is what was written, in `language`; `file` what was said."""

    at: datetime
    title: str
    icon: str
    text: str = ""
    language: str = ""
    file: Any = None
    is_mine: bool = False


def moments(followed: Followed) -> list[Moment]:
    """Events, messages of both sides, and every opening of a file, in one order."""
    found = [*_events(followed), *_words(followed), *_openings(followed)]
    return sorted((one for one in found if one is not None), key=lambda one: one.at)


def _events(followed: Followed) -> list[Moment | None]:
    return [_event(followed, event) for event in followed.events]


def _event(followed: Followed, event: Any) -> Moment | None:
    structure = followed.prepared.application.structure_name
    text, language = event.data.get("text", ""), event.data.get("language", "")
    mine = event.author == Author.CANDIDATE
    match event.kind:
        case EventKind.SUBMITTED:
            title, icon = _("Votre message est arrivé"), "send"
        case EventKind.OPENED:
            title, icon = _opened(event, structure), "eye"
        case EventKind.MOVED:
            title, icon = _moved(event, mine=mine), _ICONS.get(event.to_state, "dot")
        case EventKind.ADDED:
            title, icon = _("Vous avez ajouté quelque chose"), "plus"
        case EventKind.CALLED:
            title, icon = _("%(structure)s vous a appelé", structure=structure), "phone-call"
        case EventKind.TOLD:
            title, icon = _("%(structure)s vous écrit", structure=structure), "mail"
        case EventKind.POOL | EventKind.CALL_CHANGED:
            title, icon = _chosen(event)
        case _:
            return None
    return Moment(event.at, title, icon, text, language, is_mine=mine)


def _chosen(event: Any) -> tuple[str, str]:
    """What the person decided on this page."""
    if event.kind == EventKind.CALL_CHANGED:
        if event.data.get("cancelled"):
            return _("Vous avez annulé l’appel demandé"), "phone-call"
        return _("Vous avez changé l’appel demandé"), "phone-call"
    if event.data.get("agrees"):
        return _("Vous acceptez que votre message soit gardé pour plus tard"), "archive"
    return _("Vous refusez que votre message soit gardé pour plus tard"), "archive"


def _opened(event: Any, structure: str) -> str:
    if not event.person_name:
        return _("%(structure)s a ouvert votre message", structure=structure)
    return _("Ouvert par %(name)s, %(structure)s", name=event.person_name, structure=structure)


_ICONS = {
    State.INTERVIEW: "calendar",
    State.OFFERED: "work",
    State.ACCEPTED: "done",
    State.DECLINED: "circle",
    State.WITHDRAWN: "undo",
    State.POOL: "archive",
}


def _moved(event: Any, *, mine: bool) -> str:
    if event.to_state == State.INTERVIEW:
        when = event.data.get("interview_on")
        if when:
            at = datetime.fromisoformat(when)
            return _(
                "On vous propose un entretien le %(date)s à %(time)s",
                date=show_date(at, weekday=True),
                time=show_time(at),
            )
        return _("On vous propose un entretien")
    return {
        State.IN_REVIEW: _("Votre message est étudié"),
        State.OFFERED: _("On vous propose le poste"),
        State.ACCEPTED: _("Vous prenez le poste"),
        State.DECLINED: _("La réponse est non pour ce poste"),
        State.WITHDRAWN: _("Vous avez retiré votre réponse") if mine else _("Réponse retirée"),
        State.POOL: _("Votre réponse est gardée pour un prochain poste"),
        State.OBSOLETE: _("Vous avez trouvé un autre poste : c’est noté"),
    }.get(event.to_state, _("Votre réponse avance"))


def _words(followed: Followed) -> list[Moment | None]:
    structure = followed.prepared.application.structure_name
    found: list[Moment | None] = []
    for word in followed.words:
        mine = word.author == Author.CANDIDATE
        if mine:
            title = _("Vous avez écrit") if word.body else _("Vous avez parlé")
        elif word.person_name:
            title = _(
                "%(name)s, %(structure)s, vous a écrit",
                name=word.person_name,
                structure=structure,
            )
        else:
            title = _("%(structure)s vous écrit", structure=structure)
        found.append(
            Moment(word.at, title, "message", word.body, word.language, word.file, is_mine=mine)
        )
    return found


def _openings(followed: Followed) -> list[Moment | None]:
    kinds = {p.file.id: p.file.kind for p in followed.prepared.parts if p.file}
    kinds |= {word.file.id: word.file.kind for word in followed.words if word.file}
    told: set[tuple[Any, str, date]] = set()
    found: list[Moment | None] = []
    for one in followed.openings:
        opening = (one.file_id, one.person_name, one.opened_at.astimezone(clock.PARIS).date())
        if opening in told:
            continue  # once a person, a file and a day: the story is not a log
        told.add(opening)
        if kinds.get(one.file_id) == FileKind.AUDIO:
            title = _("Écouté par %(name)s", name=one.person_name)
            found.append(Moment(one.opened_at, title, "volume"))
        else:
            title = _("Lu par %(name)s", name=one.person_name)
            found.append(Moment(one.opened_at, title, "eye"))
    return found


def now(followed: Followed) -> tuple[str, str]:
    """Where it stands, and what comes next and before when."""
    application = followed.prepared.application
    due = show_date(application.answer_due_on) if application.answer_due_on else ""
    waits = application.waiting_for_answer and due
    wait = _("Vous aurez une réponse au plus tard le %(date)s.", date=due) if waits else ""
    structure = application.structure_name
    match application.state:
        case State.RECEIVED:
            return _("%(structure)s a reçu votre message.", structure=structure), wait
        case State.IN_REVIEW:
            return _("%(structure)s étudie votre message.", structure=structure), wait
        case State.INTERVIEW:
            return _interview(application), wait or _(
                "Si ce moment ne vous va pas, écrivez ou parlez à la structure ci-dessous."
            )
        case State.OFFERED:
            return _("On vous propose le poste."), _("Prenez le temps d’y penser, puis répondez.")
        case State.ACCEPTED:
            return _("Vous prenez le poste."), _("La structure vous contacte pour la suite.")
        case State.DECLINED:
            return _("La réponse est non pour ce poste."), _(
                "Vous pouvez répondre à d’autres offres."
            )
        case State.WITHDRAWN:
            return _("Vous avez retiré votre réponse."), _("La structure ne l’étudie plus.")
        case State.POOL:
            until = show_date(application.pool_until) if application.pool_until else ""
            return _("Votre réponse est gardée pour un prochain poste."), _(
                "C’est gardé jusqu’au %(date)s au plus. Vous pouvez changer d’avis.", date=until
            )
        case _:
            return _("C’est terminé pour cette offre."), ""


def _interview(application: Any) -> str:
    if application.interview_on is None:
        return _("On vous propose un entretien.")
    return _(
        "On vous propose un entretien le %(date)s à %(time)s.",
        date=show_date(application.interview_on, weekday=True),
        time=show_time(application.interview_on),
    )
