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


# The three the guide names for the board of a team: « un savoir expérientiel, académique ou
# professionnel » (958-959).
ORIGINS = (Source.EXPERIENTIAL, Source.ACADEMIC, Source.PROFESSIONAL)


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


class Ease(StrEnum):
    """How well one speaks, writes or interprets a language: words, never a mark."""

    NO = "no"
    LITTLE = "little"
    WORK = "work"
    EASE = "ease"

    @property
    def label(self) -> str:
        return str(_EASE[self])


_EASE = {
    Ease.NO: N_("Non"),
    Ease.LITTLE: N_("Un peu"),
    Ease.WORK: N_("Assez pour travailler"),
    Ease.EASE: N_("Très bien"),
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
