"""The sections of a training that are put into other languages, each as one plain text.

Read from the training, or from what was published of it: both name their fields alike.
"""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import N_
from portal.languages.sections import Section, Subject
from portal.trainings.models import Training

SUBJECT = "training"

SECTIONS = {
    "title": N_("Nom de la formation"),
    "summary": N_("Résumé"),
    "audience": N_("Pour qui"),
    "goals": N_("Ce que l’on vise"),
    "content": N_("Ce que l’on y fait"),
    "modules": N_("Les modules"),
    "rhythm": N_("Rythme"),
    "period": N_("Dates"),
    "prerequisites_words": N_("Ce qu’il faut avant"),
    "selection": N_("Les étapes pour entrer"),
    "passport_words": N_("Accessibilité"),
    "trainers": N_("Qui forme"),
    "certification": N_("Ce que l’on reçoit à la fin"),
    "outlook": N_("Et après"),
    "origin": N_("D’où vient cette formation"),
}
# What is worth translating first: enough to know what it is.
FIRST = ("title", "summary")
# What opens or closes a right: a certification, what is required to enter.
LEGAL = ("certification", "prerequisites_words")


def sources_of(document: Mapping[str, Any]) -> dict[str, str]:
    """The French of each section, as the translator reads it; empty where nothing is said."""
    return {name: _text(name, document.get(name)) for name in SECTIONS}


def subject_of(training: Training) -> Subject:
    """What this training has to be translated."""
    sources = sources_of({name: getattr(training, name) for name in SECTIONS})
    return Subject(
        SUBJECT,
        training.id,
        training.title,
        tuple(
            Section(name, str(label), sources[name], name in FIRST, name in LEGAL)
            for name, label in SECTIONS.items()
        ),
        is_online=bool(training.edition),
    )


def _text(name: str, value: Any) -> str:
    if name == "modules":
        return "\n\n".join(
            "\n".join(part for part in (row["title"], row["text"]) if part) for row in value or ()
        )
    if name == "selection":
        return "\n".join(f"- {step}" for step in value or ())
    return str(value or "")
