"""Kinds, topics and acts of interviews."""

from enum import StrEnum

from portal.kernel.i18n import N_


class InterviewKind(StrEnum):
    """Three interviews that are not the same (LG-14): two of the law, one the guide advises."""

    PATH = "path"
    PUBLIC = "public"
    YEARLY = "yearly"

    @property
    def label(self) -> str:
        return str(_INTERVIEWS[self][0])

    @property
    def explanation(self) -> str:
        return str(_INTERVIEWS[self][1])

    @property
    def is_of_law(self) -> bool:
        return self is not InterviewKind.YEARLY


_INTERVIEWS = {
    InterviewKind.PATH: (
        N_("Entretien de parcours professionnel"),
        N_(
            "C’est l’entretien de la loi, chez un employeur privé. On y parle de votre parcours,"
            " pas de l’évaluation de votre travail."
        ),
    ),
    InterviewKind.PUBLIC: (
        N_("Entretien professionnel du service public"),
        N_(
            "C’est l’entretien de la loi, chez un employeur public. Il a lieu chaque année et"
            " donne un compte rendu signé, le CREP. La grille n’y est jamais jointe d’office."
        ),
    ),
    InterviewKind.YEARLY: (
        N_("Entretien annuel"),
        N_(
            "C’est un entretien volontaire, conseillé par le guide. Il ne remplace pas"
            " l’entretien de la loi."
        ),
    ),
}


class Topic(StrEnum):
    """The agenda, from the guide (lines 1390-1590), then what each side may say of its own."""

    AGREED = "agreed"
    COMPETENCIES = "competencies"
    KNOWLEDGE = "knowledge"
    PROJECT = "project"
    TRAINING = "training"
    WORKING_TIME = "working-time"
    JOB_SHEET = "job-sheet"
    REMARK = "remark"
    DISAGREEMENT = "disagreement"

    @property
    def label(self) -> str:
        return str(_TOPICS[self][0])

    @property
    def question(self) -> str:
        """What the person is asked."""
        return str(_TOPICS[self][1])

    @property
    def manager_question(self) -> str:
        """What the manager is asked: about the work, never about the person's health or life."""
        return str(_TOPICS[self][2])


_TOPICS = {
    Topic.AGREED: (
        N_("Le bilan de l’année"),
        N_("Qu’est-ce qui a été fait de ce qui était convenu, et qu’est-ce qui a manqué ?"),
        N_("Qu’est-ce que la structure a fait de ce qui était convenu ?"),
    ),
    Topic.COMPETENCIES: (
        N_("Les compétences"),
        N_("Qu’est-ce que vous savez bien faire ? Qu’est-ce que vous aimeriez faire davantage ?"),
        N_("Qu’est-ce que cette personne apporte par son travail ?"),
    ),
    Topic.KNOWLEDGE: (
        N_("Les connaissances"),
        N_("Qu’est-ce que vous connaissez bien ? Qu’est-ce que vous avez appris cette année ?"),
        N_("Quelles connaissances sont utiles à l’équipe ?"),
    ),
    Topic.PROJECT: (
        N_("Le projet professionnel"),
        N_(
            "Où voulez-vous aller, dans le travail pair ou non, dans le secteur ou ailleurs, et"
            " pour combien de temps ?"
        ),
        N_("Quelles évolutions la structure peut-elle proposer, comme à tout le monde ?"),
    ),
    Topic.TRAINING: (
        N_("La formation"),
        N_("Quelles formations voulez-vous suivre ?"),
        N_("Quelles formations la structure peut-elle proposer ou payer ?"),
    ),
    Topic.WORKING_TIME: (
        N_("Le temps de travail"),
        N_("Votre temps de travail vous convient-il ? Voudriez-vous plus, ou moins ?"),
        N_("Qu’est-ce qui est possible pour le temps de travail ?"),
    ),
    Topic.JOB_SHEET: (
        N_("La fiche de poste"),
        N_("Votre fiche de poste dit-elle ce que vous faites vraiment ?"),
        N_("La fiche de poste dit-elle le travail réel ? Qu’est-ce qui est à changer ?"),
    ),
    Topic.REMARK: (
        N_("Remarque"),
        N_("Voulez-vous ajouter une remarque ?"),
        N_("Voulez-vous ajouter une remarque ?"),
    ),
    Topic.DISAGREEMENT: (
        N_("Désaccord"),
        N_("Sur quoi n’êtes-vous pas d’accord ? Vos mots restent tels quels, à côté des autres."),
        N_("Sur quoi n’êtes-vous pas d’accord ? Vos mots restent tels quels, à côté des autres."),
    ),
}
AGENDA = (
    Topic.AGREED,
    Topic.COMPETENCIES,
    Topic.KNOWLEDGE,
    Topic.PROJECT,
    Topic.TRAINING,
    Topic.WORKING_TIME,
    Topic.JOB_SHEET,
)


class Act(StrEnum):
    """What each of the two does by themselves: nobody does it in the other's place."""

    DATE = "date"
    OPEN = "open"
    ATTACH = "attach"
    SIGN = "sign"


class AgreementKind(StrEnum):
    """What was agreed on."""

    TRAINING = "training"
    GOAL = "goal"
    TIME = "time"
    OTHER = "other"

    @property
    def label(self) -> str:
        return str(_AGREEMENTS[self])


_AGREEMENTS = {
    AgreementKind.TRAINING: N_("Une formation"),
    AgreementKind.GOAL: N_("Un objectif"),
    AgreementKind.TIME: N_("Le temps de travail"),
    AgreementKind.OTHER: N_("Autre chose"),
}


class Outcome(StrEnum):
    """What became of an earlier agreement. Words, not a mark."""

    DONE = "done"
    UNDER_WAY = "under_way"
    AGAIN = "again"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return str(_OUTCOMES[self])


_OUTCOMES = {
    Outcome.DONE: N_("C’est fait"),
    Outcome.UNDER_WAY: N_("C’est en cours"),
    Outcome.AGAIN: N_("On le reprend cette année"),
    Outcome.DROPPED: N_("On n’en parle plus"),
}
