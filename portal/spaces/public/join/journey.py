"""The order of the questions: the same for everybody, but for what the session asks besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.kernel.i18n import _
from portal.trainings.queries.published import Published
from portal.trainings.queries.registrations import Registration, RegistrationNeed
from portal.trainings.queries.sessions import TrainingSession

CHECK = "check"
_QUESTION = "question-"


@dataclass(frozen=True)
class Asked:
    """A session of a training, whoever looks at it."""

    training: Published
    dates: TrainingSession

    @property
    def address(self) -> dict[str, Any]:
        """What its pages are found by."""
        return {"slug": self.training.slug, "session_id": self.dates.id}

    @property
    def title(self) -> str:
        return str(self.training.document["title"])

    @property
    def federation(self) -> str:
        """Who receives what is sent."""
        return str(self.training.document["federation"]["name"])


@dataclass(frozen=True)
class Joining:
    """Somebody in front of a session, with what they prepared so far. `file` is what they said."""

    asked: Asked
    registration: Registration
    need: RegistrationNeed | None
    file: Any

    @property
    def id(self) -> UUID:
        return self.registration.id

    @property
    def steps(self) -> list[str]:
        """The names of the questions, in order; the last page is not one."""
        questions = [f"{_QUESTION}{n}" for n, _q in enumerate(self.asked.dates.questions, 1)]
        asks = self.asked.dates.asks_employer and not self.registration.agreement
        employer = ["employer"] if asks else []
        return ["name", "contact", "words", *questions, "needs", *employer]

    @property
    def passed(self) -> set[str]:
        return set(self.registration.draft.get("passed", ()))

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

    def question(self, step: str) -> Mapping[str, str]:
        """The session's question behind « question-2 »: its id and its text."""
        found: Mapping[str, str] = self.asked.dates.questions[int(step.removeprefix(_QUESTION)) - 1]
        return found

    def answer(self, step: str) -> str:
        """What was written to that question."""
        wanted = self.question(step)["id"]
        given = self.registration.answers
        return next((one["text"] for one in given if one["id"] == wanted), "")


def is_question(step: str) -> bool:
    return step.startswith(_QUESTION)


def label(step: str) -> str:
    """The words of a step in the list of steps."""
    if is_question(step):
        return _("Question %(number)s", number=step.removeprefix(_QUESTION))
    return {
        "name": _("Votre nom"),
        "contact": _("Vous joindre"),
        "words": _("Votre message"),
        "needs": _("Pour bien venir"),
        "employer": _("Votre employeur"),
        CHECK: _("Relire et envoyer"),
    }[step]
