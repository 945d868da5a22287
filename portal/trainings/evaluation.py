"""The questions of an evaluation: few, plain, each with words to choose from. No note is given to
anybody, and nothing is averaged.
"""

from dataclasses import dataclass

from portal.kernel.i18n import N_


@dataclass(frozen=True)
class Question:
    """`choices`: (code, words); their order is that of the words, none is better."""

    code: str
    text: str
    choices: tuple[tuple[str, str], ...]


_YES_NO = (("yes", N_("Oui")), ("partly", N_("En partie")), ("no", N_("Non")))

QUESTIONS = (
    Question("useful", N_("Ce que vous avez appris vous sert ?"), _YES_NO),
    Question("understood", N_("Vous avez compris ce qui était dit et écrit ?"), _YES_NO),
    Question(
        "pace",
        N_("Le rythme était…"),
        (("slow", N_("Trop lent")), ("right", N_("Comme il faut")), ("fast", N_("Trop rapide"))),
    ),
    Question("welcome", N_("Vous avez trouvé votre place dans le groupe ?"), _YES_NO),
    Question(
        "arranged",
        N_("Ce dont vous aviez besoin pour venir était prêt ?"),
        (*_YES_NO, ("none", N_("Je n’avais besoin de rien"))),
    ),
)
BY_CODE = {question.code: question for question in QUESTIONS}
