"""The story of a registration in plain sentences, the oldest first, in the language of the page."""

from dataclasses import dataclass
from datetime import datetime

from portal.kernel.i18n import N_, _
from portal.trainings.enums import RegistrationAuthor as Author
from portal.trainings.enums import RegistrationState as State
from portal.trainings.queries.registrations import RegistrationEvent


@dataclass(frozen=True)
class Moment:
    """Something that happened. `text` is what somebody wrote."""

    at: datetime
    title: str
    icon: str
    text: str = ""


_ICONS = {
    State.RECEIVED: "send",
    State.WAITING: "clock",
    State.OFFERED: "bell",
    State.CONFIRMED: "done",
    State.LAPSED: "clock",
    State.DECLINED: "circle",
    State.WITHDRAWN: "undo",
    State.CALLED_OFF: "calendar",
}

# What happens beside the states.
_BESIDE = {
    "agreement": (N_("Votre employeur a répondu"), "building"),
    "invited": (N_("L’organisme vous invite à choisir un moment pour parler"), "calendar"),
    "met": (N_("Le moment de votre entretien est noté"), "done"),
    "call": (N_("Vous avez demandé qu’on vous appelle"), "phone"),
    "unmet": (N_("Le moment de votre entretien n’est plus possible"), "undo"),
}


def moment(event: RegistrationEvent) -> Moment:
    """A line of the story."""
    if event.kind == "wrote":
        if event.person_name:
            title = _("%(name)s vous écrit", name=event.person_name)
        else:
            title = _("L’organisme vous écrit")
        return Moment(event.at, title, "message", event.words)
    if event.kind in _BESIDE:
        title, icon = _BESIDE[event.kind]
        return Moment(event.at, str(title), icon, event.words)
    to = State(event.to_state)
    return Moment(event.at, _moved(event, to), _ICONS[to], event.words)


def _moved(event: RegistrationEvent, to: State) -> str:
    by_person = event.author == Author.CANDIDATE
    if by_person and event.from_state == State.DRAFT:
        return {
            State.CONFIRMED: _("Votre demande est arrivée : vous avez une place"),
            State.WAITING: _("Votre demande est arrivée : vous êtes sur la liste d’attente"),
        }.get(to, _("Votre demande est arrivée"))
    if by_person and to == State.CONFIRMED:
        return _("Vous avez pris la place")
    if by_person and to == State.WAITING:
        return _("Vous êtes de nouveau sur la liste d’attente")
    return {
        State.RECEIVED: _("L’organisme étudie à nouveau votre demande"),
        State.WAITING: _("L’organisme vous met sur la liste d’attente"),
        State.OFFERED: _("Une place vous est proposée"),
        State.CONFIRMED: _("Votre place est confirmée"),
        State.LAPSED: _("Le délai est passé : la place va à une autre personne"),
        State.DECLINED: _("L’organisme ne peut pas vous prendre cette fois"),
        State.WITHDRAWN: _("Vous avez annulé"),
        State.CALLED_OFF: _("La session est annulée"),
    }[to]
