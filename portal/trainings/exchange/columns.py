"""The facts of a training, each as one column of a table: its name, how it is written and read.

A line of the accessibility passport is a column of its own, called `passport.<line>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.shelf import plain
from portal.languages.nomenclatures import CEFR, FRENCH_NEED, LANGUAGE
from portal.organisations.nomenclatures import DEPARTMENT, REGION
from portal.trainings import topics
from portal.trainings.enums import Known, Setting
from portal.trainings.exchange.codecs import (
    Answer,
    Choices,
    Codec,
    Day,
    Lines,
    Number,
    One,
    Several,
    Text,
)
from portal.trainings.exchange.rows import Differences, Funding, Modules
from portal.trainings.exchange.timetable import Sessions
from portal.trainings.models import Training
from portal.trainings.nomenclatures import AUDIENCE, PASSPORT_LINE, PREREQUISITE
from portal.trainings.steps import PUBLIC_FIELDS

REFERENCE, VERSION, SESSIONS, PASSPORT = "reference", "version", "sessions", "passport."
# Columns that are no fact of the training itself.
APART = (REFERENCE, VERSION, SESSIONS)


@dataclass(frozen=True)
class Column:
    """`label` is the header, in French in a file; `hint`, of a file only, how to write it."""

    key: str
    label: Any
    codec: Codec
    hint: str = ""


def _words(most: int) -> Text:
    return Text(most, lines=True)


_ONE_A_LINE = "Une chose par ligne."
_AMONG = "Un mot de la liste."
_SEVERAL = "Des mots de la liste, séparés par une barre : |"
_NUMBER = "Un nombre."
_YES_NO = "oui, non, ou rien si on ne sait pas."
_FREE = "Du texte."
_MODULES = "Un module par ligne : titre | heures | ce que l’on y fait"
_FUNDING = (
    "Une année par ligne : année | oui si c’est gratuit, sinon le prix en euros ou non | qui paie"
)
_DIFFERENCES = "Une différence par ligne : sur quoi | ce que dit une source | la source"
_DATE = "Une date, par exemple 12/03/2027."
_SESSIONS = (
    "Une session par ligne, les deux premières choses suffisent : premier jour | dernier jour |"
    " s’inscrire jusqu’au | nombre de places | lieu | adresse | ville | département | à distance :"
    " oui ou non | demi-journées : 12/03/2027 9:00-12:30 ; 12/03/2027 13:30-17:00 | accessibilité :"
    " Ascenseur = oui ; Salle calme = non | choix après un entretien : oui ou non | accord de"
    " l’employeur : oui ou non | identifiant"
)

_COLUMNS = (
    Column("title", N_("Le nom de la formation"), Text(200), _FREE),
    Column("summary", N_("Résumé"), _words(1000), _FREE),
    Column("organiser", N_("L’organisme qui la fait"), Text(200), _FREE),
    Column("partners", N_("Avec quels partenaires ?"), _words(1000), _FREE),
    Column("origin", N_("D’où vient cette formation"), _words(4000), _FREE),
    Column("audiences", N_("Pour qui ?"), Several(Choices(AUDIENCE)), _SEVERAL),
    Column("audience", N_("Pour qui, avec les mots de l’organisme"), _words(2000), _FREE),
    Column("open_to_concerned", N_("Ouverte aux personnes concernées"), Answer(), _YES_NO),
    Column("goals", N_("Ce que l’on vise"), _words(4000), _FREE),
    Column("content", N_("Ce que l’on y fait"), _words(4000), _FREE),
    Column("modules", N_("Modules"), Modules(), _MODULES),
    Column(
        "topics",
        N_("Ce que l’on y travaille"),
        Several(Choices(named=topics.LABELS)),
        _SEVERAL,
    ),
    Column("trainers", N_("Qui forme"), _words(1000), _FREE),
    Column("professional_trainers", N_("Une personne professionnelle forme"), Answer(), _YES_NO),
    Column("peer_trainers", N_("Une personne paire forme"), Answer(), _YES_NO),
    Column("outlook", N_("Et après"), _words(2000), _FREE),
    Column("certification", N_("Ce que l’on reçoit à la fin"), _words(1000), _FREE),
    Column("days", N_("Jours"), Number(decimal=True), _NUMBER),
    Column("hours", N_("Heures"), Number(decimal=True), _NUMBER),
    Column("weeks", N_("Semaines"), Number(), _NUMBER),
    Column("months", N_("Mois"), Number(), _NUMBER),
    Column("duration_words", N_("La durée, avec les mots de l’organisme"), Text(300), _FREE),
    Column("internship_weeks", N_("Stage : nombre de semaines"), Number(), _NUMBER),
    Column("internship_hours_min", N_("Stage : heures, au moins"), Number(), _NUMBER),
    Column("internship_hours_max", N_("Stage : heures, au plus"), Number(), _NUMBER),
    Column("internship_words", N_("Le stage, avec les mots de l’organisme"), Text(300), _FREE),
    Column("rhythm", N_("Rythme"), Text(300), _FREE),
    Column("period", N_("Dates"), Text(300), _FREE),
    Column("settings", N_("Qui est dans la salle"), Several(Choices(members=Setting)), _SEVERAL),
    Column("venue", N_("Adresse"), Text(200), _FREE),
    Column("city", N_("Ville"), Text(120), _FREE),
    Column("department", N_("Département"), One(Choices(DEPARTMENT, digits=2)), _AMONG),
    Column("region", N_("Région"), One(Choices(REGION, digits=2)), _AMONG),
    Column("prerequisites", N_("Ce qu’il faut avant"), Several(Choices(PREREQUISITE)), _SEVERAL),
    Column(
        "prerequisites_words",
        N_("Ce qu’il faut avant, avec les mots de l’organisme"),
        _words(2000),
        _FREE,
    ),
    Column("places", N_("Nombre de places"), Number(), _NUMBER),
    Column("places_words", N_("Une précision sur les places"), Text(200), _FREE),
    Column("selection", N_("Les étapes pour entrer"), Lines(), _ONE_A_LINE),
    Column("funding", N_("Financement"), Funding(), _FUNDING),
    Column("passport_words", N_("Une précision sur l’accessibilité"), _words(2000), _FREE),
    Column("referent", N_("La personne à qui parler du handicap"), Text(300), _FREE),
    Column("languages", N_("Langue de la formation"), Several(Choices(LANGUAGE)), _SEVERAL),
    Column(
        "trainer_languages",
        N_("Langue parlée par qui forme"),
        Several(Choices(LANGUAGE)),
        _SEVERAL,
    ),
    Column("french_oral", N_("Français à l’oral"), One(Choices(CEFR)), _AMONG),
    Column("french_written", N_("Français à l’écrit"), One(Choices(CEFR)), _AMONG),
    Column(
        "french_needs",
        N_("À quoi sert le français ici"),
        Several(Choices(FRENCH_NEED), free=4000),
        _SEVERAL,
    ),
    Column("contact_role", N_("À qui s’adresser : une fonction, sans nom"), Text(160), _FREE),
    Column("contact_email", N_("E-mail"), Text(320), _FREE),
    Column("contact_phone", N_("Téléphone"), Text(30), _FREE),
    Column("website", N_("La page de l’organisme"), Text(300), _FREE),
    Column("sources", N_("D’où viennent ces informations"), Lines(), _ONE_A_LINE),
    Column("contradictions", N_("Différences entre les sources"), Differences(), _DIFFERENCES),
    Column("verified_on", N_("Vérifiée le"), Day(), _DATE),
)

_REFERENCE = Column(REFERENCE, N_("Identifiant"), Text(200), _FREE)
_VERSION = Column(VERSION, N_("Version sur le portail"), Number(), _NUMBER)
_SESSIONS_TO_COME = Column(SESSIONS, N_("Sessions à venir"), Sessions(), _SESSIONS)


def columns_of(session: Session) -> dict[str, Column]:
    """Every column of a table by its key, in order."""
    lines = nomenclatures.entries(session, PASSPORT_LINE)
    passport = [Column(PASSPORT + one.code, one.french, Answer(), _YES_NO) for one in lines]
    columns = (_REFERENCE, _VERSION, *_COLUMNS, *passport, _SESSIONS_TO_COME)
    return {one.key: one for one in columns}


def document_of(training: Training) -> dict[str, Any]:
    """The facts of a training as plain values, by the names of its columns."""
    return {name: plain(getattr(training, name)) for name in PUBLIC_FIELDS}


def flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as values of columns: each line of the passport apart."""
    facts = {name: document.get(name) for name in PUBLIC_FIELDS if name != "passport"}
    return facts | {PASSPORT + code: answer for code, answer in document["passport"].items()}


def facts_of(values: Mapping[str, Any], passport: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as a training takes them; `passport` is what it says already."""
    answers = dict(passport)
    facts: dict[str, Any] = {}
    for key, value in values.items():
        if key.startswith(PASSPORT):
            answers[key.removeprefix(PASSPORT)] = value
        else:
            facts[key] = _typed(key, value)
    if any(key.startswith(PASSPORT) for key in values):
        facts["passport"] = {code: answer for code, answer in answers.items() if answer}
    return facts


def _typed(key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in ("days", "hours"):
        return Decimal(str(value))
    if key == "verified_on":
        return date.fromisoformat(value)
    if key in ("open_to_concerned", "professional_trainers", "peer_trainers"):
        return Known(value)
    return value
