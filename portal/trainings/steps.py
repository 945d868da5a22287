"""The steps in which a training is written: which facts each one asks for."""

from portal.trainings.enums import TrainingStep

FIELDS: dict[TrainingStep, tuple[str, ...]] = {
    TrainingStep.IDENTITY: (
        "title",
        "summary",
        "organiser",
        "partners",
        "origin",
        "audiences",
        "audience",
        "open_to_concerned",
    ),
    TrainingStep.CONTENT: (
        "goals",
        "content",
        "modules",
        "topics",
        "trainers",
        "professional_trainers",
        "peer_trainers",
        "outlook",
        "certification",
    ),
    TrainingStep.TIME: (
        "days",
        "hours",
        "weeks",
        "months",
        "duration_words",
        "internship_weeks",
        "internship_hours_min",
        "internship_hours_max",
        "internship_words",
        "rhythm",
        "period",
        "settings",
        "venue",
        "city",
        "department",
        "region",
    ),
    TrainingStep.ENTRY: (
        "prerequisites",
        "prerequisites_words",
        "places",
        "places_words",
        "selection",
    ),
    TrainingStep.MONEY: ("funding",),
    TrainingStep.PASSPORT: ("passport", "passport_words", "referent"),
    TrainingStep.LANGUAGES: (
        "languages",
        "trainer_languages",
        "french_oral",
        "french_written",
        "french_needs",
    ),
    TrainingStep.SOURCES: (
        "contact_role",
        "contact_email",
        "contact_phone",
        "website",
        "sources",
        "contradictions",
        "verified_on",
    ),
}

# All of it is public, and all of it may be taken over by a copy: only the day it was verified is
# decided anew.
PUBLIC_FIELDS = tuple(field for fields in FIELDS.values() for field in fields)
COPIED = tuple(field for field in PUBLIC_FIELDS if field != "verified_on")
