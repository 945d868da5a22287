"""What the buttons of a move say, and what they say will happen."""

from dataclasses import dataclass
from uuid import UUID

from babel.support import LazyProxy
from flask import url_for

from portal.jobs import step_texts
from portal.jobs.enums import ApplicationState as State
from portal.jobs.policy.screening import Screened, possible_steps
from portal.kernel.i18n import N_

# Verbs. Where the same state is reached from several, the one in brackets is said instead.
VERBS: dict[str, LazyProxy] = {
    State.IN_REVIEW: N_("Commencer l’étude"),
    State.INTERVIEW: N_("Proposer un entretien"),
    State.OFFERED: N_("Proposer le poste"),
    State.ACCEPTED: N_("La personne a dit oui"),
    State.DECLINED: N_("Ne pas retenir"),
    State.POOL: N_("Garder pour plus tard"),
    State.OBSOLETE: N_("La personne a un autre poste"),
    State.WITHDRAWN: N_("La personne ne veut plus du poste"),
    step_texts.ASK_POOL: N_("Demander à garder la candidature"),
}
OTHERWISE: dict[tuple[str, str], LazyProxy] = {
    (State.INTERVIEW, State.INTERVIEW): N_("Changer la date de l’entretien"),
    (State.DECLINED, State.IN_REVIEW): N_("Reprendre l’étude"),
    (State.POOL, State.IN_REVIEW): N_("Reprendre pour un poste"),
}
CONSEQUENCES: dict[str, LazyProxy] = {
    State.IN_REVIEW: N_(
        "La personne apprend que vous étudiez sa candidature. Elle attend toujours une réponse,"
        " avant la date promise."
    ),
    State.INTERVIEW: N_(
        "La personne reçoit votre proposition. Après l’entretien, elle attend de nouveau une"
        " réponse."
    ),
    State.OFFERED: N_(
        "La personne apprend que vous lui proposez le poste. Elle dit oui ou non depuis son lien,"
        " ou de vive voix."
    ),
    State.ACCEPTED: N_(
        "La candidature est terminée. Ce qui sert à l’embauche rejoint le dossier du personnel ;"
        " le reste est effacé trois mois plus tard."
    ),
    State.DECLINED: N_(
        "La personne reçoit votre réponse et la raison choisie. Sa candidature est effacée trois"
        " mois plus tard."
    ),
    State.POOL: N_(
        "La candidature est gardée deux ans, avec l’accord de la personne. Elle peut changer d’avis"
        " à tout moment."
    ),
    State.OBSOLETE: N_(
        "La personne vous a dit qu’elle a trouvé ailleurs. Sa candidature est effacée trois mois"
        " plus tard."
    ),
    State.WITHDRAWN: N_(
        "La personne vous a dit qu’elle ne veut plus du poste. Sa candidature est effacée trois"
        " mois plus tard."
    ),
    step_texts.ASK_POOL: N_(
        "La personne répond oui ou non depuis son lien. Sans oui, rien n’est gardé plus longtemps."
    ),
}


# The same, of somebody no message reaches.
SAID_ALOUD: dict[str, LazyProxy] = {
    State.IN_REVIEW: N_(
        "Vous lui dites au téléphone que vous étudiez sa candidature. Elle attend toujours une"
        " réponse, avant la date promise."
    ),
    State.INTERVIEW: N_(
        "Vous lui dites votre proposition au téléphone. Après l’entretien, elle attend de nouveau"
        " une réponse."
    ),
    State.OFFERED: N_(
        "Vous lui dites au téléphone que vous lui proposez le poste. Elle répond oui ou non de vive"
        " voix, ou depuis son lien."
    ),
    State.DECLINED: N_(
        "Vous lui dites au téléphone votre réponse et la raison choisie. Sa candidature est effacée"
        " trois mois plus tard."
    ),
    step_texts.ASK_POOL: N_(
        "Vous lui posez la question au téléphone. Sans oui, rien n’est gardé plus longtemps."
    ),
}


@dataclass(frozen=True)
class Button:
    """A move one may press. `step` is a state, or `ask_pool`."""

    step: str
    label: str
    url: str


def consequence(step: str, *, only_calls: bool) -> str:
    return str((only_calls and SAID_ALOUD.get(step)) or CONSEQUENCES[step])


def verb(state: State, step: str) -> str:
    return str(OTHERWISE.get((state, step)) or VERBS[step])


def buttons(application_id: UUID, application: Screened) -> tuple[Button, ...]:
    """The moves that make sense now, the one that goes forward first."""
    return tuple(
        Button(step, verb(application.state, step), address(application_id, step))
        for step in possible_steps(application)
    )


def address(application_id: UUID, step: str) -> str:
    return url_for("employer.moves.show_move", application_id=application_id, step=step)
