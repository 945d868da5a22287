"""Answers, scales, sources and kinds of a record of competencies."""

from enum import StrEnum

from portal.kernel.i18n import N_


class Mobilised(StrEnum):
    """Whether somebody does this in their work."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return str(_MOBILISED[self])


_MOBILISED = {
    Mobilised.YES: N_("Oui, je le fais"),
    Mobilised.NOT_YET: N_("Pas encore"),
    Mobilised.NO: N_("Non"),
    Mobilised.UNKNOWN: N_("Je ne sais pas"),
}


class Level(StrEnum):
    """A mark of the guide's scale, from 0 to 5, or « I don't know ». Words, never a bare number.

    « Maîtrise (/5) » and « Intérêt (/5) »: guide FAS Île-de-France 2023, lines 1558-1561.
    """

    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    UNKNOWN = "unknown"

    @property
    def points(self) -> int | None:
        """0 to 5; nothing for « I don't know »."""
        return None if self is Level.UNKNOWN else int(self)

    @property
    def mastery_label(self) -> str:
        return str(_MASTERY[self])

    @property
    def interest_label(self) -> str:
        return str(_INTEREST[self])


_MASTERY = {
    Level.ZERO: N_("Je ne connais pas encore"),
    Level.ONE: N_("Je découvre"),
    Level.TWO: N_("Je fais avec de l’aide"),
    Level.THREE: N_("Je fais sans aide"),
    Level.FOUR: N_("Je fais bien, même quand c’est difficile"),
    Level.FIVE: N_("Je peux le montrer à d’autres"),
    Level.UNKNOWN: N_("Je ne sais pas"),
}
_INTEREST = {
    Level.ZERO: N_("Pas du tout"),
    Level.ONE: N_("Très peu"),
    Level.TWO: N_("Un peu"),
    Level.THREE: N_("Assez"),
    Level.FOUR: N_("Beaucoup"),
    Level.FIVE: N_("C’est ce que je préfère"),
    Level.UNKNOWN: N_("Je ne sais pas"),
}


class Scope(StrEnum):
    """Who a heading is for, as the guide sorts them (lines 1551-1552 and 1677)."""

    COMMON = "common"
    BY_MISSION = "by_mission"
    OWN = "own"

    @property
    def label(self) -> str:
        return str(_SCOPES[self])


_SCOPES = {
    Scope.COMMON: N_("Comme pour toute personne qui intervient"),
    Scope.BY_MISSION: N_("Selon les missions confiées"),
    Scope.OWN: N_("Ajouté à côté du guide"),
}


class Source(StrEnum):
    """Where a knowledge comes from, in the guide's words. Always optional: it may reveal a lot."""

    EXPERIENTIAL = "experiential"
    PROFESSIONAL = "professional"
    ACADEMIC = "academic"
    TRAINING = "training"

    @property
    def label(self) -> str:
        return str(_SOURCES[self])


_SOURCES = {
    Source.EXPERIENTIAL: N_("Savoir expérientiel"),
    Source.PROFESSIONAL: N_("Savoir professionnel"),
    Source.ACADEMIC: N_("Savoir académique"),
    Source.TRAINING: N_("Formation dédiée"),
}


class EvidenceKind(StrEnum):
    """How somebody shows that they do something."""

    TEXT = "text"
    VOICE = "voice"
    PHOTO = "photo"

    @property
    def label(self) -> str:
        return str(_EVIDENCE[self])


_EVIDENCE = {
    EvidenceKind.TEXT: N_("Un texte"),
    EvidenceKind.VOICE: N_("Un message vocal"),
    EvidenceKind.PHOTO: N_("Une photo ou un document"),
}


class PathKind(StrEnum):
    """What a line of somebody's path is."""

    POST = "post"
    MISSION = "mission"
    VOLUNTEERING = "volunteering"
    TRAINING = "training"
    INTERNSHIP = "internship"
    VAE = "vae"
    VAP = "vap"
    LANGUAGE = "language"
    OTHER = "other"

    @property
    def label(self) -> str:
        return str(_PATH[self])


_PATH = {
    PathKind.POST: N_("Un poste"),
    PathKind.MISSION: N_("Une mission"),
    PathKind.VOLUNTEERING: N_("Du bénévolat"),
    PathKind.TRAINING: N_("Une formation"),
    PathKind.INTERNSHIP: N_("Un stage"),
    PathKind.VAE: N_("Une VAE : validation des acquis de l’expérience"),
    PathKind.VAP: N_("Une VAP : validation des acquis professionnels"),
    PathKind.LANGUAGE: N_("Une langue"),
    PathKind.OTHER: N_("Autre chose"),
}


class Wish(StrEnum):
    """Yes, no, or not decided: for what somebody wants next."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        return str(_WISHES[self])


_WISHES = {
    Wish.YES: N_("Oui"),
    Wish.NO: N_("Non"),
    Wish.UNDECIDED: N_("Je ne sais pas encore"),
}


class Part(StrEnum):
    """A part of a record that can be shown, shared or left out."""

    GRID = "grid"
    KNOWLEDGE = "knowledge"
    KNOWLEDGE_SOURCES = "knowledge_sources"
    PATH = "path"
    PROJECT = "project"

    @property
    def label(self) -> str:
        return str(_PARTS[self])


_PARTS = {
    Part.GRID: N_("Ma grille de compétences"),
    Part.KNOWLEDGE: N_("Mes connaissances"),
    Part.KNOWLEDGE_SOURCES: N_("D’où viennent mes connaissances"),
    Part.PATH: N_("Mon parcours"),
    Part.PROJECT: N_("Mon projet"),
}


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
