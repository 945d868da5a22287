"""The order of the questions: from what the offer accepts and the ways somebody chose."""

from dataclasses import dataclass
from uuid import UUID

from portal.jobs.enums import Way
from portal.jobs.policy import applications as policy
from portal.jobs.queries.applications import OfferToAnswer, Prepared, Question
from portal.kernel.i18n import _

CHECK = "check"
_QUESTION = "question-"
# The step each way of answering leads to.
OF_WAY = {Way.VOICE: "voice", Way.CALLBACK: "call-back", Way.CV: "cv", Way.LETTER: "letter"}


@dataclass(frozen=True)
class Answering:
    """Somebody in front of an offer, with what they prepared so far."""

    offer: OfferToAnswer
    prepared: Prepared

    @property
    def id(self) -> UUID:
        return self.prepared.application.id

    @property
    def steps(self) -> list[str]:
        """The names of the questions, in order; the last page is not one."""
        ways = [OF_WAY[way] for way in Way if way in self.prepared.application.ways]
        asked = [f"{_QUESTION}{n}" for n, _q in enumerate(self.offer.questions, 1)]
        time = ["time"] if policy.asks_time(self.offer.time_choice) else []
        return ["ways", *ways, *asked, *time, "name", "contact", "adjustment", "help"]

    @property
    def passed(self) -> set[str]:
        return set(self.prepared.application.draft.get("passed", ()))

    @property
    def first_waiting(self) -> str:
        """Where somebody who comes back goes on."""
        return next((step for step in self.steps if step not in self.passed), CHECK)

    def after(self, step: str) -> str:
        following = [*self.steps, CHECK]
        return following[following.index(step) + 1]

    def before(self, step: str) -> str | None:
        known = [*self.steps, CHECK]
        return known[known.index(step) - 1] if known.index(step) else None

    def question(self, step: str) -> Question:
        """The offer's question behind « question-2 »."""
        return self.offer.questions[int(step.removeprefix(_QUESTION)) - 1]


def is_question(step: str) -> bool:
    return step.startswith(_QUESTION)


def label(step: str) -> str:
    """The words of a step in the list of steps."""
    if is_question(step):
        return _("Question %(number)s", number=step.removeprefix(_QUESTION))
    return {
        "ways": _("Votre choix"),
        "voice": _("Message vocal"),
        "call-back": _("Vous rappeler"),
        "cv": _("CV"),
        "letter": _("Lettre"),
        "time": _("Temps de travail"),
        "name": _("Votre nom"),
        "contact": _("Vous joindre"),
        "adjustment": _("Entretien"),
        "help": _("Aide reçue"),
        CHECK: _("Relire et envoyer"),
    }[step]
