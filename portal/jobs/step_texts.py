"""What a person is told at each step: our words, where a structure wrote no others.

They are short and neutral, because a phone may be shared: no name of a structure, of a job, of
anybody. Words between braces are filled in when the text is used; they are the same in
every language, so that a structure may put them in its own texts.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from babel.support import LazyProxy

from portal.jobs.enums import ApplicationState as State
from portal.kernel import i18n
from portal.kernel.i18n import N_, _, show_date, show_time

LONGEST = 1000
# A step that is not a state: asking whether the application may be kept (LG-01).
ASK_POOL = "ask_pool"
# Not a step either: what is kept will soon be erased.
POOL_ENDS = "pool_ends"
# Nor this: the offer takes no more answers, and theirs still waits for one.
OFFER_CLOSED = "offer_closed"

_HOLE = re.compile(r"\{([^{}]*)\}")

TEXTS: dict[str, LazyProxy] = {
    State.IN_REVIEW: N_(
        "Bonjour. Nous avons votre candidature et nous l’étudions."
        " Vous saurez la suite avant le {avant}."
    ),
    State.INTERVIEW: N_(
        "Bonjour. Nous voulons vous rencontrer. L’entretien est {date}. {lieu}"
        " Si ce moment ne vous va pas, dites-le nous."
    ),
    State.OFFERED: N_(
        "Bonjour. Nous vous proposons le poste. Vous pouvez prendre le temps d’y réfléchir,"
        " puis nous dire oui ou non."
    ),
    State.ACCEPTED: N_(
        "Bonjour. C’est noté : vous prenez le poste. Nous vous contactons pour la suite."
    ),
    State.DECLINED: N_(
        "Bonjour. Nous avons étudié votre candidature. Nous ne pouvons pas vous proposer ce poste."
        " {raison} Merci pour le temps que vous avez pris."
    ),
    State.WITHDRAWN: N_(
        "Bonjour. Vous ne souhaitez plus ce poste, c’est noté. Merci pour le temps que vous avez"
        " pris."
    ),
    State.POOL: N_(
        "Bonjour. Vous êtes d’accord pour que nous gardions votre candidature jusqu’au {jusque}."
        " Vous pouvez changer d’avis à tout moment."
    ),
    State.OBSOLETE: N_(
        "Bonjour. Vous avez trouvé un autre poste, c’est noté. Nous arrêtons d’étudier votre"
        " candidature. Bonne suite à vous."
    ),
    ASK_POOL: N_(
        "Bonjour. Nous aimerions garder votre candidature pour un prochain poste, jusqu’au {jusque}"
        " au plus. Êtes-vous d’accord ? Dites oui ou non avec le lien."
    ),
    POOL_ENDS: N_(
        "Bonjour. Vous étiez d’accord pour que votre candidature soit gardée. Elle sera effacée"
        " après le {jusque}. Vous n’avez rien à faire."
    ),
    OFFER_CLOSED: N_(
        "Bonjour. L’offre à laquelle vous avez répondu est fermée : elle ne reçoit plus de"
        " candidatures. La vôtre est toujours là, et nous vous devons une réponse."
    ),
}

# Which words each text may hold, and what they become.
HOLES: dict[str, tuple[str, ...]] = {
    State.IN_REVIEW: ("avant",),
    State.INTERVIEW: ("date", "lieu"),
    State.OFFERED: (),
    State.ACCEPTED: (),
    State.DECLINED: ("raison",),
    State.WITHDRAWN: (),
    State.POOL: ("jusque",),
    State.OBSOLETE: (),
    ASK_POOL: ("jusque",),
    POOL_ENDS: ("jusque",),
    OFFER_CLOSED: (),
}

HOLE_LABELS: dict[str, LazyProxy] = {
    "avant": N_("la date de réponse promise"),
    "date": N_("le jour et l’heure de l’entretien"),
    "lieu": N_("le lieu de l’entretien, si vous l’indiquez"),
    "raison": N_("la raison choisie"),
    "jusque": N_("la date jusqu’à laquelle la candidature est gardée"),
}


def step_label(step: str) -> str:
    """The name of a step as screens show it."""
    if step == ASK_POOL:
        return _("Demande de garder la candidature")
    if step == POOL_ENDS:
        return _("Fin de conservation")
    if step == OFFER_CLOSED:
        return _("Offre fermée")
    return State(step).label


@dataclass(frozen=True)
class Filling:
    """What goes in the holes of a text; empty ones leave no trace. `reason` is the French label of
    a nomenclature, said in the language of the text.
    """

    answer_due_on: date | None = None
    interview_on: datetime | None = None
    place: str = ""
    reason: str = ""
    kept_until: date | None = None

    def words(self) -> dict[str, str]:
        """In the current language."""
        return {
            "avant": show_date(self.answer_due_on) if self.answer_due_on else "",
            "date": self._interview(),
            "lieu": _("Lieu : %(place)s.", place=self.place) if self.place else "",
            "raison": self._reason(),
            "jusque": show_date(self.kept_until) if self.kept_until else "",
        }

    def _reason(self) -> str:
        if not self.reason:
            return ""
        return _("La raison : %(reason)s.", reason=i18n.gettext_(self.reason))

    def _interview(self) -> str:
        if self.interview_on is None:
            return _("à un moment que nous choisirons ensemble")
        return _(
            "le %(day)s à %(time)s",
            day=show_date(self.interview_on, weekday=True),
            time=show_time(self.interview_on),
        )


def default(step: str, language: str) -> str:
    """Our text, its holes still open."""
    with i18n.use(i18n.find(language) or i18n.DEFAULT):
        return str(TEXTS[step])


def fill(text: str, filling: Filling, language: str) -> str:
    """The text as it will be read, in the language it is written in."""
    with i18n.use(i18n.find(language) or i18n.DEFAULT):
        words = filling.words()
        filled = _HOLE.sub(lambda hole: words.get(hole.group(1), ""), text)
    return "\n".join(" ".join(line.split()) for line in filled.splitlines()).strip()


def unknown_holes(step: str, text: str) -> list[str]:
    """The words between braces nobody can fill in at this step."""
    return [hole for hole in _HOLE.findall(text) if hole not in HOLES[step]]
